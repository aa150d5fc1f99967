/** The shop that is tested against: `cargo xtask sdk` opens one with the sample catalogue and says where it is. */

const said = process.env["INFRASELL_URL"];
if (!said) throw new Error("INFRASELL_URL names no shop: run `cargo xtask sdk`");

export const url: string = said;
/** Its owner's key. */
export const key: string = process.env["INFRASELL_KEY"] ?? "";
