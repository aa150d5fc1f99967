// The shop that is tested against: `cargo xtask sdk` opens one with the sample catalogue and says where it is.

export const url = process.env.INFRASELL_URL;
if (!url) throw new Error("INFRASELL_URL names no shop: run `cargo xtask sdk`");

/** A public token; a shop that does not ask for one does not mind it. */
export const token = "a-public-token";
export const version = "2026-04";

/** `fetch` for clients that insist on https and a domain of their own. */
export function fetchFromShop(asked, init) {
  const { pathname, search } = new URL(asked);
  return fetch(url + pathname + search, init);
}
