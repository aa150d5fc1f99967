// @shopify/hydrogen-react in a browser: its cart, and what it reads out of a product.

import { build } from "esbuild";
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { token, url, version } from "./shop.mjs";

const server = createServer((_, response) => response.setHeader("content-type", "text/html").end("<!doctype html><title>A storefront</title>"));
let browser, page;
const faults = [];

before(async () => {
  const made = await build({
    entryPoints: [fileURLToPath(new URL("app.jsx", import.meta.url))],
    bundle: true,
    format: "iife",
    jsx: "automatic",
    conditions: ["browser", "production"],
    define: { "process.env.NODE_ENV": '"production"', __HYDROGEN_DEV__: "false", __HYDROGEN_TEST__: "false" },
    write: false,
    logLevel: "error",
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const args = ["--no-sandbox", "--disable-background-networking"];
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args });
  page = await browser.newPage();
  page.on("pageerror", (error) => faults.push(error.message));
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.addScriptTag({ content: made.outputFiles[0].text });
  await page.evaluate(([url, token, version]) => globalThis.open(url, token, version), [url, token, version]);
  await page.waitForFunction(() => globalThis.cart);
});

after(async () => {
  await browser?.close();
  server.close();
});

const ask = (query, variables) =>
  fetch(`${url}/api/${version}/graphql.json`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ query, variables }) })
    .then((answer) => answer.json())
    .then(({ data, errors }) => assert.equal(errors, undefined) ?? data);

/** Does something to the cart, waits until it is idle and `ready`, and gives what it is then. */
async function changed(change, argument, ready) {
  await page.evaluate(([change, argument]) => void globalThis.cart[change](argument), [change, argument]);
  await page.waitForFunction(`((cart) => cart.status === "idle" && (${ready}))(globalThis.cart)`, undefined, { timeout: 10_000 });
  return page.evaluate(() => JSON.parse(JSON.stringify(globalThis.cart)));
}

test("its cart: made, added to, changed, noted, emptied", async () => {
  const { products } = await ask('{ products(first: 20, query: "available_for_sale:true") { nodes { variants(first: 1) { nodes { id } } } } }');
  const [one, two] = products.nodes.map((product) => product.variants.nodes[0].id);
  let cart = await changed("cartCreate", { lines: [{ merchandiseId: one, quantity: 1 }] }, "cart.totalQuantity === 1");
  assert.ok(cart.checkoutUrl.startsWith(url), cart.checkoutUrl);
  cart = await changed("linesAdd", [{ merchandiseId: two, quantity: 2 }], "cart.totalQuantity === 3");
  const line = cart.lines.find(({ merchandise }) => merchandise.id === two);
  cart = await changed("linesUpdate", [{ id: line.id, quantity: 4 }], "cart.totalQuantity === 5");
  await changed("noteUpdate", "Ring twice", 'cart.note === "Ring twice"');
  await changed("cartAttributesUpdate", [{ key: "wrap", value: "yes" }], "cart.attributes.length === 1");
  await changed("buyerIdentityUpdate", { email: "buyer@example.in", countryCode: "IN" }, 'cart.buyerIdentity.email === "buyer@example.in"');
  await changed("discountCodesUpdate", ["NO-SUCH-CODE"], "cart.discountCodes.every((code) => !code.applicable)");
  assert.match(await page.textContent("output"), /idle.*₹/);
  cart = await changed("linesRemove", cart.lines.map(({ id }) => id), "cart.totalQuantity === 0");
  assert.deepEqual(cart.lines, []);
  assert.deepEqual(faults, []);
});

test("the options of a product, out of the encoded existence of its variants", async () => {
  const fields = "id availableForSale selectedOptions { name value } product { handle }";
  const { product } = await ask(
    `query ($handle: String!) { product(handle: $handle) {
      handle encodedVariantExistence encodedVariantAvailability
      options { name optionValues { name firstSelectableVariant { ${fields} } } }
      selectedOrFirstAvailableVariant { ${fields} }
      adjacentVariants { ${fields} }
      variants(first: 250) { nodes { ${fields} } }
    } }`,
    { handle: "cotton-crew-tee" },
  );
  const [options, decoded] = await page.evaluate(
    ([product]) => [globalThis.hydrogen.getProductOptions(product), globalThis.hydrogen.decodeEncodedVariant(product.encodedVariantExistence)],
    [product],
  );
  const positions = product.variants.nodes.map(({ selectedOptions }) =>
    selectedOptions.map(({ name, value }) => product.options.find((option) => option.name === name).optionValues.findIndex((one) => one.name === value)),
  );
  const sorted = (lists) => lists.map(String).sort();
  assert.deepEqual(sorted(decoded), sorted(positions));
  assert.deepEqual(options.map(({ name }) => name), product.options.map(({ name }) => name));
  assert.ok(options.every((option) => option.optionValues.some(({ selected }) => selected)));
  assert.ok(options.flatMap((option) => option.optionValues).every(({ exists }) => exists));
});
