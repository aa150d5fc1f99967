// Makes src/generated from the OpenAPI document and the GraphQL schema; `--check` only says whether it is up to date.

import { minifyIntrospection, preprocessIntrospection } from "@gql.tada/internal";
import { buildSchema, introspectionFromSchema } from "graphql";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import openapiTS, { astToString } from "openapi-typescript";
import { sdl } from "./sdl.mjs";

const root = new URL("../../../", import.meta.url);
const generated = new URL("../src/generated/", import.meta.url);

async function openapi() {
  const ast = await openapiTS(new URL("docs/reference/openapi.json", root), { defaultNonNullable: false });
  return `// Made by openapi-typescript from docs/reference/openapi.json (npm run generate).\n\n${astToString(ast)}`;
}

async function storefront() {
  const introspection = introspectionFromSchema(buildSchema(sdl()), { descriptions: false });
  const types = preprocessIntrospection(minifyIntrospection(introspection));
  return `// Made by gql.tada from crates/storefront/src/schema (npm run generate).\n\nexport type introspection = ${types};\n`;
}

const stale = [];
await mkdir(generated, { recursive: true });
for (const [name, make] of [["openapi.ts", openapi], ["storefront.ts", storefront]]) {
  const file = new URL(name, generated);
  const [now, made] = [await readFile(file, "utf8").catch(() => ""), await make()];
  if (now === made) continue;
  stale.push(name);
  if (!process.argv.includes("--check")) await writeFile(file, made);
}
if (process.argv.includes("--check")) {
  if (stale.length > 0) {
    console.error(`src/generated/${stale.join(", ")} is not what the generators make now: npm run generate`);
    process.exit(1);
  }
  console.log("src/generated is up to date");
} else {
  console.log(stale.length > 0 ? `wrote ${stale.join(", ")}` : "nothing changed");
}
