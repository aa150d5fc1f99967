// The tries of variants that we write, read by the decoder that storefronts run. `crates/rules` writes the same file.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { decodeEncodedVariant, isOptionValueCombinationInEncodedVariant } from '@shopify/hydrogen-react';

const tries = JSON.parse(readFileSync(new URL('../../../crates/rules/tests/suite/tries.json', import.meta.url), 'utf8'));

test('every trie decodes to the combinations that it was made of', () => {
  assert.ok(tries.length > 30);
  for (const { encoded, combinations } of tries) {
    assert.deepEqual(decodeEncodedVariant(encoded), combinations, encoded);
    for (const combination of combinations) {
      assert.ok(isOptionValueCombinationInEncodedVariant(combination, encoded));
    }
  }
});
