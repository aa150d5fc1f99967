import { ok, once, rest } from "@infrasell/client";

const shop = rest({ url: process.env["INFRASELL_URL"] ?? "http://127.0.0.1:8080" });

const { items } = await ok(shop.GET("/store/v1/products", { params: { query: { in_stock: true, limit: 1 } } }));
const variant = items[0]!.variants[0]!.id;
const cart = await ok(shop.POST("/store/v1/carts", { body: { lines: [{ variant, quantity: 2 }] } }));

let checkout = await ok(
  shop.POST("/store/v1/checkouts", {
    body: {
      cart: cart.token,
      details: {
        email: "buyer@example.in",
        shipping_address: { name: "A Buyer", line1: "7 Hill Street", city: "Pune", region: "MH", postal_code: "411001", country: "IN" },
      },
    },
  }),
);
const path = { token: checkout.token };
const shipping = checkout.shipping_groups.map((group) => ({ group: group.key, method: group.options[0]!.method }));
checkout = await ok(shop.PATCH("/store/v1/checkouts/{token}", { params: { path }, body: { shipping, payment_method: "cod" } }));

// the buyer agrees to what he sees: if a price changed in between, he is told, and nothing is charged
const header = once();
checkout = await ok(
  shop.POST("/store/v1/checkouts/{token}/complete", { params: { path, header }, body: { quote_hash: checkout.quote_hash } }),
);
console.log(`${checkout.state}: order ${checkout.order?.number}, ${checkout.quote.totals.total_minor / 100} ${checkout.currency}`);
