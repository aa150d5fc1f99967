// The hosted checkout as a buyer walks it: with a mouse, on a phone, by keyboard alone, with scripts off.

import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import {
  BUYER, DESKTOP, PHONE, admin, browser, card, cart, fill, open_shop, ordered, variants, visit, walk,
} from "./shop.mjs";

let sold;

before(async () => {
  await open_shop();
  sold = await variants(4);
});
after(() => browser.close());

const one = (variant = sold[0]) => [{ variant, quantity: 1 }];

test("a purchase on a desktop, each page without a serious fault", async () => {
  const buyer = await visit(DESKTOP, await cart([...one(), { variant: sold[1], quantity: 2 }]), "desktop");
  const { page } = buyer;
  assert.match(page.url(), /\/information$/);
  await buyer.check("1-address");
  await fill(page);
  await page.click("button.go");
  await page.waitForURL("**/shipping");
  await buyer.check("2-delivery");
  await page.click("button.go");
  await page.waitForURL("**/payment");
  await card(page, "tok_approve");
  await buyer.check("3-payment");
  await page.click("button.go");
  const order = await ordered(page);
  assert.equal(order.email, BUYER.email);
  assert.equal(order.shipping_address.postal_code, "411001");
  assert.equal(order.shipping_address.region, "MH", "the PIN names the state");
  await buyer.check("4-order");
  await buyer.close();
});

test("a purchase on a phone with scripts off", async () => {
  const buyer = await visit({ ...PHONE, javaScriptEnabled: false }, await cart(one()), "phone");
  const { page } = buyer;
  await buyer.picture("1-address");
  await walk(page);
  await buyer.picture("3-payment");
  await card(page, "tok_approve");
  await page.click("button.go");
  await ordered(page);
  await buyer.picture("4-order");
  await buyer.close();
});

test("each page fits a phone without a serious fault, in Hindi and in the dark", async () => {
  const buyer = await visit({ ...PHONE, locale: "hi-IN", colorScheme: "dark" }, await cart(one()), "hindi");
  const { page } = buyer;
  assert.equal(await page.getAttribute("html", "lang"), "hi");
  await buyer.check("1-address");
  await fill(page);
  await page.click("button.go");
  await buyer.check("2-delivery");
  await page.click("button.go");
  await buyer.check("3-payment");
  await page.check("input[value=cod]");
  await page.click("button.go");
  const order = await ordered(page);
  assert.equal(order.payment_method, "cod");
  await buyer.check("4-order");
  await buyer.close();
});

test("a purchase by keyboard alone", async () => {
  const buyer = await visit(DESKTOP, await cart(one()), "keyboard");
  const { page } = buyer;
  const here = () => page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent?.trim());
  const tab_to = async (id) => {
    for (let n = 0; n < 60; n += 1) {
      if ((await here()) === id) return;
      await page.keyboard.press("Tab");
    }
    assert.fail(`Tab never gets to ${id}`);
  };
  for (const [field, value] of Object.entries(BUYER)) {
    await tab_to(field);
    await page.keyboard.type(value);
  }
  await page.keyboard.press("Enter");
  await page.waitForURL("**/shipping");
  await tab_to("method-1-1");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/payment");
  const radios = await page.$$eval("input[name=payment_method]", (all) => all.map((radio) => radio.value));
  await tab_to("pay-1");
  await page.keyboard.press("Space");
  const first = await page.isChecked("#pay-1");
  assert.ok(first, "Space chooses");
  for (let n = 0; n < radios.indexOf("simulator"); n += 1) await page.keyboard.press("ArrowDown");
  await tab_to("instrument");
  await page.keyboard.press("Tab");
  const button = await page.textContent("button.go");
  await tab_to(button.trim());
  await page.keyboard.press("Enter");
  await ordered(page);
  await buyer.close();
});

