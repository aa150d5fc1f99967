// @shopify/storefront-api-client: what it makes of answers, of errors and of a shop that is not there.

import { createStorefrontApiClient } from "@shopify/storefront-api-client";
import assert from "node:assert/strict";
import { test } from "node:test";
import { fetchFromShop, token, version } from "./shop.mjs";

const make = (more) =>
  createStorefrontApiClient({ storeDomain: "https://shop.example.in", apiVersion: version, publicAccessToken: token, customFetchApi: fetchFromShop, ...more });
const client = make();

test("a query with variables gives data, a wrong one its errors", async () => {
  const { data, errors } = await client.request("query P($first: Int!) { products(first: $first) { nodes { id title } } }", { variables: { first: 3 } });
  assert.equal(errors, undefined);
  assert.equal(data.products.nodes.length, 3);
  const wrong = await client.request("{ noSuchField }");
  assert.match(wrong.errors.graphQLErrors[0].message, /noSuchField/);
});

test("a cart from the first line to the last", async () => {
  const fields = "cart { id checkoutUrl totalQuantity lines(first: 10) { nodes { id quantity } } } userErrors { field message code }";
  const run = async (name, text, variables) => {
    const { data, errors } = await client.request(text, { variables });
    assert.equal(errors, undefined);
    assert.deepEqual(data[name].userErrors, []);
    return data[name].cart;
  };
  const { data } = await client.request("{ products(first: 20, query: \"available_for_sale:true\") { nodes { variants(first: 1) { nodes { id } } } } }");
  const [one, two] = data.products.nodes.map((product) => product.variants.nodes[0].id);
  let cart = await run("cartCreate", `mutation($input: CartInput) { cartCreate(input: $input) { ${fields} } }`, { input: { lines: [{ merchandiseId: one }] } });
  const cartId = cart.id;
  assert.equal(cart.totalQuantity, 1);
  cart = await run("cartLinesAdd", `mutation($cartId: ID!, $lines: [CartLineInput!]!) { cartLinesAdd(cartId: $cartId, lines: $lines) { ${fields} } }`, { cartId, lines: [{ merchandiseId: two, quantity: 2 }] });
  assert.equal(cart.totalQuantity, 3);
  const line = cart.lines.nodes.find(({ quantity }) => quantity === 2);
  cart = await run("cartLinesUpdate", `mutation($cartId: ID!, $lines: [CartLineUpdateInput!]!) { cartLinesUpdate(cartId: $cartId, lines: $lines) { ${fields} } }`, { cartId, lines: [{ id: line.id, quantity: 5 }] });
  assert.equal(cart.totalQuantity, 6);
  cart = await run("cartLinesRemove", `mutation($cartId: ID!, $lineIds: [ID!]!) { cartLinesRemove(cartId: $cartId, lineIds: $lineIds) { ${fields} } }`, { cartId, lineIds: cart.lines.nodes.map(({ id }) => id) });
  assert.equal(cart.totalQuantity, 0);
  const forged = await client.request(`mutation { cartLinesAdd(cartId: "gid://shopify/Product/1", lines: []) { ${fields} } }`);
  assert.equal(forged.errors, undefined);
  assert.equal(forged.data.cartLinesAdd.userErrors.length, 1);
});
