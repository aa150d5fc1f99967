import { build } from "esbuild";
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import { chromium, type Browser, type Page } from "playwright-core";
import { url } from "./shop.js";

const server = createServer((_, response) => response.setHeader("content-type", "text/html").end("<title>A storefront</title>"));
let browser: Browser;
let page: Page;

before(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const args = ["--no-sandbox", "--disable-background-networking"];
  browser = await chromium.launch({ executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium", args });
  page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const made = await build({ entryPoints: ["dist/index.js"], bundle: true, format: "iife", globalName: "client", write: false });
  await page.addScriptTag({ content: made.outputFiles[0]!.text });
});

after(async () => {
  await browser?.close();
  server.close();
});

test("another origin's page reads products and makes a cart through the REST client", async () => {
  const cart = await page.evaluate(async (url) => {
    const { ok, once, rest } = (globalThis as unknown as { client: typeof import("@infrasell/client") }).client;
    const shop = rest({ url });
    const { items } = await ok(shop.GET("/store/v1/products", { params: { query: { in_stock: true, limit: 1 } } }));
    const lines = [{ variant: items[0]!.variants[0]!.id, quantity: 2 }];
    return ok(shop.POST("/store/v1/carts", { params: { header: once() }, body: { lines } }));
  }, url);
  assert.equal(cart.lines[0]!.quantity, 2);
});

test("another origin's page asks the GraphQL API, and inflates what it gets", async () => {
  const [plain, deduplicated] = await page.evaluate(async (url) => {
    const { graphql, storefront } = (globalThis as unknown as { client: typeof import("@infrasell/client") }).client;
    const query = graphql(`
      query {
        products(first: 10) {
          nodes { __typename id title variants(first: 10) { nodes { __typename id product { __typename id title } } } }
        }
      }
    `);
    return [await storefront({ url }).query(query), await storefront({ url, deduplicate: true }).query(query)];
  }, url);
  assert.deepEqual(deduplicated, plain);
  assert.equal(plain.products.nodes.length, 10);
});