test("what is wrong is named at the top, in focus, and beside its field", async () => {
  const buyer = await visit(PHONE, await cart(one()), "wrong");
  const { page } = buyer;
  await fill(page, { ...BUYER, email: "nobody", postal_code: "4110", name: "" });
  await page.click("button.go");
  await page.waitForSelector(".box.bad");
  const focused = await page.evaluate(() => document.activeElement?.className);
  assert.equal(focused, "box bad");
  assert.match(await page.title(), /^Error: /);
  for (const field of ["email", "postal_code", "name"]) {
    assert.equal(await page.getAttribute(`#${field}`, "aria-invalid"), "true", field);
    assert.ok(await page.textContent(`#${field}-fault`), field);
  }
  assert.equal(await page.inputValue("#city"), BUYER.city, "nothing has to be typed twice");
  await buyer.check("1-address");
  await walk(page);
  await page.click("button.go");
  await page.waitForSelector("#payment_method-fault");
  await buyer.check("2-payment");
  await buyer.close();
});

test("a declined card charges nothing, says why, and another one buys", async () => {
  const buyer = await visit(DESKTOP, await cart(one()), "declined");
  const { page } = buyer;
  await walk(page);
  await card(page, "tok_decline_insufficient_funds");
  await page.click("button.go");
  await page.waitForSelector(".box.note");
  assert.match(await page.textContent(".box.note"), /declined.*not enough money/s);
  await buyer.check("1-payment");
  await card(page, "tok_approve");
  await page.click("button.go");
  await ordered(page);
  await buyer.close();
});

test("a price that changes before the order is told, and nothing is charged", async () => {
  const variant = sold[2];
  const buyer = await visit(DESKTOP, await cart(one(variant)), "changed");
  const { page } = buyer;
  await walk(page);
  const channel = (await admin("GET", "/admin/v1/channels")).items[0].id;
  await admin("POST", "/admin/v1/prices", { list: { channel }, prices: [{ variant, price_minor: 123_400 }] });
  await card(page, "tok_approve");
  await page.click("button.go");
  await page.waitForSelector(".box.note");
  assert.match(page.url(), /\/payment$/);
  assert.match(await page.textContent(".box.note"), /The total has changed/);
  await buyer.check("1-payment");
  await page.click("button.go");
  const order = await ordered(page);
  assert.equal(order.quote.totals.subtotal_minor, 123_400);
  await buyer.close();
});

test("a bank that wants a confirmation gets it, and the buyer comes back to his order", async () => {
  const buyer = await visit(DESKTOP, await cart(one()), "confirm");
  const { page } = buyer;
  await walk(page);
  await card(page, "tok_challenge");
  await page.click("button.go");
  await page.waitForURL("**/wait");
  await buyer.check("1-confirm");
  await page.click("a.button:not(.plain)");
  await page.click("button[value=pass]");
  await ordered(page);
  await buyer.close();
});

test("a buyer who reconsiders at the bank's door pays another way", async () => {
  const buyer = await visit(DESKTOP, await cart(one()), "reconsider");
  const { page } = buyer;
  await walk(page);
  await card(page, "tok_challenge");
  await page.click("button.go");
  await page.waitForURL("**/wait");
  await page.click("form button");
  await page.waitForURL("**/payment");
  await page.check("input[value=cod]");
  await page.click("button.go");
  const order = await ordered(page);
  assert.equal(order.payment_method, "cod");
  await buyer.close();
});

test("who goes back, reloads or has a second window gets the one order", async () => {
  const token = await cart(one());
  const buyer = await visit(DESKTOP, token, "twice");
  const { page } = buyer;
  await walk(page);
  const second = await page.context().newPage();
  await second.goto(page.url());
  await card(page, "tok_approve");
  await card(second, "tok_approve");
  await page.click("button.go");
  const order = await ordered(page);
  await second.click("button.go");
  assert.equal((await ordered(second)).number, order.number);
  await page.goBack();
  await page.reload();
  assert.equal((await ordered(page)).number, order.number);
  const orders = await admin("GET", `/admin/v1/orders?email=${encodeURIComponent(BUYER.email)}&limit=250`);
  assert.equal(orders.items.filter((one) => one.number === order.number).length, 1);
  await buyer.close();
});
