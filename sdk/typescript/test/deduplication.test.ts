import { inflate } from "@infrasell/client/deduplication";
import fc from "fast-check";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { deflate } from "./deflate.js";

type Case = { what: string; plain: string; sent: string | null };
const shared: Case[] = JSON.parse(readFileSync("test/deduplication.json", "utf8"));

for (const { what, plain, sent } of shared) {
  test(`shared with the server: ${what}`, () => {
    if (sent !== null) assert.deepEqual(inflate(JSON.parse(sent)), JSON.parse(plain));
    // the server works on bytes, this on what they say
    if (!what.includes("backslash")) {
      assert.deepEqual(deflate(JSON.parse(plain)), sent === null ? undefined : JSON.parse(sent));
    }
  });
}

/** Values whose objects are often entities, out of few types, ids and keys, so that they meet. */
const { body } = fc.letrec<{ body: unknown }>((tie) => ({
  body: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom(null, true, 1, -2.5, "a", 'ö"\\'),
    fc.array(tie("body"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom("x", "y", "z", "id"), tie("body"), { maxKeys: 3, noNullPrototype: true }),
    fc
      .tuple(
        fc.constantFrom("A", "B"),
        fc.constantFrom("1", "2"),
        fc.dictionary(fc.constantFrom("x", "y", "z"), tie("body"), { maxKeys: 3, noNullPrototype: true }),
      )
      .map(([type, id, more]) => ({ __typename: type, id, ...more })),
  ),
}));

/** An answer that says the same things again and again. */
const answer = fc
  .tuple(fc.array(body, { minLength: 1, maxLength: 5 }), fc.array(fc.nat(4), { minLength: 1, maxLength: 20 }))
  .map(([pool, picks]) => {
    const list = picks.map((pick) => pool[pick % pool.length]);
    return { data: { list, nested: [{ list: [null, ...list] }, { list }], pool } };
  });

test("inflating what was deflated gives what it was", () => {
  let deflated = 0;
  fc.assert(
    fc.property(answer, (answer) => {
      const sent = deflate(answer);
      if (sent === undefined) return;
      deflated += 1;
      const before = JSON.parse(JSON.stringify(sent));
      assert.deepEqual(inflate(before), answer);
    }),
    { numRuns: 2_000 },
  );
  assert.ok(deflated > 200, `${deflated} answers had something to leave out`);
});

test("an entity that came again is the same object, so that it costs no memory", () => {
  const [first, , again] = inflate([{ __typename: "P", id: "1", x: {} }, null, { __typename: "P", id: "1" }]);
  assert.equal(again, first);
});
