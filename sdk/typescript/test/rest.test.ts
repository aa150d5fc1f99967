import { ProblemError, ok, once, rest } from "@infrasell/client";
import assert from "node:assert/strict";
import { test } from "node:test";
import { key, url } from "./shop.js";

const shop = rest({ url });

test("a guest reads and writes, with the shapes of the document", async () => {
  const page = await ok(shop.GET("/store/v1/products", { params: { query: { limit: 3 } } }));
  assert.equal(page.items.length, 3);
  const product = await ok(shop.GET("/store/v1/products/{product}", { params: { path: { product: page.items[0]!.id } } }));
  assert.equal(product.title, page.items[0]!.title);
});

test("a problem is thrown with its code", async () => {
  const lost = ok(shop.GET("/store/v1/products/{product}", { params: { path: { product: "prod_9007199254740991" } } }));
  await assert.rejects(lost, (error) => error instanceof ProblemError && error.status === 404 && !!error.problem?.code);
  const refused = ok(rest({ url, key: "not-a-key" }).GET("/admin/v1/orders"));
  await assert.rejects(refused, (error) => error instanceof ProblemError && error.status === 401);
});

test("what is sent twice under one key happens once", async () => {
  const header = once();
  const cart = () => ok(shop.POST("/store/v1/carts", { params: { header }, body: {} }));
  // one after the other: while the first is running the second is told so
  const first = await cart();
  assert.equal((await cart()).token, first.token);
});

test("a key lets its program in", async () => {
  const me = await ok(rest({ url, key }).GET("/admin/v1/me"));
  assert.match(me.actor, /^key_/);
});

test("what answers in the shop's place is no problem of the shop", async () => {
  const broken = rest({ url, fetch: async () => new Response("<h1>Bad gateway</h1>", { status: 502 }) });
  await assert.rejects(ok(broken.GET("/store/v1/shop")), (error) => error instanceof ProblemError && !error.problem && error.status === 502);
});
