// A receiver of QFPay's notifications with what Node.js brings along: node notification_receiver.mjs [PORT]
import { createHash, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";

const clientKey = process.env.QFPAY_CLIENT_KEY ?? "0F1E2D3C4B5A69788796A5B4C3D2E1F0";
const notifyKey = process.env.QFPAY_NOTIFY_KEY || clientKey; // when QFPay gave one for notifications
const largestBody = 65536;
const seen = new Set(); // a shop keeps this in its database, in the transaction that books the payment

async function read(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > largestBody) return Buffer.alloc(0);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function isGenuine(body, sign) {
  // The bytes as they came, then the key: MD5. Parsed and written again they would differ.
  const expected = createHash("md5").update(body).update(notifyKey).digest();
  const received = Buffer.from(sign, "hex");
  return received.length === expected.length && timingSafeEqual(received, expected);
}

function book(event) {
  // The same one may come again, and a payment and its refund are two events of different numbers.
  const key = `${event.syssn} ${event.notify_type}`;
  const isNew = !seen.has(key);
  seen.add(key);
  // A shop compares txamt and txcurrcd with its order here, before anything is handed out.
  console.log(isNew ? "new" : "again", event.notify_type, event.orig_out_trade_no ?? event.out_trade_no,
    event.txamt, event.txcurrcd);
}

const server = createServer({ requestTimeout: 10000 }, async (request, response) => {
  try {
    const body = await read(request);
    if (!isGenuine(body, request.headers["x-qf-sign"] ?? "")) {
      console.log("refused: the signature is wrong");
      response.writeHead(400).end("wrong signature");
      return;
    }
    book(JSON.parse(body));
    response.writeHead(200, { "Content-Type": "text/plain" }).end("SUCCESS"); // anything else, and it comes again
  } catch (error) {
    console.error(error.message);
    response.writeHead(500).end();
  }
});
server.listen(Number(process.argv[2] ?? 8081), "127.0.0.1", () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
