import { build } from "esbuild";
import assert from "node:assert/strict";
import { test } from "node:test";

async function bundled(source: string): Promise<string> {
  const made = await build({
    stdin: { contents: source, resolveDir: process.cwd() },
    bundle: true,
    minify: true,
    format: "esm",
    write: false,
  });
  return made.outputFiles[0]!.text;
}

test("what is not imported is not in the bundle", async () => {
  const all = await bundled(`export * from "@infrasell/client"`);
  const inflate = await bundled(`export { inflate } from "@infrasell/client"`);
  const storefront = await bundled(`export { storefront, graphql } from "@infrasell/client"`);
  const rest = await bundled(`export { rest, ok } from "@infrasell/client"`);
  assert.ok(inflate.length < 1_000, `inflate alone: ${inflate.length} bytes`);
  assert.ok(storefront.length < 3_000, `the storefront client alone: ${storefront.length} bytes`);
  assert.ok(rest.length < 9_000, `the REST client alone: ${rest.length} bytes`);
  assert.ok(all.length < 12_000, `everything: ${all.length} bytes`);
  assert.ok(!storefront.includes("Idempotency-Key") && !rest.includes("graphql"));
});
