// What of the public schema is served, type by type, as a document.

import { empties, speaksOf } from "./empty.mjs";
import { isEnumType, isInputObjectType, isInterfaceType, isIntrospectionType, isObjectType } from "graphql";

const HEAD = `# What of the public schema is served
Made by \`npm run schema -- --write\` in \`sdk/compatibility\` from \`crates/storefront/src/schema\` and the schema that
@shopify/hydrogen-react ships. **Served** is served with what the shop knows; **empty** is there and answers with nothing, for
the reason in [graphql.md](graphql.md); **absent** is refused by validation. † is deprecated in the public schema.
`;

/** The document, a line that sums it up, and what is wrong with the reasons for what is empty. */
export function coverage(ours, theirs, reasons) {
  const found = empties();
  const said = reasons.map(([place]) => place);
  // some are empty in a way that is not read off their writers: they stand in the table alone
  const empty = new Set([...found, ...said.filter((row) => isThere(ours, row))]);
  const rows = { "Queries and mutations": [], Objects: [], Inputs: [], Enumerations: [] };
  const sum = { served: 0, empty: 0, absent: 0 };
  for (const type of Object.values(theirs.getTypeMap()).filter((type) => !isIntrospectionType(type))) {
    const parts = split(type, ours.getType(type.name), empty);
    if (!parts) continue;
    for (const name of Object.keys(sum)) sum[name] += parts[name].length;
    rows[group(type)].push(row(type, parts, !ours.getType(type.name)));
  }
  const total = sum.served + sum.empty + sum.absent;
  const summary = `of ${total} fields and values of the public schema ${sum.served} are served, ${sum.empty} served empty, ${sum.absent} absent`;
  const sections = Object.entries(rows).map(
    ([title, lines]) => `## ${title}\n| type | served | empty | absent |\n|---|---|---|---|\n${lines.sort().join("\n")}\n`,
  );
  const text = `${HEAD}\n${summary[0].toUpperCase()}${summary.slice(1)}.\n\n${sections.join("\n")}`;
  const places = [...found];
  const wrong = [
    ...places.filter((place) => !said.some((row) => speaksOf(row, place))).map((place) => `${place} is served empty, and no reason is given`),
    ...said
      .filter((row) => !isThere(ours, row) && !places.some((place) => speaksOf(row, place)))
      .map((row) => `${row} is said to be served empty, and is not there`),
  ];
  return { text, summary, wrong };
}

function group(type) {
  if (["QueryRoot", "Mutation"].includes(type.name)) return "Queries and mutations";
  if (isEnumType(type)) return "Enumerations";
  return isInputObjectType(type) ? "Inputs" : "Objects";
}

/** The names of what the public type has, by whether ours has it; undefined for a type without names in it. */
function split(type, own, empty) {
  const names = (one) => {
    if (isEnumType(one)) return one.getValues();
    if (isObjectType(one) || isInterfaceType(one) || isInputObjectType(one)) return Object.values(one.getFields());
  };
  const all = names(type);
  if (!all) return undefined;
  const has = new Set((names(own) ?? []).map(({ name }) => name));
  const parts = { served: [], empty: [], absent: [] };
  for (const { name, deprecationReason } of all) {
    const part = !has.has(name) ? "absent" : empty.has(`${type.name}.${name}`) || empty.has(type.name) ? "empty" : "served";
    parts[part].push(deprecationReason ? `${name}†` : name);
  }
  return parts;
}

function row(type, { served, empty, absent }, missing) {
  const roots = ["QueryRoot", "Mutation"].includes(type.name);
  const list = (names) => names.join(", ") || "–";
  const has = roots ? list(served) : served.length || "–";
  return `| ${type.name} | ${has} | ${list(empty)} | ${missing ? "the whole type" : list(absent)} |`;
}

function isThere(schema, place) {
  const [type, field] = place.split(".");
  const own = schema.getType(type);
  return own !== undefined && (!field || own.getFields?.()[field] !== undefined);
}
