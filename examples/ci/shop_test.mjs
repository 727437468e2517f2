// A shop's tests against the sandbox: each makes a merchant of its own, so that all of them run at the
// same time. The "shop" is examples/node, a program to pay and a receiver; put yours there.
//     QFPAY_BASE_URL=http://127.0.0.1:8080 node --test shop_test.mjs
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const sandbox = `${process.env.QFPAY_BASE_URL ?? "http://127.0.0.1:8080"}/__sandbox/`;
const program = (name) => fileURLToPath(new URL(`../node/${name}.mjs`, import.meta.url));

async function control(method, path, body) {
  const answer = await fetch(sandbox + path, { method, body: body && JSON.stringify(body) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${text}`);
  return text ? JSON.parse(text) : undefined;
}

async function newShop() {
  const { app_code, client_key } = await control("POST", "merchants", {});
  const env = { ...process.env, QFPAY_APP_CODE: app_code, QFPAY_CLIENT_KEY: client_key };
  const run = (...words) => promisify(execFile)(process.execPath, [program("first_payment"), ...words], { env });
  return {
    app_code, env, run,
    async pay() {
      const syssn = /^syssn +(\d+)$/m.exec((await run()).stdout)[1];
      await control("POST", `transactions/${syssn}/payer`, { action: "pay" });
      return syssn;
    },
  };
}

describe("the shop", { concurrency: true }, () => {
  it("shows a paid order as paid, and refunds a part of it", async () => {
    const shop = await newShop();
    const syssn = await shop.pay();
    assert.match((await shop.run("query", syssn)).stdout, /^state +0000 /);
    await shop.run("refund", syssn, "300");
    const { transactions } = await control("GET", `transactions?app_code=${shop.app_code}&syssn=${syssn}`);
    assert.equal(transactions[0].refunded, "300");
  });

  it("shows a declined payment as refused", async () => {
    const shop = await newShop();
    await control("POST", `rules?app_code=${shop.app_code}`,
      { match: { endpoint: "payment" }, respond: [{ respcd: "1205" }] });
    await assert.rejects(shop.run(), /refused: 1205/);
  });

  it("receives the notification of a payment", async () => {
    const shop = await newShop();
    const receiver = spawn(process.execPath, [program("notification_receiver"), "0"], { env: shop.env });
    try {
      const lines = createInterface(receiver.stdout)[Symbol.asyncIterator]();
      const url = (await lines.next()).value.split(" ").pop();
      await control("PUT", `merchants/${shop.app_code}`, { notify_url: url });
      const syssn = await shop.pay();
      assert.match((await lines.next()).value, /^new payment \S+ 1000 HKD$/);
      // An attempt is in the log once it was answered: no test sleeps.
      const { notifications: [sent] } = await control("GET",
        `notifications?app_code=${shop.app_code}&syssn=${syssn}&since=0&wait_ms=5000`);
      assert.equal(sent.state, "delivered");
    } finally {
      receiver.kill();
    }
  });
});
