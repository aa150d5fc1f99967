import { StorefrontError, graphql, storefront } from "@infrasell/client";
import assert from "node:assert/strict";
import { test } from "node:test";
import { url } from "./shop.js";

const shop = storefront({ url });

const card = graphql(`
  fragment Card on Product {
    __typename
    id
    title
    featuredImage { __typename id url altText }
    priceRange { minVariantPrice { amount currencyCode } }
  }
`);
const list = graphql(
  `
    query List($first: Int!) {
      products(first: $first) { nodes { ...Card variants(first: 20) { nodes { __typename id title product { ...Card } } } } }
    }
  `,
  [card],
);

test("answers have the types that the text says", async () => {
  const { products } = await shop.query(list, { first: 3 });
  const titles: string[] = products.nodes.map((product) => product.title);
  assert.equal(titles.length, 3);
  assert.match(products.nodes[0]!.variants.nodes[0]!.product.id, /^gid:\/\/shopify\/Product\/\d+$/);
  // @ts-expect-error: nobody asked for it
  assert.equal(products.nodes[0]!.vendor, undefined);
  // @ts-expect-error: it must be given
  await assert.rejects(shop.query(list), StorefrontError);
});

test("what is malformed is thrown, what a buyer did wrong is in the answer", async () => {
  const unknown = graphql(`query { noSuchField }`);
  await assert.rejects(shop.query(unknown), (error) => error instanceof StorefrontError && /noSuchField/.test(error.message));
  const add = graphql(`
    mutation Add($cartId: ID!) {
      cartLinesAdd(cartId: $cartId, lines: []) { userErrors { code field message } }
    }
  `);
  const { cartLinesAdd } = await shop.query(add, { cartId: "gid://shopify/Cart/forged" });
  assert.equal(cartLinesAdd?.userErrors.length, 1);
});

test("a deduplicated answer is the plain one, in fewer bytes", async () => {
  const sizes: Record<string, number> = {};
  const measured =
    (name: string): typeof fetch =>
    async (...request) => {
      const answer = await fetch(...request);
      sizes[name] = (await answer.clone().arrayBuffer()).byteLength;
      return answer;
    };
  const plain = await storefront({ url, fetch: measured("plain") }).query(list, { first: 20 });
  const deduplicated = await storefront({ url, deduplicate: true, fetch: measured("deduplicated") }).query(list, { first: 20 });
  assert.deepEqual(deduplicated, plain);
  assert.ok(sizes["deduplicated"]! < sizes["plain"]! / 1.5, JSON.stringify(sizes));
});
