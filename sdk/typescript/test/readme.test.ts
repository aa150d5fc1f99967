import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { url } from "./shop.js";

test("the example in the README is the one that is run, has 30 lines at most, and buys something", () => {
  const example = readFileSync("examples/buy.ts", "utf8");
  assert.ok(example.trimEnd().split("\n").length <= 30);
  assert.ok(readFileSync("README.md", "utf8").includes("```ts\n" + example + "```\n"));
  const said = execFileSync("node", ["build/examples/buy.js"], { env: { ...process.env, INFRASELL_URL: url }, encoding: "utf8" });
  assert.match(said, /^completed: order \S+, [\d.]+ INR\n$/);
});
