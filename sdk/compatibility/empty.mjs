// What is served empty, read from the writers: a field that writes null or an empty list whatever there is, and a type of
// which there is never anything.

import { readFileSync, readdirSync } from "node:fs";

const folder = new URL("../../crates/storefront/src/types/", import.meta.url);

/** `Type` and `Type.field` of all that is served empty. */
export function empties() {
  const empty = new Set();
  const written = new Set();
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".rs"))) {
    const text = readFileSync(new URL(file, folder), "utf8");
    for (const [, type, body] of text.matchAll(/^fields! \{ "(\w+)" for [^\n]*\n([\s\S]*?)^\}/gm)) {
      for (const [, field, rest] of body.matchAll(/^    "(\w+)" => (.*)$/gm)) {
        const nothing = /^w\.(null|empty_list)\(\),?$/.test(rest);
        (nothing ? empty : written).add(`${type}.${field}`);
      }
    }
    for (const [, body] of text.matchAll(/^never! \{([\s\S]*?)(?:^\}|\} \}$)/gm)) {
      for (const [, type] of body.matchAll(/"(\w+)" as \w+/g)) empty.add(type);
    }
  }
  return new Set([...empty].filter((place) => !written.has(place)));
}

/** Whether a row of the table speaks of a place; `*.field` speaks of that field of every type. */
export function speaksOf(row, place) {
  return row === place || (row.startsWith("*.") && place.endsWith(row.slice(1)));
}
