// shopify-buy, as its users use it.

import Client from "shopify-buy";
import assert from "node:assert/strict";
import { test } from "node:test";
import { fetchFromShop, token, url } from "./shop.mjs";

const client = Client.buildClient({ domain: "shop.example.in", storefrontAccessToken: token }, fetchFromShop);

test("the shop, its products and collections", async () => {
  const info = await client.shop.fetchInfo();
  assert.ok(info.name && info.moneyFormat);
  await client.shop.fetchPolicies();

  const products = await client.product.fetchAll(5);
  assert.equal(products.length, 5);
  const next = await client.fetchNextPage(products);
  assert.notEqual(next.model[0].id, products[0].id);

  const one = await client.product.fetch(products[0].id);
  assert.equal(one.title, products[0].title);
  assert.equal((await client.product.fetchByHandle(one.handle)).id, one.id);
  assert.equal((await client.product.fetchMultiple(products.map((product) => product.id))).length, 5);
  assert.ok(client.product.helpers.variantForOptions(one, optionsOf(one.variants[0])));
  assert.ok(Array.isArray(await client.product.fetchRecommendations(one.id)));
  const found = await client.product.fetchQuery({ first: 3, sortKey: "PRICE", query: "tag:cotton", reverse: true });
  assert.ok(found.length > 0);

  const collections = await client.collection.fetchAllWithProducts({ first: 3, productsFirst: 2 });
  assert.ok(collections.length > 0);
  const collection = await client.collection.fetchWithProducts(collections[0].id, { productsFirst: 2 });
  assert.equal(collection.id, collections[0].id);
  assert.equal((await client.collection.fetchByHandle(collection.handle)).title, collection.title);
});

test("a cart: lines added, changed and removed, notes, the way to the checkout", async () => {
  const [one, two] = (await client.product.fetchQuery({ first: 20, query: "available_for_sale:true" })).map((p) => p.variants[0]);
  const created = await client.checkout.create({ lineItems: [{ variantId: one.id, quantity: 2 }], note: "A note" });
  assert.equal(created.lineItems[0].quantity, 2);
  assert.ok(created.webUrl.startsWith(url), created.webUrl);

  let cart = await client.checkout.addLineItems(created.id, [{ variantId: two.id, quantity: 1 }]);
  assert.equal(cart.lineItems.length, 2);
  const total = Number(one.price.amount) * 2 + Number(two.price.amount);
  assert.equal(Number(cart.subtotalPrice.amount).toFixed(2), total.toFixed(2));
  const line = (variant) => cart.lineItems.find((item) => item.variant.id === variant.id);
  cart = await client.checkout.updateLineItems(cart.id, [{ id: line(two).id, quantity: 3 }]);
  assert.equal(line(two).quantity, 3);
  cart = await client.checkout.removeLineItems(cart.id, [line(one).id]);
  assert.equal(cart.lineItems.length, 1);
  cart = await client.checkout.updateAttributes(cart.id, { note: "Ring twice", customAttributes: [{ key: "wrap", value: "yes" }] });
  assert.equal(cart.note, "Ring twice");
  cart = await client.checkout.updateEmail(cart.id, "buyer@example.in");
  assert.equal((await client.checkout.fetch(cart.id)).email, "buyer@example.in");
  assert.equal((await fetch(cart.webUrl)).status, 200);
});

function optionsOf(variant) {
  return Object.fromEntries(variant.selectedOptions.map(({ name, value }) => [name, value]));
}
