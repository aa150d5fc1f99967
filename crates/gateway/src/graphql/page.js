"use strict";
const at = (id) => document.getElementById(id);
const path = "/api/unstable/graphql.json";
const SCHEMA = `query Schema { __schema { types { name kind description fields(includeDeprecated: true) { name description
  args { name type { ...T } } type { ...T } } enumValues { name } inputFields { name type { ...T } } possibleTypes { name } } } }
fragment T on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }`;
async function ask(query, variables) {
  const headers = { "content-type": "application/json" };
  if (at("token").value) headers["x-infrasell-storefront-token"] = at("token").value;
  const began = performance.now();
  const answer = await fetch(path, { method: "POST", headers, body: JSON.stringify({ query, variables }) });
  const body = await answer.json();
  return { body, status: answer.status, ms: performance.now() - began };
}
async function show(work) {
  at("answer").textContent = "…";
  try { at("answer").textContent = await work(); } catch (error) { at("answer").textContent = String(error); }
}
const type = (t) => t.kind === "NON_NULL" ? type(t.ofType) + "!" : t.kind === "LIST" ? "[" + type(t.ofType) + "]" : t.name;
const line = (f) => "  " + f.name + (f.args && f.args.length ? "(" + f.args.map((a) => a.name + ": " + type(a.type)).join(", ") + ")" : "")
  + ": " + type(f.type) + (f.description ? "   # " + f.description : "");
function sdl(t) {
  const words = t.description ? "# " + t.description + "\n" : "";
  if (t.enumValues) return words + "enum " + t.name + " { " + t.enumValues.map((v) => v.name).join(" ") + " }";
  if (t.inputFields) return words + "input " + t.name + " {\n" + t.inputFields.map(line).join("\n") + "\n}";
  if (t.fields) return words + (t.kind === "INTERFACE" ? "interface " : "type ") + t.name + " {\n" + t.fields.map(line).join("\n") + "\n}";
  if (t.possibleTypes) return words + "union " + t.name + " = " + t.possibleTypes.map((p) => p.name).join(" | ");
  return words + "scalar " + t.name;
}
at("ask").addEventListener("submit", (event) => {
  event.preventDefault();
  show(async () => {
    const found = await ask(at("query").value, JSON.parse(at("variables").value || "{}"));
    return "# " + found.status + ", " + found.ms.toFixed(1) + " ms\n" + JSON.stringify(found.body, null, 2);
  });
});
at("schema").addEventListener("click", () => show(async () => {
  const found = await ask(SCHEMA, {});
  if (!found.body.data) return JSON.stringify(found.body, null, 2);
  return found.body.data.__schema.types.filter((t) => !t.name.startsWith("__")).map(sdl).join("\n\n");
}));
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) at("ask").requestSubmit();
});
