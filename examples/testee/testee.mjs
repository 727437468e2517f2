// A testee in JavaScript for Node.js, without packages: how an implementation of QFPay's rules is put
// before qfpay-conform.
//
//     qfpay-conform client -- node examples/testee/testee.mjs
//
// How to write one: read a line of JSON from standard input, call your own code, write one line of
// JSON to standard output, until the input ends. "op" says what is asked; answer {"skipped": true} to
// what your code does not do. A mistake in a line is an {"error": ...}, never the end of the program.
// Replace the four functions below by calls of the code that your shop really uses: a testee with
// rules of its own certifies nothing but itself. docs/testee.md has every field.
import { createHash, timingSafeEqual } from 'node:crypto';
import { createInterface } from 'node:readline';

const digest = (type, text) => createHash(type).update(text, 'utf8').digest('hex');
const byBytes = (a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b));

// What is empty is neither signed nor sent; 0 is not empty.
const filled = (params) => Object.fromEntries(Object.entries(params).filter(([, value]) => value !== ''));

// Sorted by name, joined as they are (nothing encoded), without what is empty, the key behind.
function sign({ params, client_key, sign_type }) {
  const names = Object.keys(filled(params)).filter((name) => name !== 'sign').sort(byBytes);
  const text = names.map((name) => `${name}=${params[name]}`).join('&');
  return { sign: digest(sign_type.toLowerCase(), text + client_key) };
}

// application/x-www-form-urlencoded, once.
const encode = ({ params }) => ({ body: new URLSearchParams(filled(params)).toString() });

// Codes are texts: only these four are no failure.
const outcomes = new Map([['0000', 'success'], ['1143', 'pending'], ['1145', 'pending'],
  ['1298', 'pending']]);
const outcomeOf = (respcd) => outcomes.get(respcd) ?? 'failure';

// The money of a reversed or wholly refunded payment is gone, although its code stays 0000.
const outcomeOfRecord = (record) =>
  ['1', '2', '3'].includes(String(record.cancel ?? '0')) ? 'failure' : outcomeOf(record.respcd);

// One number may have several attempts: a paid one decides, then a pending one. No refunds.
function paymentAmong(records) {
  const payments = records.filter((record) => (record.order_type ?? 'payment') === 'payment');
  const first = (outcome) => payments.find((record) => outcomeOfRecord(record) === outcome);
  return first('success') ?? first('pending') ?? payments[0];
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

// What an HTTP answer says about the transaction; what is no answer says: ask again.
function classify({ endpoint, http_status, body }) {
  const answer = parsed(body);
  if (http_status !== 200 || answer === null || typeof answer !== 'object') return { outcome: 'pending' };
  const isList = endpoint === 'query' && answer.respcd === '0000';
  const record = isList ? paymentAmong(answer.data ?? []) : answer;
  if (!record) return { outcome: 'pending' };
  const known = ['syssn', 'txamt'].filter((name) => record[name]).map((name) => [name, String(record[name])]);
  return { outcome: isList ? outcomeOfRecord(record) : outcomeOf(record.respcd), ...Object.fromEntries(known) };
}

// MD5 over the body as it came, before anybody parsed it; compared in constant time.
function verify_notification({ body, sign: received, client_key }) {
  const expected = Buffer.from(digest('md5', body + client_key).toUpperCase());
  const came = Buffer.from(received.toUpperCase());
  return { valid: came.length === expected.length && timingSafeEqual(came, expected) };
}

const operations = { sign, encode, classify, verify_notification };

function answer(line) {
  try {
    const question = JSON.parse(line);
    if (question.op === 'capabilities')
      return { capabilities: Object.keys(operations), name: 'node example', version: '1' };
    return Object.hasOwn(operations, question.op) ? operations[question.op](question) : { skipped: true };
  } catch (error) {
    return { error: String(error) };
  }
}

for await (const line of createInterface({ input: process.stdin })) console.log(JSON.stringify(answer(line)));
