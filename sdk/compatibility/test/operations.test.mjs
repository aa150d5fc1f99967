// The operations that known clients need: each is valid against our schema, and against the public one, so that it is what a
// client would send. What they answer is tested in crates/infrasell/tests/suite/operations.rs.

import { parse, validate } from "graphql";
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { ours, theirs } from "../schema.mjs";

const folder = new URL("../operations/", import.meta.url);
const schemas = { ours: ours(), theirs: theirs() };

for (const client of readdirSync(folder)) {
  for (const file of readdirSync(new URL(`${client}/`, folder))) {
    test(`${client}: ${file} is valid`, () => {
      const text = readFileSync(new URL(`${client}/${file}`, folder), "utf8");
      for (const [name, schema] of Object.entries(schemas)) {
        const wrong = validate(schema, parse(text)).map((error) => `${name}: ${error.message}`);
        assert.deepEqual(wrong, []);
      }
    });
  }
}
