// A storefront of one line: what @shopify/hydrogen-react knows of the cart, and its own functions, on `window`.

import * as hydrogen from "@shopify/hydrogen-react";
import { createRoot } from "react-dom/client";

function Till() {
  const cart = hydrogen.useCart();
  globalThis.cart = cart;
  return (
    <output>
      {cart.status} {cart.cost && <hydrogen.Money data={cart.cost.totalAmount} />}
    </output>
  );
}

globalThis.hydrogen = hydrogen;
globalThis.open = (shop, token, version) =>
  createRoot(document.body.appendChild(document.createElement("main"))).render(
    <hydrogen.ShopifyProvider storeDomain={shop} storefrontToken={token} storefrontApiVersion={version} countryIsoCode="IN" languageIsoCode="EN">
      <hydrogen.CartProvider countryCode="IN">
        <Till />
      </hydrogen.CartProvider>
    </hydrogen.ShopifyProvider>,
  );
