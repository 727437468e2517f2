// A WeChat QR payment of 10.00 HKD and its state. Node.js 18 alone is needed.
//     node first_payment.mjs [query SYSSN | refund SYSSN TXAMT]
import { createHash, randomUUID } from "node:crypto";

const baseUrl = process.env.QFPAY_BASE_URL ?? "http://127.0.0.1:8080";
const appCode = process.env.QFPAY_APP_CODE ?? "A1B2C3D4E5F60718293A4B5C6D7E8F90";
const clientKey = process.env.QFPAY_CLIENT_KEY ?? "0F1E2D3C4B5A69788796A5B4C3D2E1F0";
const mchid = process.env.QFPAY_MCHID; // when QFPay gave you one
const eightHours = 8 * 3600 * 1000; // QFPay's wall clock is UTC+8

async function call(endpoint, given) {
  const params = mchid ? { ...given, mchid } : given;
  // All parameters sorted by name, values as they are, then the client key: MD5, in hex.
  const text = Object.keys(params).sort().map((name) => `${name}=${params[name]}`).join("&");
  const sign = createHash("md5").update(text + clientKey, "utf8").digest("hex");
  const answer = await fetch(`${baseUrl}/trade/v1/${endpoint}`, {
    method: "POST",
    headers: { "X-QF-APPCODE": appCode, "X-QF-SIGN": sign },
    body: new URLSearchParams(params),
  });
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  const diagnosis = answer.headers.get("X-QFMock-Diagnosis"); // the sandbox says why it refused
  if (diagnosis) console.error("diagnosis", diagnosis);
  return answer.json();
}

function accepted(endpoint, answer) {
  if (!["0000", "1143", "1145", "1298"].includes(answer.respcd)) { // with these it exists
    console.error(`${endpoint} refused: ${answer.respcd} ${answer.resperr}`);
    process.exit(1);
  }
  return answer;
}

async function order(endpoint, params) {
  return accepted(endpoint, await call(endpoint, {
    ...params,
    out_trade_no: `node-${randomUUID()}`, // new for each payment and each refund
    txdtm: new Date(Date.now() + eightHours).toISOString().slice(0, 19).replace("T", " "),
  }));
}

async function showState(syssn) {
  // That an order exists does not mean that it is paid: only the query's record says so.
  const { data: [record] } = accepted("query", await call("query", { syssn }));
  console.log("state ", record?.respcd ?? "none", "(0000 paid, 1143, 1145 or 1298 ask again)");
}

const [verb, syssn, txamt] = process.argv.slice(2);
if (verb === "query") {
  await showState(syssn);
  process.exit();
}
if (verb === "refund") {
  const refund = await order("refund", { syssn, txamt });
  console.log("refund", refund.respcd, "(0000 done, 1143, 1145 or 1298 ask again)");
  process.exit();
}

const payment = await order("payment",
  { txamt: "1000", txcurrcd: "HKD", pay_type: "800201", goods_name: "缶コーヒー" });
console.log("syssn ", payment.syssn);
console.log("qrcode", payment.qrcode);
await showState(payment.syssn);
