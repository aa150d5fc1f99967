// The storefront's schema as one text: the files of crates/storefront/src/schema, with the roots that the crate adds to them.

import { readFileSync, readdirSync } from "node:fs";

const folder = new URL("../../../crates/storefront/src/schema/", import.meta.url);

export function sdl() {
  const files = readdirSync(folder).filter((name) => name.endsWith(".graphql"));
  const text = files.sort().map((name) => readFileSync(new URL(name, folder), "utf8")).join("\n");
  if (/^schema\b/m.test(text)) return text;
  const writes = /^extend type Mutation\b/m.test(text);
  return `schema { query: QueryRoot ${writes ? "mutation: Mutation } type Mutation" : "}"}\n${text}`;
}
