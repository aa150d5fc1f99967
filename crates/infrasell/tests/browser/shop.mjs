// What the tests need of a shop and a browser.
//
// Always true: a visit loads nothing from anywhere but the shop, and no page breaks its own content policy.

import { readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const base = process.env.INFRASELL_URL;
const key = process.env.INFRASELL_KEY;
const pictures = process.env.INFRASELL_SCREENSHOTS;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export const DESKTOP = { viewport: { width: 1280, height: 900 } };
export const PHONE = { viewport: { width: 375, height: 720 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
export const BUYER = {
  email: "buyer@example.in", phone: "98765 43210", name: "A Buyer", line1: "7 Hill Street", postal_code: "411 001",
  city: "Pune",
};

/** A call of the shop's API. */
export async function call(method, path, body, headers = {}) {
  const response = await fetch(base + path, {
    method,
    headers: { "content-type": "application/json", ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  assert.ok(response.ok, `${method} ${path}: ${response.status} ${text}`);
  return text ? JSON.parse(text) : null;
}

/** A call by the shop's owner. */
export const admin = (method, path, body) => call(method, path, body, { authorization: `Bearer ${key}` });

/** The seller, as the law wants him named. */
export async function open_shop() {
  await admin("PATCH", "/admin/v1/shop", {
    name: "Sample Goods",
    legal_name: "Sample Goods Private Limited",
    legal_address: {
      name: "Sample Goods", line1: "12 Example Road", city: "Mumbai", region: "MH", postal_code: "400001", country: "IN",
    },
    registration_number: "U52100MH2020PTC000000",
    email: "help@example.in",
    phone: "022 2345 6789",
    grievance: { name: "Grievance cell", designation: "Customer care", email: "complaints@example.in", phone: "022 2345 6790" },
  });
  await admin("PATCH", "/admin/v1/policies/refund", { body_html: "<p>Goods can be sent back within 14 days.</p>" });
}

/** The first variants on sale. */
export async function variants(count) {
  const products = await call("GET", "/store/v1/products?limit=20");
  const all = products.items.flatMap((product) => product.variants ?? []);
  assert.ok(all.length >= count, "the sample catalogue is on sale");
  return all.slice(0, count).map((variant) => variant.id);
}

/** A cart, by its token. */
export async function cart(lines, locale) {
  const made = await call("POST", "/store/v1/carts", { lines, ...(locale ? { locale } : {}) });
  return made.token;
}

/** The browser that everything is done in. */
export const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-background-networking"],
});

/** A buyer's window on the hosted checkout of a cart. */
export async function visit(options, token, name) {
  const context = await browser.newContext({ locale: "en-IN", ...options });
  const page = await context.newPage();
  const elsewhere = [];
  const faults = [];
  page.on("request", (request) => {
    const from = new URL(request.url()).origin;
    // the bank's page is the one place that a buyer is sent to
    if (from !== base && !request.isNavigationRequest()) elsewhere.push(request.url());
  });
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  page.on("pageerror", (error) => faults.push(String(error)));
  await page.goto(`${base}/checkout/${token}`);
  return {
    page,
    /** Nothing was loaded from elsewhere, and no page complained. */
    async close() {
      assert.deepEqual(elsewhere, [], "pages load nothing from elsewhere");
      const broken = faults.filter((text) => !/status of (409|422|404|503)/.test(text));
      assert.deepEqual(broken, [], "no page breaks its own policy");
      await context.close();
    },
    /** A picture for people to look at, when a folder is named. */
    async picture(what) {
      if (!pictures) return;
      await mkdir(pictures, { recursive: true });
      await page.screenshot({ path: join(pictures, `${name}-${what}.png`), fullPage: true });
    },
    /** axe finds no serious fault, and a phone does not have to scroll sideways. */
    async check(what) {
      await this.picture(what);
      await page.evaluate(axe);
      const found = await page.evaluate(() => globalThis.axe.run(document));
      const serious = found.violations.filter((fault) => ["serious", "critical"].includes(fault.impact));
      const told = serious.map((fault) => `${fault.id}: ${fault.nodes.map((node) => node.html).join(" | ")}`);
      assert.deepEqual(told, [], `${name} ${what}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(wide <= 0, `${name} ${what} is ${wide} px too wide`);
    },
  };
}

/** Fills in who buys and where it goes. */
export async function fill(page, buyer = BUYER) {
  for (const [field, value] of Object.entries(buyer)) await page.fill(`#${field}`, value);
}

/** Walks to the step of payment. */
export async function walk(page) {
  await fill(page);
  await page.click("button.go");
  await page.waitForURL("**/shipping");
  await page.click("button.go");
  await page.waitForURL("**/payment");
}

/** Chooses a test card. */
export async function card(page, token) {
  await page.check("input[value=simulator]");
  await page.selectOption("#instrument", token);
}

/** The order that a page shows: its number, and that the shop has it. */
export async function ordered(page) {
  await page.waitForURL("**/orders/*");
  const token = page.url().split("/").pop().split("?")[0];
  const order = await call("GET", `/store/v1/orders/${token}`);
  const text = await page.textContent("main");
  assert.ok(text.includes(order.number), `${order.number} stands on its page`);
  return order;
}
