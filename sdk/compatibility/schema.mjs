// Holds our GraphQL schema to the public one, and to what it was.
//
// Always true: what exists in both has the same kind, type, nullability and arguments, but for the table in
// docs/reference/graphql.md, whose every line is a difference that is there; nothing that a client could use has gone since
// docs/reference/storefront.graphql was written; docs/reference/graphql-coverage.md says what of the public schema is served.
//
// `node schema.mjs` checks; `--write` writes the snapshot (not over a breaking change, unless `--breaking`) and the coverage.

import { buildClientSchema, buildSchema, findBreakingChanges, lexicographicSortSchema, printSchema } from "graphql";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { sdl } from "../typescript/scripts/sdl.mjs";
import { compare } from "./compare.mjs";
import { coverage } from "./coverage.mjs";

const root = new URL("../../", import.meta.url);
const read = (path) => readFileSync(new URL(path, root), "utf8");
const SNAPSHOT = "docs/reference/storefront.graphql";
const COVERAGE = "docs/reference/graphql-coverage.md";
const GUIDE = "docs/reference/graphql.md";

export function ours() {
  return buildSchema(sdl());
}

export function theirs() {
  const file = new URL(import.meta.resolve("@shopify/hydrogen-react/storefront.schema.json"));
  return buildClientSchema(JSON.parse(readFileSync(file, "utf8")));
}

/** The rows of the table below a heading, each a list of cells without their backticks. */
export function table(text, heading) {
  const section = text.split(/^## /m).find((part) => part.startsWith(heading)) ?? "";
  const rows = section.split("\n").filter((line) => line.startsWith("|"));
  return rows.slice(2).map((row) => row.split("|").slice(1, -1).map((cell) => cell.trim().replaceAll("`", "")));
}

/** What is wrong, in words. */
function differences(schema, known) {
  const found = compare(schema, theirs()).map(({ place, ours, theirs }) => `${place}: ${ours} in place of ${theirs}`);
  const said = known.map(([place, ours, theirs]) => `${place}: ${ours} in place of ${theirs}`);
  return [
    ...found.filter((line) => !said.includes(line)).map((line) => `differs from the public schema, and ${GUIDE} does not say so: ${line}`),
    ...said.filter((line) => !found.includes(line)).map((line) => `${GUIDE} names a difference that is not there: ${line}`),
  ];
}

function main(flags) {
  const schema = ours();
  const guide = read(GUIDE);
  const printed = `${printSchema(lexicographicSortSchema(schema))}\n`;
  const covered = coverage(schema, theirs(), table(guide, "Served empty"));
  const before = existsSync(new URL(SNAPSHOT, root)) ? read(SNAPSHOT) : printed;
  const breaking = findBreakingChanges(buildSchema(before), schema).map((change) => `breaks clients: ${change.description}`);
  const wrong = [...differences(schema, table(guide, "Where ours differs")), ...covered.wrong];
  if (!flags.includes("--breaking")) wrong.push(...breaking);
  if (flags.includes("--write") && wrong.length === 0) {
    writeFileSync(new URL(SNAPSHOT, root), printed);
    writeFileSync(new URL(COVERAGE, root), covered.text);
  } else if (!flags.includes("--write")) {
    if (before !== printed) wrong.push(`${SNAPSHOT} is not what the schema is now: npm run schema -- --write`);
    if (read(COVERAGE) !== covered.text) wrong.push(`${COVERAGE} is not what the schemas say now: npm run schema -- --write`);
  }
  for (const line of wrong) console.error(line);
  console.log(`${wrong.length} findings; ${covered.summary}`);
  process.exit(wrong.length === 0 ? 0 : 1);
}

if (process.argv[1] === new URL(import.meta.url).pathname) main(process.argv.slice(2));
