// What deduplication saves on ten operations of the known clients, as the table in docs/concepts/deduplication.md.
//
// `INFRASELL_URL=… node figures.mjs [FOLDER]`; FOLDER gets the plain answers, for `cargo run --release --package
// infrasell-storefront --example deflate -- FOLDER/*`, which says what deflating costs the server.

import { TypeInfo, parse, print, visit, visitWithTypeInfo } from "graphql";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { inflate } from "../typescript/dist/deduplication.js";
import { ours } from "./schema.mjs";

const url = `${process.env.INFRASELL_URL}/api/2026-04/graphql.json`;
const [folder] = process.argv.slice(2);
const OPERATIONS = {
  "hydrogen/recommended-products": {},
  "hydrogen/collection": { handle: "everyday", first: 20 },
  "hydrogen/product": { handle: "cotton-crew-tee", selectedOptions: [] },
  "hydrogen/search": { term: "cotton", first: 20 },
  "nextjs-commerce/products": {},
  "nextjs-commerce/product": { handle: "cotton-crew-tee" },
  "nextjs-commerce/cart": { cartId: undefined },
  "shopify-buy/products": { first: 20 },
  "shopify-buy/collections-with-products": { first: 10, productsFirst: 20 },
  "shopify-buy/cart": { id: undefined },
};

/** With `__typename` everywhere, as caching clients add it, and `id` where there is one. */
function identified(text) {
  const types = new TypeInfo(ours());
  const field = (value) => ({ kind: "Field", name: { kind: "Name", value } });
  const enter = (node, _key, parent) => {
    if (parent?.kind === "OperationDefinition") return undefined;
    const has = (name) => node.selections.some((one) => one.kind === "Field" && (one.alias ?? one.name).value === name);
    const fields = types.getParentType()?.getFields?.() ?? {};
    const added = ["__typename", "id"].filter((name) => !has(name) && (name !== "id" || fields.id));
    return { ...node, selections: [...added.map(field), ...node.selections] };
  };
  return print(visit(parse(text), visitWithTypeInfo(types, { SelectionSet: { enter } })));
}

async function ask(query, variables, headers = {}) {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ query, variables }),
  });
  const text = await answer.text();
  if (JSON.parse(text).errors) throw new Error(text);
  return text;
}

/** A cart of four lines, two of them of one product. */
async function cart() {
  const { data } = JSON.parse(await ask('{ products(first: 3, query: "available_for_sale:true") { nodes { variants(first: 2) { nodes { id } } } } }'));
  const lines = data.products.nodes.flatMap((product) => product.variants.nodes).slice(0, 4).map(({ id }) => ({ merchandiseId: id }));
  const made = await ask("mutation ($lines: [CartLineInput!]) { cartCreate(input: { lines: $lines }) { cart { id } } }", { lines });
  return JSON.parse(made).data.cartCreate.cart.id;
}

/** The median time of a run, microseconds. */
function median(run) {
  const times = Array.from({ length: 301 }, () => {
    const begun = performance.now();
    run();
    return performance.now() - begun;
  });
  return (times.sort((a, b) => a - b)[150] * 1_000).toFixed(0);
}

const share = (now, before) => {
  const percent = Math.round((100 * (now - before)) / before);
  return `${now} (${percent === 0 ? "±0" : `${percent < 0 ? "−" : "+"}${Math.abs(percent)}`} %)`;
};

console.log("| operation | raw, bytes | with stubs | gzip, bytes | with stubs | parse, µs | parse and inflate, µs |");
console.log("|---|---|---|---|---|---|---|");
const id = await cart();
for (const [name, variables] of Object.entries(OPERATIONS)) {
  for (const key of ["id", "cartId"]) if (key in variables) variables[key] = id;
  const query = identified(readFileSync(new URL(`operations/${name}.graphql`, import.meta.url), "utf8"));
  const plain = await ask(query, variables);
  const sent = await ask(query, variables, { "infrasell-deduplicate": "1" });
  if (folder) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${folder}/${name.replace("/", "-")}.json`, plain);
  }
  const zipped = [plain, sent].map((text) => gzipSync(text, { level: 6 }).length);
  const cells = [plain.length, share(sent.length, plain.length), zipped[0], share(zipped[1], zipped[0])];
  console.log(`| ${[name, ...cells, median(() => JSON.parse(plain)), median(() => inflate(JSON.parse(sent)))].join(" | ")} |`);
}
