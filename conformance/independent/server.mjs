#!/usr/bin/env node
// An independent QFPay-compatible payment API server, written from the contract alone (see README.md).
// It is deliberately able to be wrong in one way at a time (--mistake) and lawfully different (--liberty).
import http from 'node:http';
import https from 'node:https';
import crypto from 'node:crypto';
import { fileURLToPath } from 'node:url';

const CODES = {"0000":["Transaction successful","交易成功"],
 "1100":["System under maintenance","系統維護中"],
 "1101":["Reversal error","Reversal 錯誤"],
 "1102":["Duplicate request","重複請求"],
 "1103":["Request format error","請求格式錯誤"],
 "1104":["Request parameter error","請求參數錯誤"],
 "1105":["Device not activated","設備未啟用"],
 "1106":["Invalid device","無效設備"],
 "1107":["Device not allowed","設備無權限"],
 "1108":["Signature error","簽名錯誤"],
 "1125":["Transaction has been refunded already","交易已退款"],
 "1136":["The transaction does not exist or is not operational","交易不存在或無法處理"],
 "1142":["Order already closed","訂單已關閉"],
 "1143":["The order has not been paid for, the password is currently being entered","訂單尚未支付，或正在輸入密碼中"],
 "1145":["Please wait while processing","處理中，請稍候"],
 "1147":["WeChat Pay transaction error","微信支付交易錯誤"],
 "1150":["Your billing method is T0 and does not support canceling transactions.","您的結算方式為 T0，不支援撤銷交易"],
 "1155":["Refund request denied","退款請求被拒絕"],
 "1181":["Order expired","訂單已過期"],
 "1201":["Insufficient balance, please use a different payment method","餘額不足，請更換支付方式"],
 "1202":["Incorrect or expired payment code, please show the correct payment code or refresh the payment code and retry","付款碼錯誤或過期，請出示正確的付款碼或刷新後重試"],
 "1203":["Merchant account error, confirm that the payment account is configured correctly","賬戶錯誤，請確認支付賬戶可用"],
 "1204":["Bank error, confirm that the payment wallet is functional","銀行錯誤，請確認支付賬戶可用"],
 "1205":["The transaction failed. Please try again later","交易失敗，請稍後再試"],
 "1212":["Please use the UnionPay overseas payment code","請消費者使用銀聯境外碼付款"],
 "1241":["The store does not exist or the status is incorrect. Do not conduct payments","門市不存在或狀態不正確，請勿進行支付"],
 "1242":["The store has not been configured correctly, unable to conduct payments","該門市配置異常，無法進行交易"],
 "1243":["The store has been disabled. Do not conduct payments, contact the owner to confirm","該門市已被禁用，請勿支付，請聯絡店主確認"],
 "1250":["The transaction is forbidden. For more information please contact QFPay Customer Service Team","該交易被禁止，如有疑問請聯絡 QFPay 客服"],
 "1251":["The store has not been configured correctly, we are currently working to fix this problem","該門市配置異常，我們正在加緊處理中"],
 "1252":["System error when making the order request","發送交易請求時發生系統錯誤"],
 "1254":["A problem occurred. We are currently resolving the issue","系統出現異常，我們正在加緊解決中"],
 "1260":["The order has already been paid for, please confirm the transaction result before conducting more transactions","該訂單已支付，請確認結果後再操作"],
 "1261":["The order has not been paid for, please confirm the transaction result before conducting more transactions","該訂單未支付，請確認結果後再操作"],
 "1262":["The order has been refunded, please confirm the order status before conducting more transactions","該訂單已退款，請確認狀態後再操作"],
 "1263":["The order has been cancelled, please confirm the order status before conducting more transactions","該訂單已撤銷，請確認狀態後再操作"],
 "1264":["The order has been closed, please confirm the order status before conducting more transactions","該訂單已關閉，請確認狀態後再操作"],
 "1265":["The transaction cannot be refunded. Refunds for transactions between 11:30pm to 0:30am and special promotions cannot be processed.","該訂單禁止退款，23:30–00:30 及特殊活動交易不支援退款"],
 "1266":["The transaction amount is wrong, please confirm the order status","訂單金額錯誤，請確認後再操作"],
 "1267":["The order information does not match, please confirm the order status","訂單信息不匹配，請確認後再操作"],
 "1268":["The order does not exist, please confirm the order status","訂單不存在，請確認後再操作"],
 "1269":["Today's unsettled transaction amount is insufficient. Refunds cannot be processed. Please confirm that the balance is sufficient","當日未結算金額不足，請確認餘額充足"],
 "1270":["This currency does not support partial refunds","該幣種不支援部分退款"],
 "1271":["The selected transaction does not support partial refunds","該交易不支援部分退款"],
 "1272":["The refund amount is greater than the maximum amount that can be refunded for the original transaction","退款金額大於原交易可退款金額"],
 "1294":["The transaction may be non-compliant and has been prohibited by the bank","該筆交易可能存在風險，已被銀行禁止"],
 "1295":["The connection is slow, waiting for a network response","網絡擁擠，我們正在加速解決中"],
 "1296":["The connection is slow, waiting for a network response. Please try again later or use other payment methods","網絡擁擠，請稍後重試或使用其他支付方式"],
 "1297":["The banking system is busy. Please try again later or use other payment methods","銀行系統繁忙，請稍後再試或使用其他支付方式"],
 "1298":["The connection is slow, waiting for a network response. In case you have already paid, do not repeat the payment. Please confirm the result later","網絡擁擠，若已付款請勿重試，稍後確認結果"],
 "2005":["The customer payment code is incorrect or has expired, please refresh and restart the transaction process","消費者付款碼錯誤或過期，請刷新後重新支付"],
 "2011":["Transaction serial number repeats","交易流水號重複"],
 "1109":["Encryption or decryption error","加解密错误"],
 "1110":["Client top-up or serial number error","客户端充值, 流水号错误"],
 "1111":["External service not available","外部服务不可用"],
 "1112":["Internal service not available","内部服务不可用"],
 "1113":["User does not exist","用户不存在"],
 "1114":["User blocked","用户被封禁"],
 "1115":["User has limited access","用户受限"],
 "1116":["User password error","用户密码错误"],
 "1117":["User not online","用户不在线"],
 "1118":["Prohibited by risk control","风控禁止交易"],
 "1119":["Transaction type limited","交易类型受限"],
 "1120":["Transaction time limited","交易时间受限"],
 "1121":["Card type limited","交易卡类型受限"],
 "1122":["Transaction currency limited","交易币种受限"],
 "1123":["Transaction amount limited","交易额度受限"],
 "1124":["Invalid transaction","无效交易"],
 "1126":["Original transaction information does not match","原交易信息不匹配"],
 "1127":["Database error","数据库错误"],
 "1128":["File system error","文件系统错误"],
 "1129":["Voucher already uploaded","已上传凭证"],
 "1130":["Transaction not allowed on this date","交易不在允许日期"],
 "1131":["Channel error","渠道错误"],
 "1132":["Client version information error","客户端版本信息错误"],
 "1133":["User channel information error","用户渠道信息错误"],
 "1134":["Card of the cancellation differs from the card of the sale","撤销交易刷卡与消费时不是同一张卡"],
 "1135":["User configuration error","用户配置错误"],
 "1137":["Contact information does not exist","联系方式不存在"],
 "1138":["User key update error","用户更新密钥错"],
 "1139":["Card number or magnetic stripe error","卡号或者卡磁错误"],
 "1140":["Account not approved","账户未审核通过"],
 "1141":["Channel MAC or track encryption error","计算通道MAC错误"],
 "1144":["Request processing failed (protocol)","请求处理失败(协议)"],
 "1146":["Order processing business error","订单处理业务错误"],
 "1151":["Original pre-authorisation does not match","原预授权信息不匹配"],
 "1152":["Pre-authorisation completion not allowed on this date","预授权完成不在允许日期"],
 "1153":["Pre-authorisation completion amount error","预授权完成金额错误"],
 "1154":["Internal error","内部错误"],
 "1161":["Result unknown, must be queried","交易结果未知，须查询"],
 "1170":["Channel cannot provide service","channeld不能提供服务"],
 "1180":["Route reset, must be routed again","路由重置, 需重新路由"],
 "2001":["Organisation does not exist","机构不存在"],
 "2002":["Merchant binding failed","商户绑定失败"],
 "2003":["Channel sign-in failed","签到失败"],
 "2004":["Payer balance insufficient","消费者余额不足"],
 "2006":["Payer code illegal","消费者二维码非法"],
 "2007":["Payer closed the transaction","消费者关闭了这次交易"],
 "2008":["Wrong parameter passed to the channel","传递给通道的参数错误"],
 "2009":["Connection to the channel failed","连接通道失败"],
 "2010":["Unknown error with the channel","和通道交互的未知错误"],
 "2012":["Channel certificate configuration error","用户的通道证书配置错误"],
 "2999":["Channel processing","通道处理中"]};
// pay type: mode, response member, flags (e expired_time, r reversal, c close, f refund, C current), extra mandatory parameters
const TYPES = {
 800008: ["CPM",null,"rcfC",["auth_code"],""],
 800101: ["MPM","qrcode","erfC",[],""],
 800108: ["CPM",null,"rfC",["auth_code"],""],
 801101: ["WEB","pay_url","efC",[],""],
 801107: ["WAP","pay_url","efC",[],""],
 801110: ["APP","pay_params","fC",["goods_name", "return_url", "seller_id"],""],
 801501: ["MPM","qrcode","erfC",[],""],
 801510: ["APP","pay_params","efC",["goods_name", "return_url", "seller_id"],""],
 801512: ["WAP","pay_url","efC",[],""],
 801514: ["WEB","pay_url","fC",[],""],
 800201: ["MPM","qrcode","ercfC",[],""],
 800208: ["CPM",null,"rcfC",["auth_code"],""],
 800207: ["JSAPI","pay_params","fC",["sub_openid"],""],
 800212: ["WAP","pay_url","fC",["extend_info"],""],
 800210: ["APP","pay_params","fC",["goods_name"],""],
 800213: ["MINI","pay_params","efC",["sub_openid"],""],
 801008: ["CPM",null,"cfC",["auth_code"],""],
 801010: ["APP","pay_params","efC",["goods_name"],""],
 805801: ["MPM","qrcode","fC",[],""],
 805808: ["CPM",null,"fC",["auth_code"],""],
 805814: ["WEB","pay_url","fC",[],""],
 805812: ["WAP","pay_url","fC",[],""],
 800701: ["MPM","qrcode","fC",[],""],
 800708: ["CPM",null,"fC",["auth_code"],""],
 800712: ["WAP","pay_url","fC",[],""],
 800714: ["WEB","pay_url","fC",[],""],
 802001: ["MPM","qrcode","fC",[],""],
 803701: ["MPM","qrcode","fC",[],""],
 803712: ["WAP","pay_url","fC",[],""],
 803714: ["WEB","pay_url","fC",[],""],
 802801: ["CARD","pay_params","fC",["extend_info"],""],
 802808: ["CARD",null,"fC",[],"terminal"],
 806527: ["CARD","pay_params","fC",[],""],
 806708: ["CARD",null,"fC",[],"terminal"],
 806808: ["CARD",null,"fC",[],"terminal"],
 800107: ["JSAPI","pay_params","fC",["openid"],""],
 805810: ["APP","pay_params","fC",["goods_name"],""],
 800710: ["APP","pay_params","fC",["goods_name"],""],
 803708: ["CPM",null,"fC",[],"terminal"],
 802828: ["CARD","pay_params","f",[],""],
 801801: ["CPM",null,"rf",["auth_code"],""],
 801808: ["MPM","qrcode","rf",[],""],
 801810: ["APP","pay_params","rf",[],""],
 801814: ["WEB","pay_url","rf",[],""],
 801802: ["OTHER",null,"f",[],""],
 801103: ["OTHER",null,"",[],""],
 801104: ["OTHER",null,"",[],""],
 801208: ["CPM",null,"f",["auth_code"],""],
 801301: ["WEB","pay_url","f",[],""],
 801408: ["CPM",null,"f",["auth_code"],""],
 801701: ["MPM","qrcode","f",[],""],
 801908: ["CPM",null,"f",["auth_code"],""],
 802201: ["WEB","pay_url","f",[],""],
 802301: ["MPM","qrcode","",[],""],
 802901: ["MPM","qrcode","",[],""],
 803001: ["MPM","qrcode","f",[],""],
 803008: ["CPM",null,"f",["auth_code"],""],
 803101: ["MPM","qrcode","f",[],""],
 803108: ["CPM",null,"f",["auth_code"],""],
 803208: ["CPM",null,"f",["auth_code"],""],
 803214: ["WEB","pay_url","f",[],""],
 803301: ["MPM","qrcode","f",[],""],
 803308: ["CPM",null,"f",["auth_code"],""],
 803314: ["WEB","pay_url","f",[],""],
 803801: ["MPM","qrcode","f",[],""],
 803808: ["CPM",null,"f",["auth_code"],""],
 804001: ["MPM","qrcode","f",[],""],
 804008: ["CPM",null,"f",["auth_code"],""],
 804014: ["WEB","pay_url","f",[],""],
 804101: ["MPM","qrcode","f",[],""],
 804108: ["CPM",null,"f",["auth_code"],""],
 804114: ["WEB","pay_url","f",[],""],
 804201: ["MPM","qrcode","f",[],""],
 804208: ["CPM",null,"f",["auth_code"],""],
 804214: ["WEB","web_url","f",["return_url"],""],
 805208: ["CPM",null,"f",["auth_code"],""],
 805401: ["MPM","qrcode","",[],""],
 805508: ["CARD","pay_params","f",[],""],
 805514: ["CARD","pay_params","f",[],""],
 805601: ["MPM","qrcode","",[],""],
 805612: ["WAP","pay_url","",[],""],
 800151: ["WEB","pay_url","f",[],""],
 800152: ["WAP","pay_url","f",[],""],
 800228: ["CPM",null,"f",["auth_code"],""]
};
const CURRENCIES = new Set(["AED", "CNY", "EUR", "HKD", "IDR", "JPY", "MMK", "MYR", "SGD", "THB", "USD", "CAD", "AUD"]);
const DEFAULT_MERCHANTS = [
  ['D5589D2A1F2E42A9A60C37A1B2C3D4E5', '0E32A59A8B454940A2FF39A1B2C3D4E5', ''],
  ['A6A49A66B4C24C2A9C8A5F0D1E2F3A4B', '5B6C7D8E9FA04B1C8D2E3F4A5B6C7D8E', 'lkbqahlRYj'],
  ['A6A49A66B4C24C2A9C8A5F0D1E2F3A4B', '5B6C7D8E9FA04B1C8D2E3F4A5B6C7D8E', 'nDB64h9qJ1An'],
];
const H8 = 8 * 3600e3;
const fmt = ms => new Date(ms + H8).toISOString().slice(0, 19).replace('T', ' ');
const validTime = s => {
  const m = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)$/.exec(s);
  if (!m) return null;
  const [, y, mo, d, h, mi, se] = m.map(Number);
  const t = Date.UTC(y, mo - 1, d, h, mi, se);
  const b = new Date(t);
  if (y < 1000 || b.getUTCFullYear() !== y || b.getUTCMonth() !== mo - 1 || b.getUTCDate() !== d || h > 23 || mi > 59 || se > 59) return null;
  return t - H8; // read as UTC+8
};
const chars = s => [...s].length;
const bytes = s => Buffer.byteLength(s);
const sleep = ms => new Promise(r => setTimeout(r, ms));
const PREAUTH = new Set(['801801', '801808', '801810', '801814']);
const CARDS = new Set(['802801', '802808', '806527', '806708', '806808']);

export function makeServer(o = {}) {
  const wrong = o.mistake || '';
  const lib = new Set(o.liberties || []);
  if (wrong && !MISTAKES.some(m => m[0] === wrong)) throw new Error(`unknown mistake ${wrong}`);
  for (const l of lib) if (!LIBERTIES.some(x => x[0] === l)) throw new Error(`unknown liberty ${l}`);
  const W = n => n === wrong, L = n => lib.has(n);

  // ---------------------------------------------------------------- state
  let merchants, stores, allRecs, bySyssn, usedAuth, notes, seq, noteSeq, journal, jSeq, waiters = [], sticky, memo, races, openIds;
  const reset = () => {
    for (const n of notes || []) n.state = 'dropped';
    merchants = new Map(); stores = new Map(); allRecs = []; bySyssn = new Map(); usedAuth = new Set(); notes = []; openIds = new Map();
    seq = 86358790 + Math.floor(Math.random() * 1e6); noteSeq = 0; journal = []; jSeq = 0; sticky = new Map(); memo = new Map(); races = 0;
    for (const [app, key, mchid] of o.merchants && o.merchants.length ? o.merchants : DEFAULT_MERCHANTS) {
      const m = merchants.get(app) || addMerchant(app, key);
      if (mchid) m.mchids.push(mchid);
    }
  };
  const addMerchant = (app, key) => {
    const m = { app, key, mchids: [], notify_url: '', notify_key: '', offset: 0, frozen: null };
    merchants.set(app, m); return m;
  };
  const nowOf = m => m.frozen !== null ? m.frozen : Date.now() + m.offset;
  const storeOf = (app, mchid) => {
    const k = app + '\n' + (L('unique-per-app-code') ? '' : mchid || '');
    let s = stores.get(k);
    if (!s) stores.set(k, s = { k, app, mchid: mchid || '', numbers: W('otn-prototype') ? {} : new Map(), order: [], list: [], byOtn: new Map(), orders: 0 });
    return s;
  };
  const newSyssn = (t, m) => {
    seq++;
    const d = fmt(W('syssn-date-utc') ? t - H8 : t).slice(0, 10).replace(/-/g, '');
    if (L('other-syssn')) return d + '0901' + '02' + String(seq).padStart(10, '0');
    if (W('syssn-per-second')) return d + '000200020' + String(Math.floor(Date.now() / 3000) % 1e9).padStart(9, '0');
    if (W('syssn-rounded')) return String(Number(d + '00020002' + String(seq).padStart(10, '0')));
    if (W('syssn-too-long')) return d + '00020002' + String(seq).padStart(25, '0');
    return d + (seq % 2 ? '0003' : '0002') + '0002' + String(seq % 1e10).padStart(10, '0');
  };
  const lang = L('chinese-texts') ? 1 : 0;
  const text = code => (CODES[code] ? CODES[code][lang] : 'failure') + (L('space-before-code') ? ' ' : '') + `(${code})`;
  const OKTEXT = () => lang ? '交易成功' : 'success';

  class Refusal extends Error { constructor(code, msg, extra) { super(code); this.code = code; this.msg = msg || ''; this.extra = extra || {}; } }
  const refuse = (code, msg, extra) => { throw new Refusal(code, msg, extra); };

  // ---------------------------------------------------------------- JSON as the documents print it
  const esc = s => {
    let r = '"';
    if (W('astral-cut')) s = [...s].map(c => c.codePointAt(0) > 0xffff ? String.fromCharCode(c.codePointAt(0) & 0xffff) : c).join('');
    if (W('html-escaped')) s = s.replace(/&/g, '&amp;').replace(/</g, '&lt;');
    for (let i = 0; i < s.length; i++) {
      const c = s.charCodeAt(i);
      if (c === 34) r += '\\"'; else if (c === 92) r += W('backslash-doubled') ? '\\u005c\\u005c' : '\\\\'; else if (c === 10) r += '\\n'; else if (c === 13) r += '\\r'; else if (c === 9) r += '\\t';
      else if (c < 32 || c > 126) {
        if (L('raw-utf8') && c > 126) r += s[i];
        else r += '\\u' + (L('upper-escapes') ? c.toString(16).toUpperCase() : c.toString(16)).padStart(4, '0');
      } else r += s[i];
    }
    return r + '"';
  };
  const py = v => {
    const cm = L('compact-json') ? ',' : ', ', cl = L('compact-json') ? ':' : ': ';
    if (v === null || v === undefined) return 'null';
    if (typeof v === 'string') return esc(v);
    if (typeof v === 'number' || typeof v === 'boolean') return String(v);
    if (Array.isArray(v)) return '[' + v.map(py).join(cm) + ']';
    let e = Object.entries(v).filter(([, x]) => x !== undefined);
    if (L('sorted-members')) e.sort((a, b) => a[0] < b[0] ? -1 : 1);
    if (L('reversed-members')) e.reverse();
    return '{' + e.map(([k, x]) => esc(k) + cl + py(x)).join(cm) + '}';
  };
  const pick = (order, v) => { const r = {}; for (const k of order.split(' ')) if (v[k] !== undefined) r[k] = v[k]; return r; };

  // ---------------------------------------------------------------- reading parameters
  const unesc = s => {
    const out = Buffer.alloc(s.length); let n = 0;
    for (let i = 0; i < s.length; i++) {
      const c = s.charCodeAt(i);
      if (c === 43 && !W('plus-literal')) out[n++] = 32;
      else if (c === 37 && (W('percent-upper-only') ? /^[0-9A-F]{2}/ : /^[0-9A-Fa-f]{2}/).test(s.slice(i + 1, i + 3))) { out[n++] = parseInt(s.slice(i + 1, i + 3), 16); i += 2; }
      else out[n++] = c;
    }
    return out.subarray(0, n);
  };
  const toText = (b) => {
    if (W('form-latin1')) return b.toString('latin1');
    try { return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(b); } catch { refuse('1103', 'parameters are not UTF-8'); }
  };
  const parseForm = (str) => {
    const r = [];
    for (const piece of str.split(W('semicolon-separates') ? /[&;]/ : '&')) {
      if (!piece) continue;
      let i = piece.indexOf('='), n, v;
      if (i < 0) { n = piece; v = ''; } else { n = piece.slice(0, i); v = piece.slice(i + 1); }
      if (W('value-cut-at-equals')) v = v.split('=')[0];
      r.push([toText(unesc(n)), toText(unesc(v))]);
    }
    return r;
  };

  // ---------------------------------------------------------------- signature
  const hex = (alg, s) => crypto.createHash(alg).update(s).digest('hex');
  const baseString = (pairs) => {
    let p = pairs.filter(([n]) => n !== 'sign');
    if (W('sig-known-only')) p = p.filter(([n]) => KNOWN.has(n));
    if (W('sig-first-eight')) { p = [...p].sort((a, b) => Buffer.compare(Buffer.from(a[0]), Buffer.from(b[0]))).slice(0, 8); }
    if (W('sig-drops-zero')) p = p.filter(([, v]) => v !== '0');
    if (W('sig-names-lowered')) p = p.map(([n, v]) => [n.toLowerCase(), v]);
    if (W('sig-trims-values')) p = p.map(([n, v]) => [n, v.trim()]);
    if (W('sig-encodes-non-ascii')) p = p.map(([n, v]) => [n, v.replace(/[^\x00-\x7f]+/g, x => encodeURIComponent(x))]);
    if (W('sig-encodes-ampersand')) p = p.map(([n, v]) => [n, v.replace(/&/g, '%26')]);
    if (W('sig-decodes-twice')) p = p.map(([n, v]) => { try { return [n, decodeURIComponent(v)]; } catch { return [n, v]; } });
    if (W('sig-plus-is-space')) p = p.map(([n, v]) => [n, v.replace(/\+/g, ' ')]);
    if (W('sig-json-reformatted')) p = p.map(([n, v]) => { if (!/^[{[]/.test(v)) return [n, v]; try { return [n, JSON.stringify(JSON.parse(v))]; } catch { return [n, v]; } });
    if (W('sig-nfc')) p = p.map(([n, v]) => [n, v.normalize('NFC')]);
    if (W('sig-collapses-spaces')) p = p.map(([n, v]) => [n, v.replace(/ +/g, ' ')]);
    if (W('sig-crlf-lf')) p = p.map(([n, v]) => [n, v.replace(/\r\n/g, '\n')]);
    if (W('sig-astral-dropped')) p = p.map(([n, v]) => [n, v.replace(/[\u{10000}-\u{10ffff}]/gu, '')]);
    if (!W('sig-unsorted')) {
      const key = W('sig-sort-ignores-case') ? (s => s.toLowerCase()) : (s => s);
      p = [...p].sort(W('sig-sort-locale') ? (a, b) => a[0].localeCompare(b[0], 'en') : W('sig-sort-by-pair') ? (a, b) => (a[0] + '=' + a[1] < b[0] + '=' + b[1] ? -1 : 1)
        : (a, b) => Buffer.compare(Buffer.from(key(a[0])), Buffer.from(key(b[0]))));
    }
    return p.map(([n, v]) => n + '=' + v).join('&');
  };
  const enc = s => W('sig-latin1') ? Buffer.from(s, 'latin1') : W('sig-question-marks') ? Buffer.from(s.replace(/[^\x00-\x7f]/g, '?')) : W('sig-cut-at-512') ? Buffer.from(s).subarray(0, 512) : Buffer.from(s);
  const stringsFor = (pairs, key) => {
    const full = baseString(pairs), less = baseString(pairs.filter(([, v]) => v !== ''));
    let l = L('empty-values-signed') ? [full] : L('empty-values-dropped') ? [less] : [full, less];
    l = l.map(s => s + key);
    if (W('sig-without-key')) l.push(full);
    if (W('sig-amp-key')) l.push(full + '&key=' + key);
    if (W('sig-key-first')) l.push(key + full);
    return l;
  };
  function signatureOk(m, headers, pairs, bodyLen) {
    let sent = headers['x-qf-sign'];
    let type = (headers['x-qf-signtype'] || '').trim().toUpperCase();
    if (W('sig-not-checked')) return true;
    if (W('sig-any-hex')) return /^[0-9a-fA-F]{32,64}$/.test(sent);
    if (type && type !== 'MD5' && type !== 'SHA256') return false;
    if (W('sha256-unsupported') && type === 'SHA256') return false;
    if (W('md5-header-refused') && type === 'MD5') return false;
    let alg = type === 'SHA256' ? 'sha256' : 'md5';
    if (W('sig-algorithm-by-length')) alg = sent.length === 64 ? 'sha256' : 'md5';
    if (W('sig-md5-under-sha256') && sent.length === 32) alg = 'md5';
    let got = sent.toLowerCase();
    if (W('sig-lower-only')) got = sent;
    if (W('sig-upper-only') && sent !== sent.toUpperCase()) return false;
    if (W('sha256-upper-refused') && alg === 'sha256' && sent !== got) return false;
    if (W('sig-cached-by-digest') && memo.has(m.app + sent)) return true;
    if (W('sig-cached-by-length')) {
      const k = m.app + bodyLen + '/' + (bodyLen ? pairs.map(p => p[0]).join() : '') ;
      if (memo.has(k)) return memo.get(k) === got || stringsFor(pairs, m.key).some(s => hex(alg, enc(s)) === got);
      if (stringsFor(pairs, m.key).some(s => hex(alg, enc(s)) === got)) { memo.set(k, got); return true; }
      return false;
    }
    if (W('sig-replay-refused')) { if (memo.has(m.app + got)) return false; }
    let keys = [m.key];
    if (W('sig-any-merchant-key')) keys = [...merchants.values()].map(x => x.key);
    if (W('sig-key-case')) keys = [m.key, m.key.toLowerCase(), m.key.toUpperCase()];
    for (const key of keys) for (const s of stringsFor(pairs, key)) {
      const e = enc(s), want = hex(alg, e);
      if (want === got) { if (W('sig-cached-by-digest') || W('sig-replay-refused')) memo.set(m.app + sent.toLowerCase(), 1); if (W('sig-cached-by-digest')) memo.set(m.app + sent, 1); return true; }
      if (W('sig-eight-digits') && want.slice(0, 8) === got.slice(0, 8) && got.length === want.length) return true;
      if (W('sig-short-accepted') && want.startsWith(got)) return true;
      if (W('sig-hmac') && crypto.createHmac(alg, key).update(baseString(pairs)).digest('hex') === got) return true;
      if (W('sig-letters-only') && want.replace(/[a-f]/g, '') === got.replace(/[a-f]/g, '')) return true;
    }
    return false;
  }

  // ---------------------------------------------------------------- orders
  const settle = (r, t) => {
    if (r.kind !== 'payment') {
      if (r.pendingUntil && (Date.now() >= r.pendingUntil)) r.pendingUntil = 0;
      return r;
    }
    if ((r.state === 'created' || r.state === 'scanned' || r.state === 'password') && r.expiresAt !== null && t >= r.expiresAt && !W('never-expires')) { r.state = 'expired'; }
    return r;
  };
  const openState = s => s === 'created' || s === 'scanned' || s === 'password' || s === 'processing';
  const chnl = (r, t) => r.pay_type.startsWith('8058') ? crypto.randomUUID()
    : (r.pay_type.startsWith('8002') || r.pay_type.startsWith('8010') ? '4200' + String(seq).padStart(10, '0').slice(-6) + fmt(t).slice(0, 10).replace(/-/g, '') + '3585006133'
      : fmt(t).slice(0, 10).replace(/-/g, '') + '22001411461404' + String(seq % 1e6).padStart(6, '0'));
  function pay(r, m) {
    const t = nowOf(m);
    r.state = 'paid'; r.paidAt = W('paydtm-stays') ? r.at : t;
    if (!r.chnlsn) r.chnlsn = chnl(r, t);
    r.cardcd = r.pay_type.startsWith('8002') || r.pay_type.startsWith('8010') ? 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o' : CARDS.has(r.pay_type) ? '5200****1096' : '2088802362210279';
    notify(m, r, 'payment');
  }
  function addRec(store, r) {
    store.list.push(r); allRecs.push(r); bySyssn.set(r.syssn, r); r.store = store;
    if (r.out_trade_no) { const l = store.byOtn.get(r.out_trade_no) || []; l.push(r); store.byOtn.set(r.out_trade_no, l); }
    if (W('forgets-old-orders') && store.list.length > 300) { const d = store.list.shift(); bySyssn.delete(d.syssn); store.byOtn.delete(d.out_trade_no); }
    return r;
  }
  const fold = s => {
    if (W('otn-ignores-case')) return s.toLowerCase();
    if (W('otn-numeric-equal') && /^\d+$/.test(s)) return s.replace(/^0+/, '');
    if (W('otn-float-equal') && /^\d+$/.test(s)) return String(Number(s));
    if (W('otn-trimmed')) return s.trim();
    if (W('otn-width-folded')) return s.normalize('NFKC');
    if (W('otn-accents-folded')) return s.normalize('NFD').replace(/[\u0300-\u036f]/g, '');
    if (W('otn-compared-to-32')) return s.slice(0, 32);
    return s;
  };
  const numbersOf = store => W('otn-unique-everywhere') ? (stores.all ||= new Map()) : store.numbers;
  const usedNumber = (store, n, kind) => {
    n = fold(n);
    if (W('otn-prototype')) return n in store.numbers ? store.numbers[n] : undefined;
    const e = numbersOf(store).get(n);
    if (!e) return undefined;
    if (W('otn-last-fifty') && e.no <= store.order.length - 50) return undefined;
    if (W('otn-freed-by-close') && e.rec && e.rec.state === 'closed') return undefined;
    if (W('otn-freed-by-expiry') && e.rec && settle(e.rec, nowOf(merchants.get(store.app))).state === 'expired') return undefined;
    if (W('otn-freed-by-failure') && e.rec && e.rec.state === 'failed') return undefined;
    if (W('otn-refund-kept-apart') && e.kind !== kind) return undefined;
    if (W('otn-refund-may-reuse-own') && kind === 'refund' && e.kind === 'payment') return undefined;
    if (W('otn-refund-repeat') && kind === 'refund' && e.kind === 'refund') return undefined;
    if (W('otn-payment-repeat') && kind === 'payment' && e.kind === 'payment') return undefined;
    if (W('otn-payment-takes-refunds') && kind === 'payment' && e.kind === 'refund') return undefined;
    if (W('otn-per-day') && fmt(nowOf(merchants.get(store.app))).slice(0, 10) !== fmt(e.rec.at).slice(0, 10)) return undefined;
    return e;
  };
  const takeNumber = (store, n, kind, rec) => {
    n = fold(n); store.order.push(n);
    const e = { kind, rec, no: store.order.length, pay_type: rec.pay_type };
    if (W('otn-prototype')) store.numbers[n] = e; else numbersOf(store).set(n, e);
  };
  const DUP = kind => kind === 'payment' && L('duplicate-is-1102') ? refuse('1102', 'duplicate out_trade_no') : kind === 'payment' && L('duplicate-is-2011') ? refuse('2011', '')
    : refuse(W('otn-code-1104') && kind === 'refund' ? '1104' : '1251', 'out_trade_no is used', { resperr: 'Do not use duplicate out_trade_no for request(1251)' });

  // ---------------------------------------------------------------- parameter checks
  const need = (P, n) => { const v = P.get(n); if (v === undefined || v === '') refuse('1104', `${n} is mandatory`); return v; };
  const opt = (P, n) => { const v = P.get(n); return v === undefined ? '' : v; };
  const maxChars = (n, v, k) => { if (chars(v) > k) refuse('1104', `${n} is longer than ${k}`); };
  const amount = (P, n = 'txamt') => {
    let v = P.get(n);
    if (W('txamt-optional') && n === 'txamt' && !v) return ['1', 1];
    v = need(P, n);
    if (W('txamt-decimals') && /^\d+\.\d+$/.test(v)) return [v, Math.round(Number(v))];
    if (W('txamt-exponent') && /^\d+e\d$/.test(v)) return [String(Number(v)), Number(v)];
    if (W('txamt-hexadecimal') && /^0x[0-9a-f]+$/i.test(v)) return [String(Number(v)), Number(v)];
    if (W('txamt-parsed-prefix') && /^[1-9]\d*[^0-9.]/.test(v)) return [String(parseInt(v)), parseInt(v)];
    if (W('txamt-trimmed') && v.trim() !== v) v = v.trim();
    if (W('txamt-wide-digits')) v = v.normalize('NFKC');
    if (W('txamt-thousands') && /^\d{1,3}(,\d{3})+$/.test(v)) v = v.replace(/,/g, '');
    if (!/^[1-9][0-9]{0,10}$/.test(v)) refuse('1104', `${n} is not a positive whole number of at most 11 digits`);
    return [v, Number(v)];
  };
  const number = P => {
    const v = need(P, 'out_trade_no');
    const lim = W('otn-limit-64') ? 64 : W('otn-limit-exclusive') ? 127 : W('otn-limit-none') ? 1e9 : 128;
    if ((L('number-limit-in-characters') ? chars(v) : bytes(v)) > lim) refuse('1104', 'out_trade_no is longer than 128 bytes');
    if (/[\u0000-\u001f\u007f]/.test(v)) refuse('1104', 'out_trade_no has control characters');
    if (W('otn-alphanumeric-only') && !/^[A-Za-z0-9_|*]+$/.test(v)) refuse('1104', 'out_trade_no has special characters');
    return v;
  };
  const time = (P, n = 'txdtm') => {
    let v = P.get(n);
    if (W('txdtm-optional') && !v) return '2020-01-01 00:00:00';
    v = need(P, n);
    if (W('txdtm-any-form') && !Number.isNaN(Date.parse(v))) return v;
    if (W('txdtm-twelve-hours') && Number(v.slice(11, 13)) > 12) refuse('1104', `${n} is not a time`);
    if (W('txdtm-no-leap-day') && v.slice(5, 10) === '02-29') refuse('1104', `${n} is not a time`);
    const t = validTime(v);
    if (t === null) refuse('1104', `${n} is not YYYY-MM-DD hh:mm:ss`);
    return v;
  };
  const udidOf = P => { const v = opt(P, 'udid'); maxChars('udid', v, W('udid-limit-20') ? 20 : 40); return v; };

  // ---------------------------------------------------------------- calls
  const SEED_ORDER = 'sysdtm paydtm txcurrcd respmsg qrcode pay_type cardcd udid txdtm txamt resperr out_trade_no syssn respcd chnlsn';
  const ORDERS = {
    CPM: 'pay_type sysdtm paydtm txdtm udid txcurrcd txamt resperr respmsg out_trade_no syssn respcd chnlsn cardcd',
    MPM: 'txdtm qrcode pay_type resperr out_trade_no syssn sysdtm paydtm txcurrcd respmsg cardcd udid txamt respcd chnlsn',
    PAYME: 'pay_type sysdtm paydtm resperr txcurrcd txdtm txamt payme_logo respmsg out_trade_no syssn respcd qrcode udid pay_url chnlsn cardcd',
    URL: 'sysdtm paydtm txcurrcd respmsg pay_type cardcd udid txdtm txamt resperr out_trade_no syssn respcd pay_url chnlsn',
    PARAMS: 'sysdtm paydtm txcurrcd respmsg pay_params pay_type cardcd udid txdtm txamt resperr out_trade_no syssn respcd chnlsn',
    CARD: 'qrcode pay_type resperr txdtm out_trade_no syssn sysdtm paydtm txcurrcd respmsg respcd pay_url cardcd udid txamt pay_params chnlsn',
  };
  const rnd = (n, abc = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789') => { let s = ''; const b = crypto.randomBytes(n); for (let i = 0; i < n; i++) s += abc[b[i] % abc.length]; return s; };

  async function payment(c) {
    const { P, m, store, now } = c;
    const stick = (n) => { if (!W('values-stick')) return; if (P.has(n)) sticky.set(n, P.get(n)); else if (sticky.has(n)) P.set(n, sticky.get(n)); };
    stick('udid'); stick('goods_name');
    let [txamt, amt] = amount(P);
    let cur = P.get('txcurrcd');
    if (W('currency-optional') && !cur) cur = 'HKD'; else cur = need(P, 'txcurrcd');
    if (W('currency-any-case')) cur = cur.toUpperCase();
    if (W('currency-hkd-only') && cur !== 'HKD') refuse('1242', 'currency not enabled');
    if (!CURRENCIES.has(cur) && !(W('currency-unchecked') && /^[A-Z]{3}$/.test(cur))) refuse('1104', 'txcurrcd is not a known currency');
    let type = P.get('pay_type');
    if (W('pay-type-optional') && !type) type = '800201'; else type = need(P, 'pay_type');
    if (W('pay-type-numeric')) type = type.replace(/^0+/, '');
    let T = TYPES[Object.hasOwn(TYPES, type) ? type : ''];
    if (!T && W('pay-type-unchecked')) T = TYPES['800201'];
    if (!T || !/^\d{6}$/.test(type)) refuse('1104', 'pay_type is unknown');
    const [mode, field, flags, extra, terminal] = T;
    if ((!flags.includes('C') && !PREAUTH.has(type)) || terminal) refuse('1242', 'filter_error');
    if (W('only-800201') && type !== '800201') refuse('1242', 'filter_error');
    if (L('hkd-only-wallets') && (type === '802001' || type.startsWith('8015')) && cur !== 'HKD') refuse('1242', 'currency not enabled');
    if (type === '801101' && L('alipay-web-minimum') && cur === 'HKD' && amt <= 100) refuse('1104', 'txamt must exceed HKD 1');
    let otn = P.get('out_trade_no');
    if (W('otn-optional') && !otn) otn = 'auto' + rnd(20); else otn = number(P);
    const txdtm = time(P);
    if (W('txdtm-near-clock') && Math.abs(validTime(txdtm) - now) > 15 * 60e3) refuse('1104', 'txdtm is too far from the server clock');
    let minutes = 30;
    const et = opt(P, 'expired_time');
    if (W('expiry-default-five')) minutes = 5;
    if (W('expiry-default-two-hours')) minutes = 120;
    if (et !== '' && flags.includes('e')) {
      const lo = W('expiry-lower-exclusive') ? 6 : 5, hi = W('expiry-upper-exclusive') ? 119 : W('expiry-limit-sixty') ? 60 : 120;
      if (!/^\d{1,3}$/.test(et)) refuse('1104', 'expired_time is not a number of minutes');
      if (W('expiry-compared-as-text') ? (et < '5' || et > '99') && !(et >= '5') : (Number(et) < lo || Number(et) > hi)) {
        if (L('expiry-clamped')) minutes = Math.max(5, Math.min(120, Number(et))); else refuse('1104', 'expired_time is not within 5..120');
      } else minutes = Number(et);
      if (W('expiry-ignored')) minutes = 30;
      if (W('expired-time-refused')) refuse('1104', 'expired_time is not allowed');
    }
    const goods = opt(P, 'goods_name');
    if (chars(goods) > (L('goods-name-20') ? 20 : 64)) refuse('1104', 'goods_name is too long');
    if (W('goods-required') && !goods) refuse('1104', 'goods_name is mandatory');
    if (W('goods-ascii-only') && /[^\x00-\x7f]/.test(goods)) refuse('1104', 'goods_name has special characters');
    if (mode === 'APP' && !goods && !W('app-without-goods')) refuse('1104', 'goods_name must not be empty for app payments');
    const zone = opt(P, 'txzone');
    if (zone !== '' && !/^[+-]\d{4}$/.test(zone)) refuse('1104', 'txzone is not +hhmm');
    if (W('zone-plus-only') && zone.startsWith('-')) refuse('1104', 'txzone is not +hhmm');
    const udid = udidOf(P);
    const tag = opt(P, 'rmb_tag');
    if (tag !== '' && (tag !== 'Y' || cur !== 'CNY')) refuse('1104', 'rmb_tag is Y with CNY only');
    if (W('rmb-tag-refused') && tag) refuse('1104', 'rmb_tag is not enabled');
    const limit = opt(P, 'limit_pay');
    if (limit !== '' && (limit !== 'no_credit' || W('limit-pay-refused'))) refuse('1104', 'limit_pay is no_credit');
    const nurl = opt(P, 'notify_url');
    maxChars('notify_url', nurl, W('notify-url-limit-128') ? 128 : 256);
    if (nurl !== '' && !/^https?:\/\/[^\s/]+/.test(nurl)) refuse('1104', 'notify_url is not a URL');
    const ext = opt(P, 'extend_info');
    if (ext !== '') {
      let j; try { j = JSON.parse(ext); } catch { refuse('1104', 'extend_info is not JSON'); }
      if (j === null || typeof j !== 'object' || Array.isArray(j)) refuse('1104', 'extend_info is not an object');
      if (type === '800212') {
        const si = j.scene_info && typeof j.scene_info === 'object' ? j.scene_info : j;
        if (!si || typeof si !== 'object') refuse('1104', 'extend_info has no scene_info');
      } else if (type === '800201') {
        for (const k of ['user_creid', 'user_truename']) if (typeof j[k] !== 'string' || j[k] === '') refuse('1104', `extend_info has no ${k}`);
        if (W('real-name-birth-date') && !(Number(j.user_creid.slice(10, 12)) >= 1 && Number(j.user_creid.slice(10, 12)) <= 12)) refuse('1104', 'user_creid is not an id number');
        if (W('real-name-escapes-refused') && /\\u/.test(ext)) refuse('1104', 'user_truename is not Chinese');
      }
    }
    if (W('unknown-parameter-refused')) for (const n of P.keys()) if (!KNOWN.has(n)) refuse('1104', `${n} is unknown`);
    for (const e of extra) {
      if (e === 'goods_name') continue;
      if (W('auth-code-optional') && e === 'auth_code') continue;
      if (W('openid-optional') && (e === 'sub_openid' || e === 'openid')) continue;
      maxChars(e, need(P, e), e === 'auth_code' || e === 'sub_openid' ? 128 : e === 'openid' ? 64 : 2048);
    }
    const u = usedNumber(store, otn, 'payment');
    if (u) {
      if (W('otn-repeat-answers-first') && u.rec && u.kind === 'payment') return u.rec.answer;
      if (W('otn-per-pay-type') && u.kind === 'payment' && u.pay_type !== type) ; else if (L('refused-number-consumed') && u.reserved) DUP('payment');
      else if (!(W('otn-same-amount-only') && u.rec && u.rec.txamt !== txamt)) DUP('payment');
    }
    if (W('otn-race')) { await sleep(25); }
    if (mode === 'CPM') {
      const a = opt(P, 'auth_code');
      if (a && usedAuth.has(a) && !W('auth-code-reusable')) refuse('1202', 'auth_code is used');
      if (a) usedAuth.add(a);
    }
    if (W('txamt-wraps')) amt |= 0;
    if (W('txamt-jpy-scaled') && cur === 'JPY') amt *= 100;
    if (W('txamt-float32')) amt = Math.fround(amt);
    const at = now;
    const r = { kind: 'payment', app: m.app, mchid: c.mchid, syssn: newSyssn(at, m), out_trade_no: otn, pay_type: type, mode, flags, txcurrcd: cur, txamt: W('txamt-wraps') || W('txamt-jpy-scaled') || W('txamt-float32') ? String(amt) : txamt, amt,
      txdtm: W('txdtm-replaced') ? fmt(now) : txdtm, at, paidAt: null, state: 'created', respcd: '', udid: udid, goods: W('goods-cut-by-bytes') ? Buffer.from(goods).subarray(0, 20).toString() : W('goods-case-folded') ? goods.toUpperCase() : goods, goods_info: opt(P, 'goods_info'),
      expiresAt: null, refunded: 0, refunds: [], chnlsn: '', cardcd: '', notify_url: nurl, captured: 0, captures: [], unfrozen: false, m };
    if (flags.includes('e')) r.expiresAt = at + minutes * (W('expiry-in-seconds') ? 1e3 : 60e3);
    if (W('expiry-from-txdtm') && r.expiresAt !== null) r.expiresAt += validTime(txdtm) - at;
    if (PREAUTH.has(type) && mode !== 'CPM') r.expiresAt = at + 15 * 60e3;
    if (type.startsWith('8058')) r.chnlsn = crypto.randomUUID();
    addRec(store, r); takeNumber(store, otn, 'payment', r);
    if (mode === 'CPM' && !W('cpm-not-paid')) pay(r, m);
    const v = base(r, OKTEXT(), L('other-messages') ? '' : 'OK');
    if (!P.get('udid')) v.udid = W('udid-default-empty') ? '' : 'qiantai2'; else v.udid = W('udid-not-echoed') ? 'qiantai2' : W('udid-lowered') ? udid.toLowerCase() : udid;
    let order = SEED_ORDER;
    if (field === 'qrcode') {
      v.qrcode = type.startsWith('8002') ? 'weixin://wxpay/bizpayurl?pr=' + rnd(7) : type.startsWith('8058') ? 'https://qr.payme.hsbc.com.hk/2/' + rnd(22) : 'https://qr.alipay.com/bax' + rnd(24, '0123456789abcdefghijklmnopqrstuvwxyz');
      if (W('qrcode-same')) v.qrcode = 'weixin://wxpay/bizpayurl?pr=4PsXP5N';
      if (W('qrcode-missing')) delete v.qrcode;
      if (W('qrcode-empty')) v.qrcode = '';
      if (W('qrcode-image')) v.qrcode = 'data:image/png;base64,iVBORw0KGgo=';
      if (type.startsWith('8058')) { v.chnlsn = r.chnlsn; v.pay_url = ''; v.payme_logo = 'https://static.example/payme.png'; v.respmsg = 'PR001:Request for Payment Initiated'; }
      order = type === '800201' ? SEED_ORDER : type.startsWith('8058') ? ORDERS.PAYME : ORDERS.MPM;
    } else if (field === 'pay_url') {
      v.pay_url = (type === '800212' ? 'https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb?prepay_id=wx' : 'https://openapi.alipaydev.example/gateway?out_trade_no=') + r.syssn;
      if (W('pay-url-missing')) { v.qrcode = v.pay_url; delete v.pay_url; }
      order = ORDERS.URL + (W('pay-url-missing') ? ' qrcode' : '');
    } else if (field === 'pay_params') {
      v.pay_params = mode === 'JSAPI' && type === '800107' ? { tradeNO: fmt(at).slice(0, 10).replace(/-/g, '') + '22001411461404119764' }
        : mode === 'JSAPI' || mode === 'MINI' ? { appId: 'wx' + rnd(16, '0123456789abcdef'), timeStamp: String(Math.floor(at / 1000)), nonceStr: rnd(32), package: 'prepay_id=wx' + rnd(20, '0123456789'), signType: 'MD5', paySign: rnd(32, '0123456789ABCDEF') }
          : type === '800210' || type === '801010' ? { package: 'Sign=WXPay', timestamp: Math.floor(at / 1000), sign: rnd(32, '0123456789ABCDEF'), partnerid: '1316525101', appid: 'wx' + rnd(16, '0123456789abcdef'), prepayid: 'wx' + rnd(20, '0123456789'), noncestr: rnd(32) }
            : mode === 'CARD' ? { order_code: r.syssn, '3ds_challenge_details': {} }
              : { _input_charset: 'UTF-8', it_b_pay: minutes + 'm', out_trade_no: r.syssn, partner: '2088231067382451', payment_type: '1', return_url: opt(P, 'return_url'), seller_id: opt(P, 'seller_id'), service: 'mobile.securitypay.pay', subject: goods, total_fee: amt / 100, sign: rnd(32, '0123456789abcdef'), sign_type: 'RSA' };
      if (W('pay-params-text')) v.pay_params = JSON.stringify(v.pay_params);
      if (mode === 'CARD') { v.qrcode = ''; v.pay_url = ''; }
      order = mode === 'CARD' ? ORDERS.CARD : ORDERS.PARAMS;
    } else if (mode === 'CPM') {
      order = ORDERS.CPM; v.chnlsn = r.chnlsn; v.cardcd = r.cardcd; if (L('cpm-amount-number')) v.txamt = amt;
      if (L('extra-members')) v.surcharge_fee = '0';
    }
    if (L('creation-without-paydtm')) delete v.paydtm;
    const ans = pick(order, v);
    r.answer = ans;
    if (o.selfPaying && r.state === 'created') { const tm = setTimeout(() => { if (!closedServer && settle(r, nowOf(m)).state === 'created') pay(r, m); }, 1000); tm.unref(); }
    return ans;
  }
  function base(r, resperr, respmsg) {
    return { sysdtm: fmt(r.at), paydtm: fmt(r.at), txcurrcd: W('answer-always-hkd') ? 'HKD' : r.txcurrcd, respmsg, pay_type: W('answer-always-800201') ? '800201' : r.pay_type, cardcd: '', udid: r.udid || 'qiantai2',
      txdtm: r.txdtm, txamt: W('txamt-major-units') ? (r.amt / 100).toFixed(2) : r.txamt, resperr, out_trade_no: r.out_trade_no, syssn: r.syssn, respcd: '0000', chnlsn: '' };
  }

  // ---- query
  const ERR = code => code === '0000' ? OKTEXT() : text(code);
  function record(r, t) {
    settle(r, t);
    if (r.kind === 'refund' || r.kind === 'capture' || r.kind === 'operation') {
      const code = r.pendingUntil ? (L('refund-pending') ? '1143' : '1143') : '0000';
      const isR = r.kind === 'refund';
      const v = { cardtp: '5', cancel: '0', pay_type: r.orig.pay_type, order_type: isR ? (W('refund-record-as-payment') ? 'payment' : 'refund') : r.kind === 'operation' ? r.op : 'payment', clisn: '000001', txdtm: r.txdtm, goods_detail: '', out_trade_no: W('refund-record-order-number') ? r.orig.out_trade_no : r.out_trade_no, syssn: r.syssn,
        sysdtm: fmt(r.at), paydtm: fmt(r.at), goods_name: '', txcurrcd: r.orig.txcurrcd, chnlsn2: '', udid: r.udid || 'qiantai2', userid: '2605489', txamt: W('refund-record-negative') ? '-' + r.txamt : r.txamt, chnlsn: '', respcd: code, goods_info: '', errmsg: ERR(code), origssn: isR ? r.orig.syssn : undefined };
      if (W('origssn-missing')) delete v.origssn;
      if (W('origssn-named-orig-syssn') && v.origssn) { v.orig_syssn = v.origssn; delete v.origssn; }
      if (r.kind === 'capture') { if (r.refunded >= r.amt) v.cancel = '3'; else if (r.refunded) v.cancel = '5'; }
      if (L('minimal-records')) return pick('pay_type sysdtm order_type txcurrcd txdtm txamt out_trade_no syssn cancel respcd errmsg origssn', v);
      return v;
    }
    let code = r.state === 'created' ? (L('unpaid-is-1145') ? '1145' : '1143') : openState(r.state) ? '1145' : r.state === 'paid' ? '0000' : r.state === 'closed' ? '1142' : r.state === 'expired' ? (L('expired-is-1142') ? '1142' : '1181') : r.respcd || '1205';
    let cancel = r.state === 'closed' ? '2' : r.unfrozen ? '4' : r.refunded >= r.amt ? (L('refunded-cancel-2') ? '2' : '3') : r.refunded > 0 ? '5' : '0';
    if (W('cancel-not-five') && cancel === '5') cancel = '0';
    if (W('cancel-five-stays') && cancel === '3') cancel = '5';
    if (W('cancel-three-at-once') && cancel === '5') cancel = '3';
    if (W('closed-cancel-zero') && r.state === 'closed') cancel = '0';
    if (W('refunded-order-1262') && r.refunded >= r.amt) code = '1262';
    if (W('part-refunded-order-pending') && r.refunded > 0 && r.refunded < r.amt) code = '1145';
    if (W('unpaid-is-0000') && r.state === 'created') code = '0000';
    if (W('unpaid-is-1136') && r.state === 'created') code = '1136';
    if (W('closed-stays-1143') && r.state === 'closed') code = '1143';
    if (W('failed-stays-1143') && r.state === 'failed') code = '1143';
    const v = { cardtp: '5', cancel, pay_type: r.pay_type, order_type: 'payment', clisn: '000001', txdtm: r.txdtm, goods_detail: '', out_trade_no: r.out_trade_no, syssn: r.syssn, sysdtm: fmt(W('sysdtm-moves') ? t + 2000 : r.at),
      paydtm: r.paidAt === null ? '' : fmt(r.paidAt), goods_name: W('goods-not-kept') ? '' : r.goods, txcurrcd: r.txcurrcd, chnlsn2: '', udid: r.udid || 'qiantai2', userid: '2605489', txamt: W('amount-less-refunds') ? String(r.amt - r.refunded) : r.txamt, chnlsn: r.chnlsn, cardcd: r.cardcd, respcd: code, goods_info: r.goods_info, errmsg: ERR(code) };
    if (W('record-without-errmsg')) delete v.errmsg;
    if (W('record-without-order-type')) delete v.order_type;
    if (W('record-without-cancel')) delete v.cancel;
    if (W('record-amount-number')) v.txamt = r.amt;
    if (W('record-cancel-number')) v.cancel = Number(v.cancel);
    if (W('record-respcd-number')) v.respcd = Number(v.respcd);
    if (W('record-null-for-empty')) for (const k in v) if (v[k] === '') v[k] = null;
    if (W('txamt-major-units-in-query')) v.txamt = (r.amt / 100).toFixed(2);
    if (L('minimal-records')) return pick('pay_type sysdtm order_type txcurrcd txdtm txamt out_trade_no syssn cancel respcd errmsg', v);
    if (L('extra-members')) v.exchange_rate = '';
    return v;
  }
  const monthOf = t => fmt(t).slice(0, 7);
  async function query(c) {
    const { P, m, store, now } = c;
    if (W('query-cached')) { const k = 'q' + c.raw; if (memo.has(k)) return memo.get(k); }
    const int = (n, d, lo, hi) => { const v = opt(P, n); if (v === '') return d; if (!/^\d{1,8}$/.test(v) || Number(v) < lo || Number(v) > hi) refuse('1104', `${n} is not within ${lo}..${hi}`); return Number(v); };
    const page = int('page', 1, 1, 99999999), size = int('page_size', W('page-size-default-20') ? 20 : W('page-size-default-100') ? 100 : 10, 1, W('page-size-limit-50') ? 50 : W('page-size-limit-exclusive') ? 99 : 100);
    const list = n => { let v = opt(P, n); if (v === '') return null; let l = v.split(','); if (W('list-first-only')) l = l.slice(0, 1); if (W('list-last-only')) l = l.slice(-1); if (W('list-not-split')) l = [v]; if (W('list-cut-at-two')) l = l.slice(0, 2); return l; };
    let otns = list('out_trade_no'), syss = list('syssn');
    const types = W('filter-pay-type-ignored') ? null : list('pay_type');
    const rc = W('filter-respcd-ignored') ? '' : opt(P, 'respcd');
    if (W('query-numbers-ignored')) otns = null;
    const byNumber = otns || syss;
    let from = -Infinity, to = Infinity;
    const st = opt(P, 'start_time'), en = opt(P, 'end_time');
    if (!byNumber || W('times-with-numbers')) {
      const tv = n => { const t = validTime(opt(P, n)); if (t === null) refuse('1104', `${n} is not YYYY-MM-DD hh:mm:ss`); return t; };
      if (st !== '') from = tv('start_time'); if (en !== '') to = tv('end_time') + 999;
      if (W('window-in-utc')) { from += H8; to += H8; }
      if (W('filter-times-ignored')) { from = -Infinity; to = Infinity; }
      else if (st !== '' && en !== '') { if (opt(P, 'start_time').slice(0, 7) !== opt(P, 'end_time').slice(0, 7) && !W('window-any-length')) refuse('1104', 'start_time and end_time lie in different months'); }
      else if (!byNumber && !W('window-unlimited')) {
        const mo = W('month-in-utc') ? monthOf(now - H8) : st !== '' ? st.slice(0, 7) : en !== '' ? en.slice(0, 7) : monthOf(now);
        c.month = mo;
      }
    }
    const stamp = r => W('window-by-txdtm') ? validTime(r.txdtm) ?? r.at : W('window-by-paydtm') ? (r.paidAt ?? r.at) : r.at;
    let src;
    if (W('query-everybody')) src = allRecs;
    else if (W('list-across-mchids') && !byNumber) src = allRecs.filter(r => r.store.app === m.app);
    else if (W('query-number-across-mchids') && byNumber) src = allRecs.filter(r => r.store.app === m.app);
    else if (W('query-syssn-everybody') && syss) src = allRecs;
    else if (byNumber && !W('otn-like-prefix') && !W('otn-like-wildcard') && !W('query-otn-ignores-case') && !W('refund-otn-finds-payment')) {
      src = [];
      if (syss) { for (const s of new Set(syss)) { const r = bySyssn.get(s); if (r && r.store === store) src.push(r); } }
      else for (const s of new Set(otns)) src.push(...store.byOtn.get(s) || []);
    } else src = store.list;
    const eqO = (r, n) => r.out_trade_no === n || (W('otn-like-prefix') && n !== '' && r.out_trade_no.startsWith(n)) || (W('query-otn-ignores-case') && r.out_trade_no.toLowerCase() === n.toLowerCase())
      || (W('otn-like-wildcard') && new RegExp('^' + n.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/_/g, '.').replace(/%/g, '.*') + '$').test(r.out_trade_no));
    let hits = src.filter(r => (r.kind !== 'operation' || W('closes-are-records')) && !(W('refunds-not-listed') && r.kind === 'refund' && !byNumber) && !(W('refunds-not-found') && r.kind === 'refund' && byNumber));
    hits = hits.filter(r => (!syss || syss.includes(r.syssn)) && (!otns || otns.some(n => eqO(r, n)) || (W('refund-otn-finds-payment') && r.refunds && r.refunds.some(x => otns.includes(x.out_trade_no)))));
    if (W('refunds-under-order-number') && otns) hits = hits.concat(hits.flatMap(r => r.refunds || []).filter(x => !hits.includes(x)));
    if (!byNumber || W('times-with-numbers')) hits = hits.filter(r => stamp(r) >= from && stamp(r) <= to && (!c.month || (W('month-in-utc') ? monthOf(stamp(r) - H8) : monthOf(stamp(r))) === c.month));
    hits = hits.map((r, i) => [r, i]).sort((a, b) => b[0].at - a[0].at || b[1] - a[1]).map(x => x[0]);
    if (L('oldest-first')) hits.reverse();
    const cache = new Map(), rec = r => { let v = cache.get(r); if (!v) cache.set(r, v = record(r, now)); return v; };
    const filters = h => h.filter(r => (!types || types.includes(rec(r).pay_type)) && (rc === '' || String(rec(r).respcd).padStart(4, '0') === rc));
    if (!W('filter-after-paging')) hits = filters(hits);
    const total = hits.length;
    let a = (page - 1) * size, b = a + size;
    if (W('pages-from-zero')) { a = page * size; b = a + size; }
    if (W('pages-overlap')) { a = (page - 1) * (size - 1); b = a + size; }
    if (W('pages-skip-one')) { a = (page - 1) * (size + 1); b = a + size; }
    if (W('page-ignored')) { a = 0; b = size; }
    if (W('page-size-ignored')) { a = (page - 1) * 10; b = a + 10; }
    if (W('page-short-by-one') && total > size) b--;
    if (W('last-page-dropped') && page > 1 && b > total) a = b;
    if (W('last-page-filled') && b > total && total >= size) { a = total - size; b = total; }
    if (W('page-beyond-end-repeats') && a >= total && total) { a = Math.floor((total - 1) / size) * size; b = a + size; }
    if (W('list-at-most-25')) b = Math.min(b, 25);
    hits = hits.slice(a, b);
    if (W('filter-after-paging')) hits = filters(hits);
    if (L('refund-pending')) for (const r of hits) if (r.pendingUntil) r.seen = (r.seen || 0) + 1;
    let data = hits.map(rec);
    for (const r of hits) if (r.pendingUntil && r.seen >= 2) r.pendingUntil = 0;
    if (W('query-pays') && byNumber) for (const r of hits) if (r.kind === 'payment' && r.state === 'created') pay(r, m);
    if (!data.length) {
      if (W('nothing-found-1136')) refuse('1136', '');
      if (W('nothing-found-null')) data = null;
      if (W('nothing-found-no-data')) data = undefined;
    }
    if (W('single-record-object') && data && data.length === 1) data = data[0];
    let top = '0000';
    if (W('top-code-of-order') && data && data.length === 1) top = data[0].respcd;
    const str = L('page-as-text');
    const a2 = { respmsg: '', resperr: lang ? '请求成功' : 'success', respcd: top, data, page: W('page-missing') ? undefined : str ? String(page) : page, page_size: W('page-missing') ? undefined : str ? String(size) : size };
    if (W('page-echo-one')) a2.page = 1;
    if (W('page-size-echo-count')) a2.page_size = data ? data.length : 0;
    if (W('query-cached')) memo.set('q' + c.raw, a2);
    return a2;
  }

  // ---- finding the original
  const NOTFOUND = () => refuse(W('not-found-1104') ? '1104' : L('not-found-1268') ? '1268' : '1136', '');
  function find(c, { needSyssn }) {
    const { P, store, m } = c;
    let s = opt(P, 'syssn'), n = opt(P, 'out_trade_no');
    if (needSyssn) { s = need(P, 'syssn'); maxChars('syssn', s, 128); n = ''; }
    else if (s === '' && n === '') refuse('1104', 'syssn or out_trade_no is mandatory');
    let r = null;
    if (s !== '') {
      r = bySyssn.get(s) || null;
      if (r && r.store !== store && !(W('operate-on-anybodys') || (W('operate-across-mchids') && r.store.app === m.app))) r = null;
    } else {
      const l = (store.byOtn.get(n) || []).filter(x => x.kind === 'payment');
      r = l[l.length - 1] || null;
      if (W('close-by-number-unsupported')) r = null;
    }
    if (s !== '' && n !== '' && r && r.out_trade_no !== n) r = null;
    if (!r || (r.kind !== 'payment' && r.kind !== 'capture')) NOTFOUND();
    return settle(r, c.now);
  }

  async function refund(c) {
    const { P, store, m, now } = c;
    const s = need(P, 'syssn');
    let otn;
    if (W('refund-number-optional') && !P.get('out_trade_no')) otn = rnd(20); else otn = number(P);
    let v0 = P.get('txamt');
    if (W('refund-amount-optional') && !v0) { const r0 = bySyssn.get(s); if (r0) P.set('txamt', String(r0.amt - r0.refunded || 1)); }
    const [txamt, amt] = amount(P);
    const txdtm = W('refund-txdtm-optional') && !P.get('txdtm') ? fmt(now) : time(P);
    const udid = udidOf(P);
    const used = usedNumber(store, otn, 'refund');
    if (used && used.kind === 'refund' && W('refund-repeat-answers-first')) return used.rec.answer;
    const ex = (() => { const r = bySyssn.get(s); return r && r.store === store ? { orig_syssn: r.syssn, txcurrcd: r.txcurrcd } : {}; })();
    if (used) { try { DUP('refund'); } catch (e) { Object.assign(e.extra, ex); throw e; } }
    const r = W('refund-of-unknown-0000') && !bySyssn.get(s) ? { kind: 'payment', state: 'paid', amt: 1e12, refunded: 0, refunds: [], syssn: s, pay_type: '800201', txcurrcd: 'HKD', flags: 'f', mode: 'MPM', chnlsn: '', cardcd: '', at: now, paidAt: now } : find(c, { needSyssn: true });
    const x = { orig_syssn: r.syssn, txcurrcd: r.txcurrcd };
    if (r.kind === 'payment' && PREAUTH.has(r.pay_type)) refuse('1155', 'refund the capture', x);
    if (r.kind === 'capture' && W('capture-not-refundable')) NOTFOUND();
    if (openState(r.state) && !W('refund-of-unpaid')) refuse('1261', '', x);
    if (r.state === 'closed' && !W('refund-of-closed')) refuse(r.via === 'reversal' ? '1263' : '1264', '', x);
    if (r.state === 'expired') refuse('1181', '', x);
    if (r.state === 'failed' && !W('refund-of-failed')) refuse('1261', '', x);
    if (r.refunds.some(y => y.pendingUntil)) { settleRefunds(r); if (r.refunds.some(y => y.pendingUntil)) refuse('1102', '', { ...x, resperr: 'You still have prosessing requests, please do not repeat the initiation.\n該筆訂單仍有正在處理中的退款請求，請勿重複提交申請。' }); }
    if (r.refunded >= r.amt && !W('refund-unlimited') && !W('refund-each-within-amount')) refuse(W('after-full-refund-1272') ? '1272' : '1264', W('after-full-refund-1272') ? '' : 'wrong cancel', x);
    let sum = r.refunded + amt, lim = r.amt;
    if (W('refund-sum-32-bit')) sum = (r.refunded + amt) | 0;
    if (W('refund-each-within-amount')) sum = amt;
    if (W('refund-in-float')) { sum = (r.floatSum || 0) + amt / 100; lim = r.amt / 100; r.floatNext = sum; }
    if (W('refund-compared-as-text') ? String(sum) > String(lim) : W('refund-off-by-one') ? sum > lim + 1 : W('refund-total-refused') ? sum >= lim && r.refunded > 0 : W('refund-unlimited') ? false : sum > lim) {
      if (W('refused-refund-counts')) { r.refunded = Math.min(r.amt, r.refunded + 1); }
      if (W('refund-reduced-to-rest')) return finish(r.amt - r.refunded, String(r.amt - r.refunded));
      refuse(W('refund-too-much-1104') ? '1104' : '1272', '', x);
    }
    if (W('refund-full-only') && amt !== r.amt) refuse('1271', '', x);
    if (W('refund-once-only') && r.refunds.length) refuse('1264', 'wrong cancel', x);
    if (CARDS.has(r.pay_type) && fmt(r.paidAt).slice(0, 10) === fmt(now).slice(0, 10) && amt !== r.amt && !W('card-part-refund-same-day')) refuse('1124', '', { resperr: 'For void request, it must be a full refund, please correct refund amount and re-initiate it', orig_syssn: r.syssn });
    if (W('otn-race-refund')) await sleep(25);
    if (W('refund-race')) { const before = r.refunded; await sleep(25); r.refunded = before; if (usedNumber(store, otn, 'refund')) DUP('refund'); }
    return finish(amt, txamt);
    function finish(amt, txamt) {
      const f = { kind: 'refund', app: m.app, mchid: c.mchid, syssn: newSyssn(now, m), out_trade_no: otn, txamt, amt, txdtm, at: now, udid, orig: r, m, pendingUntil: L('refund-pending') ? Date.now() + 1500 : 0 };
      if (W('refund-syssn-of-order')) { f.syssnShown = r.syssn; }
      addRec(store, f); takeNumber(store, otn, 'refund', f);
      if (!W('refund-leaves-rest')) r.refunded += amt; r.refunds.push(f);
      if (W('refund-leaves-rest') && amt === r.amt) r.refunded = r.amt;
      if (W('refund-in-float')) r.floatSum = r.floatNext;
      if (W('refund-forgets-first') && r.refunds.length > 1) r.refunded = amt;
      if (!f.pendingUntil) notify(m, f, 'refund'); else { const tm = setTimeout(() => notify(m, f, 'refund'), 1500); tm.unref(); }
      const card = CARDS.has(r.pay_type);
      const v = { orig_syssn: r.syssn, sysdtm: fmt(now), paydtm: fmt(now), txdtm, udid: udid || 'qiantai2', txcurrcd: r.txcurrcd, txamt: W('refund-answers-total') ? String(r.refunded) : W('refund-answers-order-amount') ? String(r.amt) : txamt, resperr: OKTEXT(), respmsg: card ? 'Void received' : L('other-messages') ? '' : 'OK', out_trade_no: W('refund-answers-order-number') ? r.out_trade_no : otn, syssn: f.syssnShown || f.syssn, respcd: f.pendingUntil ? '1143' : '0000', chnlsn: card ? '' : r.chnlsn, cardcd: r.cardcd };
      if (f.pendingUntil) v.resperr = text('1143');
      if (W('refund-without-orig-syssn')) delete v.orig_syssn;
      if (W('refund-without-syssn')) delete v.syssn;
      if (W('refund-txdtm-of-order')) v.txdtm = r.txdtm;
      if (W('refund-currency-hkd')) v.txcurrcd = 'HKD';
      f.answer = v;
      return v;
    }
  }
  const settleRefunds = r => { for (const y of r.refunds) settle(y, 0); };

  function cancelOrder(op) {
    return async c => {
      const { P, store, m, now } = c;
      if (W(op + '-amount-optional') && !P.get('txamt')) P.set('txamt', '1');
      if (W(op + '-txdtm-optional') && !P.get('txdtm')) P.set('txdtm', fmt(now));
      const [txamt, amt] = amount(P);
      const txdtm = time(P);
      const udid = udidOf(P);
      if (W('close-by-syssn-unsupported') && !P.get('out_trade_no')) refuse('1104', 'out_trade_no is mandatory');
      if (W('close-needs-both') && !(P.get('out_trade_no') && P.get('syssn'))) refuse('1104', 'out_trade_no is mandatory');
      const r = find(c, {});
      const x = { orig_syssn: r.syssn, out_trade_no: P.get('out_trade_no') || undefined };
      if (r.kind === 'capture') refuse('1260', '', x);
      const ok = op === 'close' ? r.flags.includes('c') : r.flags.includes('r');
      if (!ok || (op === 'close' && r.pay_type === '800201' && (L('close-800201-refused') || W('close-800201-unsupported'))) || (op === 'reversal' && r.pay_type === '800201' && L('reversal-800201-refused')) || (W('reversal-800201-unsupported') && op === 'reversal' && r.pay_type === '800201')) refuse('1297', '', x);
      if (r.state === 'paid') {
        if (r.refunded >= r.amt) refuse('1262', '', x);
        if (W(op + '-of-paid')) { r.state = 'closed'; r.via = op; } else if (W('close-of-paid-0000') && op === 'close') { /* says done, does nothing */ } else refuse('1260', '', x);
      } else if (r.state === 'closed') refuse(op === 'reversal' && r.via === 'reversal' ? '1263' : '1142', '', x);
      else if (r.state === 'expired') refuse('1181', '', x);
      else if (r.state === 'failed') refuse('1264', '', x);
      if (op === 'reversal' && amt !== r.amt) refuse('1266', '', x);
      if (W('close-compares-amount') && op === 'close' && amt !== r.amt) refuse('1266', '', x);
      if (W('close-compares-txdtm') && op === 'close' && txdtm !== r.txdtm) refuse('1267', '', x);
      if (r.state !== 'paid' && !(W('close-without-effect') && op === 'close') && !(W('reversal-without-effect') && op === 'reversal')) { r.state = 'closed'; r.via = op; }
      if (W('close-notified')) notify(m, r, 'close');
      const f = { kind: 'operation', op, app: m.app, mchid: c.mchid, syssn: W('close-syssn-of-order') ? r.syssn : newSyssn(now, m), out_trade_no: '', txamt, amt, txdtm, at: now, udid, orig: r, m };
      if (W('closes-are-records')) addRec(store, f);
      const v = { orig_syssn: r.syssn, syssn: f.syssn, txamt: W('close-amount-zero') ? '0' : r.txamt, txcurrcd: r.txcurrcd, txdtm, sysdtm: fmt(now), chnlsn: r.chnlsn, respcd: '0000', resperr: OKTEXT(), respmsg: L('other-messages') ? 'done' : '' };
      if (W('close-without-orig-syssn')) delete v.orig_syssn;
      if (op === 'close') return pick('orig_syssn sysdtm cardcd txdtm resperr txcurrcd txamt respmsg syssn respcd', { ...v, cardcd: '' });
      if (L('extra-members')) Object.assign(v, { surcharge_fee: '0', surcharge_rate: '0', chnlsn2: '' });
      return v;
    };
  }

  async function addNote(c) {
    const { P, m } = c;
    const code = need(P, 'code'), s = need(P, 'syssn'), note = need(P, 'note');
    if (P.get('mchid') && !W('note-with-mchid')) refuse('1104', 'add_note is not for merchants with mchid');
    if ((W('note-200-bytes') ? bytes(note) : chars(note)) > (W('note-limit-exclusive') ? 199 : W('note-limit-none') ? 1e9 : 200)) refuse('1104', 'note is longer than 200 characters');
    if (code !== m.app) refuse('1104', 'code is not the app code');
    const r = find(c, { needSyssn: true });
    if (r.state !== 'paid' && !W('note-on-unpaid')) refuse(openState(r.state) ? '1261' : '1136', '');
    r.note = note;
    const v = { resperr: 'Success', respcd: '0000', respmsg: '', data: { syssn: s } };
    if (W('note-without-data')) delete v.data;
    if (W('note-flat')) { delete v.data; v.syssn = s; }
    return v;
  }
  const AUTH_ORDER = 'sysdtm paydtm udid txcurrcd txdtm txamt resperr respmsg out_trade_no syssn orig_syssn respcd chnlsn cardcd';
  async function authtrade(c) {
    const { P, store, m, now } = c;
    const [txamt, amt] = amount(P);
    const r = find(c, { needSyssn: true });
    if (!PREAUTH.has(r.pay_type)) NOTFOUND();
    const cur = opt(P, 'txcurrcd');
    if (cur && cur !== r.txcurrcd) refuse('1267', 'txcurrcd differs');
    const x = { orig_syssn: r.syssn };
    if (r.state !== 'paid') refuse(r.state === 'closed' ? '1264' : r.state === 'expired' ? '1181' : '1261', '', x);
    if (r.unfrozen && !W('capture-after-release')) refuse('1264', '', x);
    if (W('capture-once-only') && r.captures.length) refuse('1264', '', x);
    if ((W('captures-not-summed') ? amt : r.captured + amt) > r.amt && !W('capture-over-amount')) refuse('1153', '', x);
    r.captured += amt;
    const f = { kind: 'capture', app: m.app, mchid: c.mchid, syssn: newSyssn(now, m), out_trade_no: '', txamt, amt, txdtm: opt(P, 'txdtm') || fmt(now - H8), at: now, paidAt: now, udid: opt(P, 'udid'), orig: r, m, state: 'paid', refunded: 0, refunds: [], pay_type: r.pay_type, txcurrcd: r.txcurrcd, mode: r.mode, flags: 'f', chnlsn: r.chnlsn, cardcd: r.cardcd };
    r.captures.push(f); addRec(store, f);
    notify(m, f, 'payment');
    return pick(AUTH_ORDER, { sysdtm: fmt(now), paydtm: fmt(now), udid: f.udid || 'qiantai2', txcurrcd: r.txcurrcd, txdtm: f.txdtm, txamt, resperr: OKTEXT(), respmsg: W('capture-message-ok') ? 'OK' : 'Capture received', out_trade_no: W('capture-answers-number') ? r.out_trade_no : '', syssn: f.syssn, orig_syssn: W('capture-without-orig') ? undefined : r.syssn, respcd: '0000', chnlsn: r.chnlsn, cardcd: r.cardcd });
  }
  async function unfreeze(c) {
    const { P, store, m, now } = c;
    const [txamt, amt] = amount(P);
    const txdtm = time(P), n = W('release-number-optional') && !P.get('out_trade_no') ? null : need(P, 'out_trade_no');
    const r = find(c, { needSyssn: true });
    if (!PREAUTH.has(r.pay_type)) NOTFOUND();
    const x = { orig_syssn: r.syssn };
    if (n !== null && n !== r.out_trade_no) refuse('1267', '', x);
    if (r.state !== 'paid') refuse(r.state === 'closed' ? '1264' : r.state === 'expired' ? '1181' : '1261', '', x);
    if (r.unfrozen && !W('release-twice')) refuse('1264', '', x);
    if (amt > r.amt - r.captured && !W('release-of-captured')) refuse('1272', '', x);
    r.unfrozen = true;
    const f = { kind: 'operation', op: 'unfreeze', app: m.app, mchid: c.mchid, syssn: newSyssn(now, m), out_trade_no: '', txamt, amt, txdtm, at: now, udid: opt(P, 'udid'), orig: r, m };
    notify(m, { ...f, pay_type: r.pay_type, txcurrcd: r.txcurrcd }, 'unfreeze');
    return pick(AUTH_ORDER, { sysdtm: fmt(now), paydtm: fmt(now), udid: f.udid || 'qiantai2', txcurrcd: r.txcurrcd, txdtm, txamt, resperr: OKTEXT(), respmsg: W('release-message-capture') ? 'Capture received' : 'Void received', out_trade_no: '', syssn: f.syssn, orig_syssn: r.syssn, respcd: '0000', chnlsn: r.chnlsn, cardcd: r.cardcd });
  }
  const customs = kind => async c => {
    const { P } = c;
    const tt = need(P, 'trade_type'), cu = need(P, 'customs'); maxChars('customs', cu, 20);
    if (tt !== 'weixin' && tt !== 'alipay') refuse('1104', 'trade_type is weixin or alipay');
    if (kind !== 'query') maxChars('mch_customs_no', need(P, 'mch_customs_no'), 20);
    const r = find(c, { needSyssn: true });
    if (r.state !== 'paid' && !W('customs-of-unpaid')) refuse('1261', '');
    if (kind === 'query') return { syssn: r.syssn, respcd: '0000', resperr: OKTEXT(), respmsg: '', data: r.declared && r.declared.has(cu) ? [{ resperr: OKTEXT(), errmsg: '', sub_order_no: opt(P, 'sub_order_no'), verify_department: 'OTHERS', verify_department_trade_id: '' }] : [] };
    if (kind === 'redeclare' && !(r.declared && r.declared.has(cu))) refuse('1136', '');
    (r.declared ||= new Set()).add(cu);
    return { syssn: r.syssn, respcd: '0000', resperr: OKTEXT(), respmsg: '', verify_department: 'OTHERS', verify_department_trade_id: '' };
  };
  async function intent(c) {
    const { P, now } = c;
    const [txamt] = amount(P); const type = need(P, 'pay_type'); if (!Object.hasOwn(TYPES, type)) refuse('1104', 'pay_type is unknown');
    const n = number(P);
    return { respcd: '0000', resperr: OKTEXT(), respmsg: '', txamt, txcurrcd: opt(P, 'txcurrcd') || 'HKD', sysdtm: fmt(now), out_trade_no: n, payment_intent: crypto.randomBytes(16).toString('hex'), intent_expiry: fmt(now + 7 * 864e5) };
  }
  async function tokenIntent(c) {
    need(c.P, 'customer_id');
    return { respcd: '0000', resperr: OKTEXT(), respmsg: '', sysdtm: fmt(c.now), token_intent: crypto.randomBytes(16).toString('hex'), intent_expiry: fmt(c.now + 7 * 864e5) };
  }

  // ---------------------------------------------------------------- notifications
  const STEPS = W('notify-first-retry-late') ? [10, 10, 10, 60, 120, 360, 900] : W('notify-three-retries') ? [2, 10, 10] : W('notify-ten-retries') ? [2, 10, 10, 60, 120, 360, 900, 900, 900, 900] : W('notify-never-again') ? [] : W('notify-fixed-interval') ? [2, 2, 2, 2, 2, 2, 2] : [2, 10, 10, 60, 120, 360, 900];
  function noteBody(m, r, type) {
    let v;
    if (type === 'refund') {
      const q = r.orig;
      v = { status: '1', sysdtm: fmt(r.at), txcurrcd: q.txcurrcd, orig_out_trade_no: q.out_trade_no, mchid: r.mchid || '', txdtm: r.txdtm, txamt: r.txamt, orig_syssn: q.syssn, out_trade_no: r.out_trade_no, syssn: r.syssn, respcd: '0000', notify_type: 'refund' };
      if (W('notify-refund-order-number')) { v.out_trade_no = q.out_trade_no; }
      if (W('notify-refund-order-syssn')) { v.syssn = q.syssn; }
      if (W('notify-refund-order-amount')) v.txamt = q.txamt;
      if (W('notify-refund-type-payment')) v.notify_type = 'payment';
      if (W('notify-refund-without-orig')) { delete v.orig_syssn; delete v.orig_out_trade_no; }
    } else {
      v = pick('status pay_type sysdtm paydtm goods_name txcurrcd txdtm mchid txamt exchange_rate chnlsn2 out_trade_no syssn cash_fee_type cancel respcd goods_info cash_fee notify_type chnlsn cardcd',
        { status: '1', pay_type: r.pay_type, sysdtm: fmt(r.at), paydtm: fmt(r.paidAt ?? r.at), goods_name: r.goods || '', txcurrcd: r.txcurrcd, txdtm: r.txdtm, mchid: r.mchid ? r.mchid : undefined, txamt: r.txamt, exchange_rate: '', chnlsn2: '', out_trade_no: r.out_trade_no, syssn: r.syssn, cash_fee_type: '', cancel: '0', respcd: '0000', goods_info: r.goods_info || '', cash_fee: '0', notify_type: type, chnlsn: r.chnlsn || '', cardcd: r.cardcd || '' });
      if (W('notify-status-number')) v.status = 1;
      if (W('notify-amount-number')) v.txamt = r.amt;
      if (W('notify-amount-major')) v.txamt = (r.amt / 100).toFixed(2);
      if (W('notify-without-type')) delete v.notify_type;
      if (W('notify-without-cancel')) delete v.cancel;
      if (W('notify-without-paydtm')) delete v.paydtm;
      if (W('notify-paydtm-of-creation')) v.paydtm = v.sysdtm;
      if (W('notify-time-utc')) { v.sysdtm = fmt(r.at - H8); v.paydtm = fmt((r.paidAt ?? r.at) - H8); }
      if (W('notify-cancel-number')) v.cancel = 0;
      if (W('notify-null-for-empty')) for (const k in v) if (v[k] === '') v[k] = null;
      if (W('notify-failed-too') && r.state === 'failed') { v.respcd = r.respcd; v.status = '0'; }
      if (W('notify-nested')) v = { data: v };
    }
    return v;
  }
  function notify(m, r, type) {
    if (type === 'refund' && W('notify-refund-not-sent')) return;
    if (type === 'payment' && W('notify-payment-not-sent')) return;
    const own = r.kind === 'payment' ? r.notify_url : r.orig ? (r.orig.notify_url || (r.orig.orig && r.orig.orig.notify_url)) : '';
    const url = W('notify-url-of-request-ignored') ? m.notify_url : own || m.notify_url;
    if (!url) return;
    const v = noteBody(m, r, type);
    let body = py(v);
    let key = m.notify_key || m.key;
    if (W('notify-another-key')) key = [...merchants.values()].find(x => x !== m)?.key || 'x';
    let sign = hex('md5', Buffer.from(body + key)).toUpperCase();
    if (W('notify-sign-sorted')) sign = hex('md5', Buffer.from(Object.entries(v).sort((a, b) => a[0] < b[0] ? -1 : 1).map(([a, b]) => a + '=' + b).join('&') + key)).toUpperCase();
    if (W('notify-sign-keyless')) sign = hex('md5', Buffer.from(body)).toUpperCase();
    if (W('notify-sign-compact')) sign = hex('md5', Buffer.from(JSON.stringify(v) + key)).toUpperCase();
    if (W('notify-sign-sha256')) sign = hex('sha256', Buffer.from(body + key)).toUpperCase();
    if (W('notify-sign-lower')) sign = sign.toLowerCase();
    if (W('notify-sign-decoded')) sign = hex('md5', Buffer.from(body.replace(/\\u([0-9a-f]{4})/g, (_, x) => String.fromCharCode(parseInt(x, 16))) + key)).toUpperCase();
    const t = nowOf(m);
    const n = { id: ++noteSeq, app: m.app, m, url, body, sign, syssn: r.syssn, type, state: 'pending', due: t, attempts: [], busy: null, rec: r };
    notes.push(n);
    if (notes.length > 20000) notes.splice(0, 1000);
    setImmediate(() => attempt(n, t));
  }
  function deliver(n) {
    return new Promise(resolve => {
      let u; try { u = new URL(n.url); } catch { return resolve({ error: 'not a URL' }); }
      const loop = /^(127\.|localhost$|\[::1\])/.test(u.hostname);
      if (!loop && u.port && !['80', '443'].includes(u.port)) return resolve({ error: 'ports 80 and 443 only' });
      const form = W('notify-form-encoded');
      let b = Buffer.from(form ? new URLSearchParams(JSON.parse(n.body)).toString() : n.body);
      const method = W('notify-by-get') ? 'GET' : 'POST';
      const h = { 'Content-Type': form ? 'application/x-www-form-urlencoded' : W('notify-text-plain') ? 'text/plain' : 'application/json', 'Content-Length': b.length, 'User-Agent': 'independent/1' };
      if (!W('notify-unsigned')) h['X-QF-SIGN'] = n.sign;
      if (W('notify-retry-unsigned') && n.attempts.length) delete h['X-QF-SIGN'];
      let done = false; const end = x => { if (!done) { done = true; resolve(x); } };
      let q;
      try {
        q = (u.protocol === 'https:' ? https : http).request(u, { method, headers: h, agent: false, timeout: 5000 }, res => {
          let s = ''; res.setEncoding('utf8'); res.on('data', d => { if (s.length < 1000) s += d; }); res.on('end', () => end({ status: res.statusCode, answer: s })); res.on('error', e => end({ error: String(e.message) }));
        });
        q.on('timeout', () => q.destroy(new Error('timeout'))); q.on('error', e => end({ error: String(e.message) }));
        q.end(b);
      } catch (e) { end({ error: String(e.message) }); }
    });
  }
  async function attempt(n, t, manual) {
    if (n.busy) { await n.busy; return; }
    n.busy = (async () => {
      const a = await deliver(n);
      let ok = a.status === 200 && a.answer.trim() === 'SUCCESS';
      if (W('notify-any-200-accepted')) ok = a.status === 200;
      if (W('notify-any-2xx-accepted')) ok = a.status >= 200 && a.status < 300 && a.answer.trim() === 'SUCCESS';
      if (W('notify-status-ignored')) ok = (a.answer || '').trim() === 'SUCCESS';
      if (W('notify-success-anywhere')) ok = a.status === 200 && a.answer.includes('SUCCESS');
      if (W('notify-lower-success')) ok = a.status === 200 && a.answer.trim().toUpperCase() === 'SUCCESS';
      if (W('notify-success-not-understood')) ok = false;
      n.attempts.push({ number: n.attempts.length + 1, at: fmt(t), status: a.status ?? null, answer: a.answer ?? null, error: a.error ?? null, accepted: ok, diagnosis: ok ? 'accepted' : 'only HTTP 200 with the body SUCCESS accepts it' });
      if (ok) { n.state = 'delivered'; n.due = null; }
      else if (!manual) {
        const k = n.attempts.length - 1;
        if (k >= STEPS.length) { n.state = 'given_up'; n.due = null; } else { n.due = t + STEPS[k] * 60e3; arm(n); }
      }
      wake();
    })();
    try { await n.busy; } finally { n.busy = null; }
  }
  const arm = n => {
    if (n.m.frozen !== null || closedServer) return;
    const tm = setTimeout(() => { if (n.state === 'pending') pump(n.m).catch(() => {}); }, Math.min(2 ** 31 - 1, Math.max(0, n.due - nowOf(n.m)) + 5)); tm.unref();
  };
  async function pump(m) {
    for (let i = 0; i < 1000; i++) {
      await new Promise(r => setImmediate(r));
      await Promise.all(notes.filter(n => n.m === m && n.busy).map(n => n.busy));
      const t = nowOf(m);
      const due = notes.filter(n => n.m === m && n.state === 'pending' && n.due !== null && n.due <= t && !n.busy);
      if (!due.length) return;
      const first = Math.min(...due.map(n => n.due));
      await Promise.all(due.filter(n => n.due === first).map(n => attempt(n, n.due)));
    }
  }
  const wake = () => { const w = waiters; waiters = []; for (const f of w) f(); };

  // ---------------------------------------------------------------- routes
  const close = cancelOrder('close'), reversal = cancelOrder('reversal');
  const ROUTES = {
    '/trade/v1/payment': ['POST', payment], '/trade/v1/query': ['POST GET', query], '/trade/v1/refund': ['POST', refund], '/trade/v1/reversal': ['POST GET', reversal], '/trade/v1/close': ['POST GET', close],
    '/trade/v1/add_note': ['POST', addNote], '/trade/v1/authtrade': ['POST', authtrade], '/trade/v1/unfreeze': ['POST', unfreeze],
    '/custom/v1/declare': ['POST', customs('declare')], '/custom/v1/query': ['POST GET', customs('query')], '/custom/v1/redeclare': ['POST', customs('redeclare')],
    '/payment_element/v1/create_payment_intent': ['POST', intent], '/payment_element/v1/create_token_intent': ['POST', tokenIntent],
  };
  if (W('close-get-refused')) ROUTES['/trade/v1/close'][0] = 'POST';
  if (W('close-post-refused')) ROUTES['/trade/v1/close'][0] = 'GET';
  if (W('reversal-post-refused')) ROUTES['/trade/v1/reversal'][0] = 'GET';
  if (W('query-post-refused')) ROUTES['/trade/v1/query'][0] = 'GET';
  if (W('payment-by-get')) ROUTES['/trade/v1/payment'][0] = 'POST GET';
  const calls = o.calls ? new Set(o.calls) : null;

  async function api(req, path, qs, chunks) {
    const route = Object.hasOwn(ROUTES, path) ? ROUTES[path] : null;
    if (!route || (calls && !calls.has(path.split('/').pop()))) return { status: 404, json: { error: 'no such call' } };
    if (!route[0].split(' ').includes(req.method)) return { status: 405, json: { error: `use ${route[0].replace(' ', ' or ')}` }, headers: { Allow: route[0].replace(' ', ', ') } };
    let body = Buffer.concat(chunks);
    if (W('chunked-unread') && /chunked/i.test(req.headers['transfer-encoding'] || '')) body = Buffer.alloc(0);
    if (W('body-cut-at-2048')) body = body.subarray(0, 2048);
    if (W('body-decoded-by-chunk')) body = Buffer.from(chunks.map(b => b.toString('utf8')).join(''));
    if (W('body-first-chunk-only') && chunks.length) body = chunks[0];
    const headers = req.headers;
    let m = null, mchid = '', sentNumber;
    try {
      const app = (headers['x-qf-appcode'] || '').trim();
      let sent = headers['x-qf-sign'];
      if (W('header-case-matters') && !req.rawHeaders.includes('X-QF-SIGN')) sent = undefined;
      m = merchants.get(app) || null;
      const ct = (headers['content-type'] || '').toLowerCase();
      if (ct.includes('json') || ct.includes('multipart') || /^\s*\{/.test(body.subarray(0, 20).toString('latin1'))) {
        if (!m) refuse('1108', 'unknown app code');
        if (!(L('json-body-accepted') && ct.includes('json'))) refuse('1103', 'the body must be form-encoded');
      }
      let pairs, bp;
      if (L('json-body-accepted') && ct.includes('json')) { try { pairs = Object.entries(JSON.parse(body.toString())).map(([a, b]) => [a, String(b)]); } catch { refuse('1103', 'not JSON'); } bp = pairs; }
      else { bp = parseForm(body.toString('latin1')); pairs = (W('query-string-ignored') && req.method === 'POST' ? [] : parseForm(qs)).concat(bp); }
      const P = new Map();
      for (const [n, v] of pairs) {
        if (P.has(n)) { if (L('repeated-last-wins')) { /* silently */ } else refuse('1103', `${n} is given twice`); }
        P.set(n, v);
      }
      if (!m) refuse('1108', 'unknown app code');
      if (!sent || !app) refuse('1108', sent ? 'no app code' : 'no signature');
      const sigPairs = W('sig-body-only') && bp.length ? bp : L('repeated-last-wins') ? [...P] : pairs;
      const h2 = { ...headers, 'x-qf-sign': String(sent).trim() };
      const good = signatureOk(m, h2, sigPairs, body.length);
      if (!good && !(W('bad-signature-still-works') && path === '/trade/v1/payment') && !(W('refund-signature-unchecked') && path === '/trade/v1/refund') && !(W('query-signature-unchecked') && path === '/trade/v1/query') && !(W('get-signature-unchecked') && req.method === 'GET')) refuse(W('sig-code-1104') ? '1104' : '1108', 'signature mismatch');
      sentNumber = P.get('out_trade_no');
      // the merchant number
      mchid = opt(P, 'mchid');
      if (W('mchid-any-case') && m.mchids.length && !m.mchids.includes(mchid)) mchid = m.mchids.find(x => x.toLowerCase() === mchid.toLowerCase()) || mchid;
      if (path !== '/trade/v1/add_note' || m.mchids.length) {
        if (m.mchids.length) {
          if (mchid === '') { if (W('mchid-optional')) mchid = m.mchids[0]; else if (path === '/trade/v1/add_note') mchid = ''; else refuse('1104', 'mchid is mandatory'); }
          else if (chars(mchid) > 16) refuse('1104', 'mchid is longer than 16');
          else if (!m.mchids.includes(mchid) && !(W('mchid-unchecked'))) refuse(W('mchid-wrong-1104') ? '1104' : '1108', '', { resperr: 'MCHCODE非法', bare: true });
        } else if (mchid !== '') { if (W('mchid-though-none')) mchid = ''; else refuse('1104', 'mchid must not be sent'); }
      }
      let sm = m, smchid = mchid;
      if (W('connection-keeps-merchant')) { const s = req.socket; if (s.__m) [sm, smchid] = s.__m; else s.__m = [m, mchid]; }
      if (W('merchant-sticks-mchid') && m.mchids.length) { smchid = m.__first ||= mchid; }
      if (W('one-store-for-all')) { sm = [...merchants.values()][0]; smchid = ''; }
      const c = { P, m: sm, mchid: smchid, store: storeOf(sm.app, smchid), now: nowOf(m), raw: m.app + pairs.map(p => p.join('=')).join('&') };
      let ans;
      try { ans = await route[1](c); } catch (e) {
        if (e instanceof Refusal && L('refused-number-consumed') && path.endsWith('payment') && sentNumber && e.code !== '1251' && !c.store.numbers.has(sentNumber)) c.store.numbers.set(sentNumber, { kind: 'payment', rec: null, reserved: true, no: 0 });
        throw e;
      }
      if (!good && W('bad-signature-still-works')) { return { json: { resperr: text('1108'), respcd: '1108', respmsg: 'signature mismatch' }, m, path }; }
      return { json: ans, m, path };
    } catch (e) {
      if (!(e instanceof Refusal)) throw e;
      const { resperr, bare, ...rest } = e.extra;
      let j = { resperr: resperr || (e.code === '1108' ? (lang ? '签名错误(1108)' : 'Signature error(1108)') : text(e.code)), respcd: e.code, respmsg: e.msg };
      if (sentNumber !== undefined && e.code !== '1108' && e.code !== '1103') j.out_trade_no = sentNumber;
      if (!bare) Object.assign(j, rest);
      if (L('full-refusals') && m && e.code !== '1108' && e.code !== '1103') j = { ...j, sysdtm: fmt(nowOf(m)), txcurrcd: '', chnlsn: '', cardcd: '' };
      if (W('refusal-without-respmsg')) delete j.respmsg;
      if (W('refusal-without-resperr')) delete j.resperr;
      if (W('refusal-error-object')) j = { error: { code: e.code, message: e.msg } };
      return { json: j, m, path, refused: true };
    }
  }

  function shape(j, path) {
    if (j === null || typeof j !== 'object') return j;
    j = { ...j };
    const ok = j.respcd === '0000', isPay = path === '/trade/v1/payment' && ok;
    if (W('answer-nested') && !j.data) { const { respcd, resperr, respmsg, ...r } = j; j = { respcd, resperr, respmsg, data: r }; }
    if (W('answer-respcd-number')) j.respcd = Number(j.respcd);
    if (W('answer-respcd-short') && ok) j.respcd = '0';
    if (W('answer-success-word') && ok) j.respcd = 'SUCCESS';
    if (W('answer-without-respmsg') && ok) delete j.respmsg;
    if (W('answer-without-resperr') && ok) delete j.resperr;
    if (W('answer-respmsg-null')) j.respmsg = null;
    if (isPay) {
      for (const k of ['sysdtm', 'syssn', 'out_trade_no', 'txamt', 'txdtm', 'pay_type', 'txcurrcd']) if (W('answer-without-' + k)) delete j[k];
      if (W('answer-amount-number')) j.txamt = Number(j.txamt);
      if (W('answer-sysdtm-utc')) j.sysdtm = fmt(validTime(j.sysdtm) - H8);
      if (W('answer-sysdtm-iso')) j.sysdtm = j.sysdtm.replace(' ', 'T') + '+08:00';
      if (W('answer-sysdtm-epoch')) j.sysdtm = String(Math.floor(validTime(j.sysdtm) / 1000));
      if (W('answer-sysdtm-slashes')) j.sysdtm = j.sysdtm.replace(/-/g, '/');
      if (W('answer-sysdtm-millis')) j.sysdtm += '.000';
      if (W('answer-sysdtm-twelve')) { const h = Number(j.sysdtm.slice(11, 13)) % 12 || 12; j.sysdtm = j.sysdtm.slice(0, 11) + String(h).padStart(2, '0') + j.sysdtm.slice(13); }
      if (W('answer-number-cut')) j.out_trade_no = j.out_trade_no.slice(0, 32);
      if (W('answer-number-upper')) j.out_trade_no = j.out_trade_no.toUpperCase();
      if (W('answer-number-trimmed')) j.out_trade_no = j.out_trade_no.trim();
      if (W('answer-number-as-number') && /^\d{1,15}$/.test(j.out_trade_no)) j.out_trade_no = Number(j.out_trade_no);
      if (W('answer-number-encoded')) j.out_trade_no = encodeURIComponent(j.out_trade_no);
      if (W('answer-null-for-empty')) for (const k in j) if (j[k] === '') j[k] = null;
      if (L('creation-without-empty-members')) for (const k in j) if (j[k] === '') delete j[k];
      if (W('answer-numbers-from-last')) { const l = memo.get('last'); memo.set('last', j.syssn); if (l) j.syssn = l; }
    }
    if (L('extra-members')) j.trace_id = 'x' + jSeq;
    return j;
  }

  function send(req, res, out) {
    if (res.destroyed || res.writableEnded) return;
    const raw = out.text !== undefined ? out.text : py(out.m !== undefined ? shape(out.json, out.path) : out.json);
    let b = Buffer.from(W('answer-bom') && out.m ? '\ufeff' + raw : raw);
    const h = [];
    const low = L('lower-case-headers');
    const put = (k, v) => h.push(low ? k.toLowerCase() : k, v);
    put('Server', 'nginx');
    put('Content-Type', W('answer-text-html') && out.m ? 'text/html; charset=UTF-8' : 'application/json; charset=UTF-8');
    if (!L('chunked-answers')) put('Content-Length', String(b.length));
    if (L('connection-close')) put('Connection', 'close');
    if (out.m) {
      let key = out.m.key;
      if (W('answer-another-key')) key = [...merchants.values()][0].key;
      let s = hex('md5', Buffer.concat([b, Buffer.from(key)])).toUpperCase();
      if (W('answer-sign-compact')) s = hex('md5', Buffer.from(JSON.stringify(JSON.parse(raw)) + key)).toUpperCase();
      if (W('answer-sign-decoded')) s = hex('md5', Buffer.from(raw.replace(/\\u([0-9a-f]{4})/g, (_, x) => String.fromCharCode(parseInt(x, 16))) + key)).toUpperCase();
      if (W('answer-sign-sorted')) s = hex('md5', Buffer.from(Object.entries(JSON.parse(raw)).sort((a, b) => a[0] < b[0] ? -1 : 1).map(([a, b]) => a + '=' + b).join('&') + key)).toUpperCase();
      if (W('answer-sign-keyless')) s = hex('md5', b).toUpperCase();
      if (W('answer-sign-amp-key')) s = hex('md5', Buffer.from(raw + '&key=' + key)).toUpperCase();
      if (W('answer-sign-newline')) s = hex('md5', Buffer.from(raw + '\n' + key)).toUpperCase();
      if (W('answer-sign-lower')) s = s.toLowerCase();
      if (W('answer-sign-request')) s = String(req.headers['x-qf-sign'] || s);
      if (W('answer-sign-by-length')) { const k = 's' + out.m.app + b.length; if (memo.has(k)) s = memo.get(k); else memo.set(k, s); }
      if (W('answer-sign-cut')) s = s.slice(0, 31);
      if (W('answer-sign-first-1024')) s = hex('md5', Buffer.concat([b.subarray(0, 1024), Buffer.from(key)])).toUpperCase();
      if (!L('no-answer-signature') && !(L('unsigned-refusals') && out.refused)) put('X-QF-SIGN', s);
    }
    put('X-Powered-By', 'QF/1.1');
    for (const k in out.headers || {}) put(k, out.headers[k]);
    let st = out.status || 200;
    if (L('refusals-http-400') && out.refused) st = 400;
    res.writeHead(st, h);
    res.end(req.method === 'HEAD' ? undefined : b);
  }

  // ---------------------------------------------------------------- control API (only with --sandbox)
  const CTL = {
    'GET /__sandbox/': 'this list', 'GET health': 'version, time', 'POST reset': 'as at start-up', 'GET/PUT clock': 'advance_seconds, now, frozen',
    'GET transactions': 'out_trade_no, syssn, state, limit', 'POST transactions/SYSSN/payer': 'scan, password, processing, pay, fail, cancel',
    'GET/DELETE requests': 'the journal', 'GET notifications': 'the delivery log', 'POST notifications/ID/send': 'send again',
    'GET/POST merchants': 'all, or a new one', 'GET/PUT/DELETE merchants/APP_CODE': 'one', 'GET catalogue': 'codes, pay types, actions, states',
  };
  const ACTIONS = ['scan', 'password', 'processing', 'pay', 'fail', 'cancel'];
  const bad = (status, error) => ({ status, json: { error } });
  const stateOf = r => r.kind !== 'payment' ? (r.pendingUntil ? 'pending' : r.kind === 'refund' ? 'refunded' : 'paid') : r.state === 'paid' && r.refunded >= r.amt ? 'refunded' : r.state === 'paid' && r.refunded > 0 ? 'partly_refunded' : r.state;
  const viewTx = r => { const t = nowOf(r.m); const v = record(r, t); return { syssn: r.syssn, out_trade_no: r.out_trade_no, order_type: r.kind === 'refund' ? 'refund' : 'payment', state: stateOf(r), app_code: r.app, mchid: r.mchid || '', pay_type: v.pay_type, txamt: r.txamt, txcurrcd: v.txcurrcd, txdtm: r.txdtm, sysdtm: fmt(r.at), paydtm: v.paydtm, respcd: v.respcd, cancel: v.cancel, refunded: String(r.refunded || 0), orig_syssn: r.orig ? r.orig.syssn : undefined }; };
  const viewM = (m, show) => ({ app_code: m.app, ...(show ? { client_key: m.key, key: m.key } : {}), mchids: m.mchids, notify_url: m.notify_url, ...(show ? { notify_key: m.notify_key } : {}) });
  const viewN = n => ({ id: n.id, app_code: n.app, syssn: n.syssn, notify_type: n.type, url: n.url, body: n.body, signature: n.sign, state: n.state, next_attempt: n.due === null ? null : fmt(n.due), attempts: n.attempts });
  const direct = () => [...merchants.values()].find(m => !m.mchids.length) || [...merchants.values()][0];

  async function control(req, path, qs, bodyBuf) {
    const q = new URLSearchParams(qs);
    const p = path.slice('/__sandbox/'.length).replace(/\/$/, '').split('/').map(s => { try { return decodeURIComponent(s); } catch { return s; } });
    const what = p[0], meth = req.method;
    let b = {};
    const raw = bodyBuf.toString('utf8').trim();
    if (raw) { try { b = JSON.parse(raw); } catch { b = /^[a-z]+$/.test(raw) ? raw : null; } if (b === null || (typeof b !== 'object' && typeof b !== 'string') || Array.isArray(b)) return bad(400, 'the body must be a JSON object'); }
    const merchant = () => { const a = q.get('app_code') || (typeof b === 'object' && b.app_code); return a ? merchants.get(String(a)) || null : direct() || null; };
    const limit = () => { const v = q.get('limit'); return v !== null && /^\d+$/.test(v) ? Number(v) : 100; };
    const held = async (fetch) => {
      const w = Math.min(60000, Number(q.get('wait_ms')) || 0), until = Date.now() + w;
      for (;;) {
        const r = fetch();
        if (r.length || Date.now() >= until || req.destroyed) return r;
        await new Promise(res => { const tm = setTimeout(res, until - Date.now() + 1); tm.unref(); waiters.push(() => { clearTimeout(tm); res(); }); });
      }
    };
    if (what === '' ) return meth === 'GET' ? { status: 200, json: { calls: CTL } } : bad(405, 'use GET');
    if (what === 'health') return { status: 200, json: { status: 'ok', version: 'independent-1', now: fmt(nowOf(direct() || { frozen: Date.now() })), profile: "independent", lang: lang ? 'zh-hans' : 'en' } };
    if (what === 'reset') { if (meth !== 'POST') return bad(405, 'use POST'); reset(); return { status: 204 }; }
    if (what === 'catalogue') return { status: 200, json: { codes: Object.keys(CODES).map(c => ({ respcd: c, en: CODES[c][0] })), pay_types: Object.keys(TYPES), payer_actions: ACTIONS, states: ['created', 'scanned', 'password', 'processing', 'paid', 'partly_refunded', 'refunded', 'closed', 'expired', 'failed'] } };
    if (what === 'clock') {
      const m = merchant(); if (!m) return bad(404, 'no such merchant');
      if (meth === 'PUT') {
        if (typeof b !== 'object') return bad(400, 'the body must be a JSON object');
        for (const k in b) if (!['advance_seconds', 'now', 'frozen', 'app_code'].includes(k)) return bad(400, `unknown member '${k}'; it must be advance_seconds, now or frozen`);
        if (b.advance_seconds !== undefined && !(typeof b.advance_seconds === 'number' && Math.abs(b.advance_seconds) < 4e9)) return bad(400, 'advance_seconds must be a number');
        if (b.frozen !== undefined && typeof b.frozen !== 'boolean') return bad(400, 'frozen must be true or false');
        let t = null;
        if (b.now !== undefined) {
          t = typeof b.now === 'number' ? (b.now < 1e11 ? b.now * 1000 : b.now) : validTime(String(b.now)) ?? (Number.isNaN(Date.parse(b.now)) ? null : Date.parse(b.now));
          if (t === null || !(t > -6e13 && t < 2.5e14)) return bad(400, 'now must be YYYY-MM-DD hh:mm:ss');
        }
        if (t !== null) { if (m.frozen !== null) m.frozen = t; else m.offset = t - Date.now(); }
        if (b.advance_seconds !== undefined) { const d = b.advance_seconds * 1000; if (m.frozen !== null) m.frozen += d; else m.offset += d; }
        if (b.frozen === true && m.frozen === null) m.frozen = nowOf(m);
        if (b.frozen === false && m.frozen !== null) { m.offset = m.frozen - Date.now(); m.frozen = null; }
        await pump(m);
        for (const n of notes) if (n.m === m && n.state === 'pending') arm(n);
      } else if (meth !== 'GET') return bad(405, 'use GET or PUT');
      return { status: 200, json: { app_code: m.app, now: fmt(nowOf(m)), frozen: m.frozen !== null } };
    }
    if (what === 'transactions') {
      if (p.length === 1) {
        if (meth !== 'GET') return bad(405, 'use GET');
        const a = q.get('app_code'), r = [], lim = limit();
        if (a && !merchants.has(a)) return bad(404, 'no such merchant');
        for (let i = allRecs.length - 1; i >= 0 && r.length < lim; i--) {
          const x = allRecs[i]; if (x.kind === 'operation') continue;
          if ((a && x.app !== a) || (q.get('mchid') && x.mchid !== q.get('mchid')) || (q.get('out_trade_no') && x.out_trade_no !== q.get('out_trade_no')) || (q.get('syssn') && x.syssn !== q.get('syssn'))) continue;
          const v = viewTx(x); if (q.get('state') && v.state !== q.get('state')) continue;
          r.push(v);
        }
        return { status: 200, json: { transactions: r } };
      }
      const x = bySyssn.get(p[1]); if (!x) return bad(404, 'no such transaction');
      if (p.length === 2) return meth === 'GET' ? { status: 200, json: { transaction: viewTx(x) } } : bad(405, 'use GET');
      if (p[2] !== 'payer' || p.length > 3) return bad(404, 'there is only payer');
      if (meth !== 'POST') return bad(405, 'use POST');
      let act = typeof b === 'string' ? b : b.action ?? b.payer ?? b.do ?? Object.values(b).find(v => ACTIONS.includes(v));
      act = act ?? q.get('action');
      if (!ACTIONS.includes(act)) return bad(400, `the action must be one of ${ACTIONS.join(', ')}`);
      const m = x.m; settle(x, nowOf(m));
      if (x.kind !== 'payment' || !(openState(x.state) || (W('closed-can-be-paid') && x.state === 'closed') || (W('expired-can-be-paid') && x.state === 'expired')))
        return bad(409, `the order is ${stateOf(x)}`);
      if (act === 'pay') pay(x, m);
      else if (act === 'fail') { x.state = 'failed'; x.respcd = b && typeof b === 'object' && CODES[b.respcd] ? b.respcd : '1205'; if (W('notify-failed-too')) notify(m, x, 'payment'); }
      else if (act === 'cancel') { if (L('payer-cancel-fails')) { x.state = 'failed'; x.respcd = '2007'; } else x.state = 'created'; }
      else x.state = act === 'scan' ? 'scanned' : act;
      return { status: 200, json: { state: stateOf(x), transaction: viewTx(x) } };
    }
    if (what === 'notifications') {
      if (p.length === 1) {
        if (meth !== 'GET') return bad(405, 'use GET');
        const since = Number(q.get('since')) || 0;
        const sel = () => { const r = []; for (let i = notes.length - 1; i >= 0 && r.length < limit(); i--) { const n = notes[i]; if (n.id > since && (!q.get('syssn') || n.syssn === q.get('syssn')) && (!q.get('app_code') || n.app === q.get('app_code')) && (!q.get('wait_ms') || n.attempts.length)) r.push(viewN(n)); } return r; };
        const r = await held(sel);
        return { status: 200, json: { notifications: r, last: noteSeq } };
      }
      const n = notes.find(x => String(x.id) === p[1]); if (!n) return bad(404, 'no such notification');
      if (p[2] === 'send' && meth === 'POST') { await attempt(n, nowOf(n.m), true); return { status: 200, json: { notification: viewN(n) } }; }
      return p.length === 2 && meth === 'GET' ? { status: 200, json: { notification: viewN(n) } } : bad(404, 'there is only send');
    }
    if (what === 'requests') {
      if (meth === 'DELETE') { journal = []; return { status: 204 }; }
      if (meth !== 'GET') return bad(405, 'use GET or DELETE');
      const since = Number(q.get('since')) || 0;
      const r = await held(() => journal.filter(e => e.id > since && (!q.get('app_code') || e.app_code === q.get('app_code'))).slice(-limit()).reverse());
      return { status: 200, json: { requests: r, last: jSeq } };
    }
    if (what === 'rules') return bad(404, 'this sandbox has no rules');
    if (what === 'merchants') {
      const read = (m, b) => {
        for (const k in b) if (!['app_code', 'client_key', 'key', 'mchid', 'mchids', 'notify_url', 'notify_key', 'features', 'name'].includes(k)) return `unknown member '${k}'`;
        const str = (k, re) => b[k] === undefined || (typeof b[k] === 'string' && (!re || re.test(b[k])));
        for (const k of ['client_key', 'key', 'mchid', 'notify_url', 'notify_key']) if (!str(k) && b[k] !== null) return `${k} must be text`;
        if (b.mchids !== undefined && !(Array.isArray(b.mchids) && b.mchids.every(x => typeof x === 'string' && x && x.length <= 16))) return 'mchids must be a list of texts of at most 16 characters';
        if (b.client_key ?? b.key) m.key = b.client_key ?? b.key;
        if (b.mchids) m.mchids = [...new Set(b.mchids)]; else if (b.mchid) m.mchids = [b.mchid];
        if (b.notify_url !== undefined) m.notify_url = b.notify_url || '';
        if (b.notify_key !== undefined) m.notify_key = b.notify_key || '';
        return null;
      };
      if (typeof b !== 'object') return bad(400, 'the body must be a JSON object');
      if (p.length === 1) {
        if (meth === 'GET') return { status: 200, json: { merchants: [...merchants.values()].map(m => viewM(m)) } };
        if (meth !== 'POST') return bad(405, 'use GET or POST');
        const app = b.app_code === undefined ? crypto.randomBytes(16).toString('hex').toUpperCase() : b.app_code;
        if (typeof app !== 'string' || !/^[\x21-\x7e]{1,64}$/.test(app)) return bad(400, 'app_code must be text');
        if (merchants.has(app)) return bad(409, 'there is such a merchant already');
        const m = { app, key: crypto.randomBytes(16).toString('hex').toUpperCase(), mchids: [], notify_url: '', notify_key: '', offset: 0, frozen: null };
        const e = read(m, b); if (e) return bad(400, e);
        merchants.set(app, m);
        return { status: 201, json: viewM(m, true) };
      }
      const m = merchants.get(p[1]); if (!m) return bad(404, 'no such merchant');
      if (p.length > 2) return bad(404, 'nothing there');
      if (meth === 'GET') return { status: 200, json: viewM(m) };
      if (meth === 'PUT' || meth === 'PATCH') { const e = read({ ...m }, b); if (e) return bad(400, e); read(m, b); return { status: 200, json: viewM(m) }; }
      if (meth === 'DELETE') { merchants.delete(p[1]); return { status: 204 }; }
      return bad(405, 'use GET, PUT or DELETE');
    }
    return bad(404, `there is no ${what}; see GET /__sandbox/`);
  }

  // ---------------------------------------------------------------- the listener
  let closedServer = false;
  reset();
  const rate = new Map();
  const server = http.createServer({ maxHeaderSize: 65536, keepAliveTimeout: 60000, requestTimeout: 60000 }, (req, res) => {
    const chunks = []; let size = 0, tooLong = false;
    const done = async () => {
      const i = req.url.indexOf('?');
      let path = i < 0 ? req.url : req.url.slice(0, i);
      const qs = i < 0 ? '' : req.url.slice(i + 1);
      try {
        if (path.startsWith('http://')) path = new URL(path).pathname;
        if (path === '/__sandbox') path = '/__sandbox/';
        if (o.sandbox && path.startsWith('/__sandbox/')) {
          const r = await control(req, path, qs, Buffer.concat(chunks));
          if (r.status === 204) { res.writeHead(204); return res.end(); }
          return send(req, res, r);
        }
        if (tooLong) return send(req, res, { status: 413, json: { error: 'the body is too long' } });
        if (L('rate-limit')) {
          const k = String(req.headers['x-qf-appcode'] || ''), t = Date.now();
          const l = (rate.get(k) || []).filter(x => t - x < 60000); l.push(t); rate.set(k, l);
          if (l.length > 400 || l.filter(x => t - x < 1000).length > 100) { l.pop(); return send(req, res, { status: 429, json: {}, headers: { 'Retry-After': '1' } }); }
        }
        const out = await api(req, path, qs, chunks);
        const e = { id: ++jSeq, time: new Date().toISOString(), method: req.method, path, app_code: String(req.headers['x-qf-appcode'] || ''), status: out.status || 200, respcd: out.json && out.json.respcd || null, diagnosis: out.json && out.json.respmsg || '' };
        journal.push(e); if (journal.length > 2000) journal.splice(0, 1000);
        wake();
        send(req, res, out);
      } catch (e) {
        if (process.env.THIRD_DEBUG) console.error(e);
        try { send(req, res, { status: 500, json: { error: 'internal error' } }); } catch { res.destroy(); }
      }
    };
    req.on('data', d => { size += d.length; if (size > 4 << 20) { tooLong = true; chunks.length = 0; } else chunks.push(d); });
    req.on('end', done);
    req.on('error', () => {});
    res.on('error', () => {});
  });
  server.on('clientError', (e, s) => { if (s.writable) s.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n'); else s.destroy(); });
  server.on('close', () => { closedServer = true; });
  return server;
}

const KNOWN = new Set('txamt txcurrcd pay_type out_trade_no txdtm expired_time goods_name goods_info goods_detail mchid txzone udid rmb_tag extend_info limit_pay notify_url auth_code pay_tag return_url failed_url sub_openid openid seller_id syssn respcd start_time end_time page page_size code note customer_id trade_type customs mch_customs_no action_type mch_customs_name out_request_no amount sub_order_no fee_type order_fee transport_fee product_fee'.split(' '));
const parseTable = s => s.trim().split('\n').filter(l => l.includes('|')).map(l => l.split('|').map(x => x.trim()));
const MISTAKES = parseTable(String.raw`
sig-not-checked | The signature is not checked at all. | SIG-11 HDR-02 | nothing | sigvar
sig-any-hex | Any hexadecimal text of a plausible length passes as signature. | SIG-11 SIG-05 | nothing | sigvar
sig-without-key | A digest made without the key is accepted too. | SIG-04 | nothing | sigvar
sig-amp-key | A digest with "&key=" before the key is accepted too. | SIG-04 | nothing | sigvar
sig-key-first | A digest with the key in front is accepted too. | SIG-04 | nothing | sigvar
sig-hmac | An HMAC with the key is accepted too. | SIG-05 | nothing | sigvar
sig-eight-digits | Only the first eight digits of the digest are compared. | SIG-05 SIG-11 | nothing | sigvar
sig-short-accepted | A digest cut short passes (comparison to the length of what was sent). | SIG-05 SIG-11 | nothing | sigvar
sig-letters-only | The letters a-f of the digest are not compared. | SIG-05 SIG-11 | nothing | sigvar
sig-algorithm-by-length | SHA256 is recognised by its length, the header X-QF-SIGNTYPE is not needed. | HDR-03 | nothing | sigvar
sig-md5-under-sha256 | With X-QF-SIGNTYPE SHA256 an MD5 digest is accepted too. | HDR-03 SIG-05 | nothing | sigvar
sig-key-case | The key in other letter case makes an accepted signature too. | SIG-04 SIG-11 | nothing | sigvar
sig-any-merchant-key | A signature with the key of any other merchant is accepted. | SIG-04 SIG-11 | two-merchants | sigvar
sig-cached-by-digest | A digest that was right once is right for ever, whatever the parameters. | SIG-01 SIG-11 | nothing | cache
sig-cached-by-length | The expected digest is kept by merchant, parameter names and body length. | SIG-01 SIG-11 | nothing | cache
sig-code-1104 | A wrong signature answers 1104 instead of 1108. | SIG-11 | nothing | sigvar
bad-signature-still-works | A payment with a wrong signature answers 1108, but the order is made. | SIG-11 | nothing | unsigned
refund-signature-unchecked | The signature of refunds is not checked. | SIG-11 | payer | unsigned
query-signature-unchecked | The signature of queries is not checked. | SIG-11 | nothing | unsigned
get-signature-unchecked | The signature of GET requests is not checked. | SIG-11 SIG-01 | nothing | unsigned
sig-lower-only | Upper-case digests are refused. | SIG-06 | nothing | legit
sig-upper-only | Lower-case digests are refused. | SIG-06 | nothing | legit
sha256-upper-refused | Upper-case SHA256 digests are refused. | SIG-06 | nothing | legit
sha256-unsupported | SHA256 is not supported. | SIG-05 HDR-03 | nothing | legit
md5-header-refused | X-QF-SIGNTYPE: MD5 is refused. | HDR-04 | nothing | legit
sig-unsorted | The parameters are signed in the order of arrival. | SIG-02 | nothing | legit
sig-sort-ignores-case | The names are sorted without regard to letter case. | SIG-02 | nothing | legit
sig-sort-locale | The names are sorted by the rules of a language (underscore, digits, case). | SIG-02 | nothing | legit
sig-sort-by-pair | "name=value" is sorted instead of the name, wrong when one name begins with another. | SIG-02 | nothing | legit
sig-known-only | Parameters that the server does not know are not part of its string. | SIG-01 SIG-09 | nothing | legit
sig-first-eight | Only eight parameters are signed, further ones are left out. | SIG-01 | nothing | legit
sig-drops-zero | A parameter with the value 0 counts as empty and is left out. | SIG-01 | nothing | legit
sig-names-lowered | The names are lowered before signing. | SIG-10 SIG-03 | nothing | legit
sig-trims-values | White space at the ends of values is not signed. | SIG-08 | nothing | legit
sig-collapses-spaces | Several spaces in a value are signed as one. | SIG-08 SIG-03 | nothing | legit
sig-crlf-lf | CR LF in a value is signed as LF. | SIG-03 | nothing | legit
sig-encodes-non-ascii | Non-ASCII values are signed percent-encoded. | SIG-03 | nothing | legit
sig-encodes-ampersand | "&" in values is signed as %26. | SIG-03 | nothing | legit
sig-decodes-twice | Values are percent-decoded a second time before signing. | SIG-03 | nothing | legit
sig-plus-is-space | A "+" in a decoded value is signed as space. | SIG-03 | nothing | legit
sig-json-reformatted | JSON values are re-serialised before signing. | SIG-03 | nothing | legit
sig-nfc | Values are normalised (NFC) before signing. | SIG-03 SIG-05 | nothing | legit
sig-latin1 | The string is hashed as Latin-1 instead of UTF-8. | SIG-05 | nothing | legit
sig-question-marks | Non-ASCII characters are hashed as question marks. | SIG-05 | nothing | legit
sig-astral-dropped | Four-byte characters are left out of the string. | SIG-05 SIG-03 | nothing | legit
sig-cut-at-512 | Only the first 512 bytes of the string are hashed. | SIG-05 SIG-01 | nothing | legit
sig-body-only | Parameters of the URL query are used but not signed when there is a body. | SIG-01 HTTP-06 | nothing | legit
sig-replay-refused | The same signature twice (an identical query) is refused. | SIG-11 | nothing | legit
header-case-matters | Header names are recognised in exactly one spelling. | HDR-02 | nothing | legit
form-latin1 | Bodies are read as Latin-1. | HTTP-04 | nothing | legit
plus-literal | "+" in a form body is not a space. | HTTP-04 | nothing | legit
percent-upper-only | %e4 with lower-case digits is not decoded. | HTTP-04 | nothing | legit
value-cut-at-equals | A value is cut at its first "=". | HTTP-07 | nothing | legit
semicolon-separates | ";" separates parameters too. | HTTP-07 | nothing | legit
query-string-ignored | Parameters of a POST in the URL query are ignored. | HTTP-06 | nothing | legit
chunked-unread | Bodies with Transfer-Encoding chunked are not read. | HTTP-04 | nothing | legit
body-cut-at-2048 | Bodies are cut at 2048 bytes. | HTTP-04 SIG-01 | nothing | legit
body-decoded-by-chunk | Bodies are decoded packet by packet: a character that is cut is broken. | HTTP-04 | nothing | legit
body-first-chunk-only | Only the first packet of a body is read. | HTTP-04 | nothing | legit
unknown-parameter-refused | Unknown parameters are refused. | PAY-UNK-01 | nothing | legit
answer-sign-lower | The answer's signature is lower case. | SIG-13 | nothing | answer
answer-sign-keyless | The answer is signed without the key. | SIG-13 | nothing | answer
answer-sign-amp-key | The answer is signed with "&key=". | SIG-13 | nothing | answer
answer-sign-compact | The answer's signature is made over compact JSON instead of the body sent. | SIG-13 | nothing | answer
answer-sign-sorted | The answer's signature is made over sorted name=value pairs. | SIG-13 | nothing | answer
answer-sign-decoded | The answer's signature is made over decoded text: wrong as soon as there is non-ASCII. | SIG-13 RSP-06 | nothing | answer
answer-sign-newline | A line feed is hashed between body and key. | SIG-13 | nothing | answer
answer-sign-request | X-QF-SIGN of the answer repeats the request's. | SIG-13 | nothing | answer
answer-sign-cut | The answer's signature lacks its last digit. | SIG-13 | nothing | answer
answer-sign-by-length | The answer's signature is kept by body length. | SIG-13 | nothing | answer
answer-sign-first-1024 | Only the first 1024 bytes of an answer are signed. | SIG-13 | nothing | paging
answer-another-key | Every answer is signed with the first merchant's key. | SIG-13 | two-merchants | merch
answer-bom | Answers begin with a byte order mark. | RSP-01 | nothing | answer
answer-text-html | Answers are text/html. | HTTP-12 | nothing | answer
answer-nested | The members are nested in data. | RSP-01 | nothing | answer
answer-respcd-number | respcd is a number. | RSP-02 RSP-07 | nothing | answer
answer-respcd-short | Success is respcd "0". | RSP-02 RSP-03 | nothing | answer
answer-success-word | Success is respcd "SUCCESS". | RSP-02 RSP-03 | nothing | answer
answer-without-respmsg | Success has no respmsg. | RSP-02 | nothing | answer
answer-without-resperr | Success has no resperr. | RSP-02 | nothing | answer
answer-respmsg-null | respmsg is null. | RSP-02 | nothing | answer
answer-without-sysdtm | The payment's answer has no sysdtm. | PAY-01 RSP-09 | nothing | answer
answer-without-syssn | The payment's answer has no syssn. | PAY-01 RSP-16 | nothing | answer
answer-without-out_trade_no | The payment's answer has no out_trade_no. | PAY-01 | nothing | answer
answer-without-txamt | The payment's answer has no txamt. | PAY-01 | nothing | answer
answer-without-txdtm | The payment's answer has no txdtm. | PAY-01 RSP-10 | nothing | answer
answer-without-pay_type | The payment's answer has no pay_type. | PAY-01 | nothing | answer
answer-without-txcurrcd | The payment's answer has no txcurrcd. | PAY-01 | nothing | answer
answer-amount-number | txamt of an 800201 answer is a number. | RSP-07 | nothing | answer
answer-null-for-empty | Empty members are null. | RSP-07 | nothing | answer
answer-sysdtm-utc | sysdtm is UTC. | RSP-09 | nothing | answer
answer-sysdtm-iso | sysdtm is ISO 8601 with T and zone. | RSP-09 | nothing | answer
answer-sysdtm-epoch | sysdtm is a Unix time. | RSP-09 | nothing | answer
answer-sysdtm-slashes | sysdtm has slashes. | RSP-09 | nothing | answer
answer-sysdtm-millis | sysdtm has milliseconds. | RSP-09 | nothing | answer
answer-sysdtm-twelve | sysdtm counts twelve hours. | RSP-09 | clock | clockfmt
answer-number-cut | out_trade_no is echoed cut to 32 characters. | PAY-OTN-04 | nothing | echo
answer-number-upper | out_trade_no is echoed in upper case. | PAY-OTN-01 | nothing | echo
answer-number-trimmed | out_trade_no is echoed without its trailing space. | PAY-OTN-01 SIG-08 | nothing | echo
answer-number-as-number | A numeric out_trade_no is echoed as a number (leading zeros lost). | RSP-07 | nothing | echo
answer-number-encoded | out_trade_no is echoed percent-encoded. | PAY-OTN-01 | nothing | echo
answer-numbers-from-last | The answer carries the syssn of the payment before. | RSP-16 | nothing | echo
html-escaped | "&" and "<" come back as HTML entities. | RSP-06 | nothing | echo
backslash-doubled | A backslash comes back doubled. | RSP-06 | nothing | echo
astral-cut | Four-byte characters come back cut to 16 bits. | RSP-06 | nothing | echo
answer-always-hkd | txcurrcd is always HKD. | PAY-CUR-01 | nothing | types
answer-always-800201 | pay_type is always 800201. | PAY-TYPE-01 | nothing | types
udid-default-empty | Without udid the answer's udid is empty instead of qiantai2. | RSP-11 | nothing | answer
udid-not-echoed | udid is not echoed. | RSP-11 PAY-UDID-01 | nothing | echo
udid-lowered | udid is echoed in lower case. | RSP-11 PAY-UDID-01 | nothing | echo
udid-limit-20 | udid is limited to 20 characters. | PAY-UDID-01 | nothing | valid
values-stick | udid and goods_name of the request before stick when a request has none. | RSP-11 PAY-GOODS-01 | nothing | echo
txdtm-replaced | txdtm is replaced by the server's time. | RSP-10 PAY-TXDTM-04 | nothing | answer
qrcode-missing | There is no qrcode. | PAY-RSP-03 | nothing | answer
qrcode-empty | qrcode is empty. | PAY-RSP-03 PAY-RSP-01 | nothing | answer
qrcode-same | Every order has the same qrcode. | PAY-RSP-03 PAY-RSP-01 | nothing | answer
qrcode-image | qrcode is an image instead of the content. | PAY-RSP-03 | nothing | answer
syssn-per-second | Orders made within the same moments share a syssn. | RSP-16 | nothing | echo
syssn-rounded | syssn went through a floating point number. | RSP-16 | nothing | answer
syssn-too-long | syssn has 41 characters. | RSP-16 | nothing | answer
syssn-date-utc | The date in syssn is that of UTC. | RSP-16 RSP-09 | clock | clockfmt
refusal-without-respmsg | Refusals have no respmsg. | RSP-02 | nothing | refusal
refusal-without-resperr | Refusals have no resperr. | RSP-02 | nothing | refusal
refusal-error-object | Refusals are {"error": {...}}. | RSP-01 RSP-02 | nothing | refusal
payment-by-get | A GET makes a payment. | PAY-01 | nothing | refusal
txamt-optional | A payment without txamt is made over 1. | PAY-TXAMT-01 | nothing | valid
txamt-decimals | 10.00 is accepted as amount. | PAY-TXAMT-03 | nothing | valid
txamt-exponent | 1e3 is accepted as amount. | PAY-TXAMT-03 | nothing | valid
txamt-hexadecimal | 0x10 is accepted as amount. | PAY-TXAMT-03 | nothing | valid
txamt-parsed-prefix | 10abc is accepted as 10. | PAY-TXAMT-03 | nothing | valid
txamt-trimmed | An amount with spaces around it is accepted. | PAY-TXAMT-03 SIG-08 | nothing | valid
txamt-wide-digits | Full-width digits are accepted as amount. | PAY-TXAMT-03 | nothing | valid
txamt-thousands | 1,000 is accepted as amount. | PAY-TXAMT-03 | nothing | valid
txamt-wraps | Amounts above 2147483647 wrap to negative ones. | PAY-TXAMT-02 PAY-TXAMT-04 | nothing | valid
txamt-float32 | Amounts are held in single precision: 16777217 becomes 16777216. | PAY-TXAMT-02 | nothing | valid
txamt-jpy-scaled | Amounts in JPY are multiplied by 100. | PAY-TXAMT-08 | nothing | valid
txamt-major-units | txamt comes back in major units. | PAY-TXAMT-02 | nothing | answer
txamt-major-units-in-query | txamt of query records is in major units. | PAY-TXAMT-02 | nothing | record
currency-optional | Without txcurrcd HKD is assumed. | PAY-CUR-01 | nothing | valid
currency-unchecked | Any three letters are a currency. | PAY-CUR-01 | nothing | valid
currency-any-case | hkd is accepted. | PAY-CUR-01 | nothing | valid
currency-hkd-only | Only HKD is accepted. | PAY-CUR-01 | nothing | valid
pay-type-optional | Without pay_type 800201 is assumed. | PAY-TYPE-01 | nothing | valid
pay-type-unchecked | An unknown pay_type makes an order. | PAY-TYPE-01 | nothing | valid
pay-type-numeric | 0800201 counts as 800201. | PAY-TYPE-01 | nothing | valid
only-800201 | Every other pay_type is refused. | PAY-MPM-01 PAY-WEB-01 PAY-CPM-01 | nothing | types
otn-optional | Without out_trade_no the server makes one up. | PAY-OTN-01 | nothing | valid
otn-limit-64 | out_trade_no is limited to 64. | PAY-OTN-04 | nothing | valid
otn-limit-exclusive | 128 characters are too long already. | PAY-OTN-04 | nothing | valid
otn-limit-none | out_trade_no may be longer than 128. | PAY-OTN-04 | nothing | valid
otn-alphanumeric-only | "-" and "/" in out_trade_no are refused. | PAY-OTN-05 | nothing | valid
txdtm-optional | txdtm may be missing. | PAY-TXDTM-01 | nothing | valid
txdtm-any-form | Any recognisable date is a txdtm (ISO, date only). | PAY-TXDTM-02 | nothing | valid
txdtm-twelve-hours | Hours above 12 are refused. | PAY-TXDTM-02 | nothing | valid
txdtm-no-leap-day | 29 February is refused. | PAY-TXDTM-02 | nothing | valid
txdtm-near-clock | txdtm more than 15 minutes from the server's clock is refused. | PAY-TXDTM-04 | nothing | valid
expiry-lower-exclusive | expired_time 5 is refused. | PAY-EXP-02 | nothing | valid
expiry-upper-exclusive | expired_time 120 is refused. | PAY-EXP-02 | nothing | valid
expiry-limit-sixty | expired_time above 60 is refused. | PAY-EXP-02 | nothing | valid
expiry-compared-as-text | expired_time is compared as text: 10 is less than 5. | PAY-EXP-02 PAY-EXP-03 | nothing | valid
expired-time-refused | expired_time is refused altogether. | PAY-EXP-01 | nothing | valid
expiry-in-seconds | expired_time counts seconds. | PAY-EXP-02 | clock | expiry
expiry-default-five | The default expiry is 5 minutes. | PAY-EXP-02 | clock | expiry
expiry-default-two-hours | The default expiry is 120 minutes. | PAY-EXP-02 | clock | expiry
expiry-ignored | expired_time has no effect, it is always 30 minutes. | PAY-EXP-02 | clock | expiry
expiry-from-txdtm | The expiry counts from txdtm: a client in another zone gets orders that are expired or never expire. | PAY-EXP-02 PAY-TXDTM-04 | clock | expiry
never-expires | Orders never expire. | PAY-EXP-02 PAY-EXP-05 | clock | expiry
expired-can-be-paid | An expired order can be paid. | PAY-EXP-02 PAY-EXP-05 | payer+clock | expiry
goods-required | goods_name is mandatory for 800201. | PAY-GOODS-01 | nothing | valid
goods-ascii-only | Chinese goods_name is refused. | PAY-GOODS-02 | nothing | valid
app-without-goods | App payments without goods_name are accepted. | PAY-GOODS-01 PAY-APP-01 | nothing | valid
goods-cut-by-bytes | goods_name is kept cut to 20 bytes, in the middle of a character. | PAY-GOODS-02 | nothing | record
goods-case-folded | goods_name is kept in upper case. | PAY-GOODS-02 | nothing | record
goods-not-kept | goods_name is lost. | QRY-17 PAY-GOODS-02 | nothing | record
zone-plus-only | txzone west of Greenwich is refused. | PAY-ZONE-01 | nothing | valid
rmb-tag-refused | rmb_tag=Y with CNY is refused. | PAY-RMB-01 | nothing | valid
limit-pay-refused | limit_pay=no_credit is refused. | PAY-LIMIT-01 | nothing | valid
notify-url-limit-128 | notify_url is limited to 128. | PAY-NOTIFY-01 | nothing | valid
real-name-birth-date | user_creid of the seed's example is refused: no valid birth date. | PAY-EXT-02 | nothing | valid
real-name-escapes-refused | user_truename in \u escapes is refused. | PAY-EXT-03 | nothing | valid
auth-code-optional | A CPM payment without auth_code is accepted. | PAY-CPM-01 | nothing | types
auth-code-reusable | An auth_code works twice. | PAY-CPM-01 | nothing | types
cpm-not-paid | A CPM payment answers 0000 but is not paid. | PAY-CPM-01 | nothing | types
openid-optional | sub_openid is not demanded. | PAY-JSAPI-01 PAY-MINI-01 | nothing | types
pay-url-missing | WEB and WAP payments have qrcode instead of pay_url. | PAY-WEB-01 PAY-WAP-01 | nothing | types
pay-params-text | pay_params is a text instead of an object. | PAY-JSAPI-01 PAY-APP-01 | nothing | types
otn-payment-repeat | An out_trade_no can be used for two payments. | PAY-OTN-02 | nothing | unique
otn-repeat-answers-first | A repeated out_trade_no answers as the first time, 0000 with the first syssn. | PAY-OTN-02 | nothing | unique
otn-same-amount-only | A used out_trade_no is refused only when the amount is the same. | PAY-OTN-02 | nothing | unique
otn-per-pay-type | Numbers are unique per pay_type only. | PAY-OTN-02 | nothing | unique
otn-per-day | Numbers are unique per day only. | PAY-OTN-02 | clock | uniqueclock
otn-last-fifty | Only the last 50 numbers are remembered. | PAY-OTN-02 | nothing | many
otn-freed-by-close | Closing an order frees its number. | PAY-OTN-02 | nothing | unique
otn-freed-by-expiry | Expiry frees a number. | PAY-OTN-02 | clock | uniqueclock
otn-freed-by-failure | A failed payment frees its number. | PAY-OTN-02 | payer | uniqueclock
otn-ignores-case | Numbers that differ in letter case only are taken for the same. | PAY-OTN-02 | nothing | unique
otn-numeric-equal | Numbers that differ in leading zeros only are taken for the same. | PAY-OTN-02 | nothing | unique
otn-float-equal | Long numeric numbers are compared as floating point. | PAY-OTN-02 | nothing | unique
otn-trimmed | Numbers that differ in a trailing space only are taken for the same. | PAY-OTN-02 SIG-08 | nothing | unique
otn-width-folded | Full-width and half-width letters are taken for the same. | PAY-OTN-02 | nothing | unique
otn-accents-folded | e and é are taken for the same. | PAY-OTN-02 | nothing | unique
otn-compared-to-32 | Only the first 32 characters of a number are compared. | PAY-OTN-02 PAY-OTN-04 | nothing | unique
otn-prototype | Numbers named like constructor or toString count as used. | PAY-OTN-02 | nothing | unique
otn-unique-everywhere | A number used by one merchant is refused to every other. | PAY-OTN-02 | two-merchants | merch
otn-race | Two payments with one number at the same time are both accepted. | PAY-OTN-02 | nothing | race
otn-race-refund | Two refunds with one number at the same time are both accepted. | PAY-OTN-02 RFD-02 | payer | race
refund-race | Two refunds at the same time may together exceed the order. | RFD-11 | payer | race
otn-refund-kept-apart | Numbers of refunds and of payments are kept apart. | PAY-OTN-02 RFD-02 | payer | refund
otn-refund-may-reuse-own | A refund may use a payment's number. | RFD-02 PAY-OTN-02 | payer | refund
otn-refund-repeat | Two refunds may share a number. | RFD-02 PAY-OTN-02 RFD-19 | payer | refund
otn-payment-takes-refunds | A payment may use a refund's number. | PAY-OTN-02 | payer | refund
otn-code-1104 | A reused refund number answers 1104 instead of 1251. | PAY-OTN-06 RFD-19 | payer | refund
mchid-optional | A merchant with mchid may leave it out. | PAY-MCHID-01 | mchid-merchant | merch
mchid-though-none | A mchid is accepted though none was assigned. | PAY-MCHID-02 | nothing | merch
mchid-unchecked | Any mchid is accepted. | PAY-MCHID-05 | mchid-merchant | merch
mchid-any-case | The mchid is compared without regard to case. | PAY-MCHID-05 SIG-10 | mchid-merchant | merch
mchid-wrong-1104 | A wrong mchid answers 1104 instead of 1108. | PAY-MCHID-05 | mchid-merchant | merch
connection-keeps-merchant | A kept-alive connection keeps the merchant of its first request. | PAY-MCHID-01 HDR-01 | two-merchants | merch
merchant-sticks-mchid | The first mchid of an app code is used for all later requests. | PAY-MCHID-01 | two-mchids | merch
one-store-for-all | All merchants share one store of orders. | RFD-21 PAY-OTN-02 | two-merchants | merch
query-everybody | Queries show the orders of all merchants. | QRY-12 QRY-01 | two-merchants | merch
list-across-mchids | A list without numbers shows the orders of the other mchids. | QRY-01 PAY-MCHID-01 | two-mchids | merch
query-number-across-mchids | A query by number finds the orders of the other mchids. | QRY-01 PAY-MCHID-01 | two-mchids | merch
query-syssn-everybody | A query by syssn finds the orders of any merchant. | QRY-12 QRY-02 | two-merchants | merch
operate-on-anybodys | Orders of other merchants can be refunded and closed. | RFD-21 CLS-05 | two-merchants | merch
operate-across-mchids | Orders of the other mchids of the app code can be refunded and closed. | RFD-21 PAY-MCHID-01 | two-mchids | merch
query-post-refused | A query by POST is refused. | QRY-10 HTTP-05 | nothing | query
query-cached | The answer to an equal query is kept: a change is never seen. | QRY-11 | nothing | query
query-pays | A query makes an unpaid order paid. | QRY-13 | nothing | query
query-numbers-ignored | out_trade_no of a query is ignored. | QRY-03 | nothing | query
otn-like-prefix | A query by number finds numbers that begin with it. | QRY-03 QRY-12 | nothing | query
otn-like-wildcard | % and _ in the number of a query are wildcards. | QRY-03 QRY-12 | nothing | query
query-otn-ignores-case | A query by number ignores letter case. | QRY-03 QRY-12 | nothing | query
top-code-of-order | The top-level respcd is the order's state. | QRY-10 | nothing | query
nothing-found-1136 | A query that finds nothing answers 1136. | QRY-12 | nothing | query
nothing-found-null | A query that finds nothing answers data null. | QRY-12 | nothing | query
nothing-found-no-data | A query that finds nothing has no data. | QRY-12 | nothing | query
single-record-object | A single record is an object instead of a list. | QRY-10 | nothing | query
unpaid-is-0000 | An unpaid order's record says 0000. | QRY-13 QRY-11 | nothing | query
unpaid-is-1136 | An unpaid order's record says 1136. | QRY-13 | nothing | query
page-missing | page and page_size are missing. | QRY-10 | nothing | query
page-echo-one | page is always 1. | QRY-22 | nothing | paging
page-size-echo-count | page_size is the number of records instead of what was asked for. | QRY-22 | nothing | paging
list-first-only | Of a comma-separated list only the first number counts. | QRY-02 QRY-03 | nothing | query
list-last-only | Of a comma-separated list only the last number counts. | QRY-02 QRY-03 | nothing | query
list-cut-at-two | Of a comma-separated list only two numbers count. | QRY-02 QRY-03 | nothing | query
list-not-split | A comma-separated list is taken as one number. | QRY-02 QRY-03 QRY-04 | nothing | query
filter-pay-type-ignored | The filter pay_type is ignored. | QRY-04 | nothing | paging
filter-respcd-ignored | The filter respcd is ignored. | QRY-05 | nothing | paging
filter-after-paging | Filters are applied to the page instead of before paging. | QRY-04 QRY-05 QRY-08 | nothing | paging
filter-times-ignored | start_time and end_time are ignored. | QRY-06 | nothing | window
window-by-txdtm | start_time and end_time are compared with txdtm. | QRY-06 | nothing | window
window-by-paydtm | start_time and end_time are compared with the time of payment. | QRY-06 | payer+clock | clockwindow
window-in-utc | start_time and end_time are read as UTC. | QRY-06 RSP-09 | nothing | window
window-any-length | An interval over several months is accepted. | QRY-14 | nothing | window
window-unlimited | Without times all months are listed. | QRY-14 | clock | clockwindow
month-in-utc | The current month is that of UTC. | QRY-14 RSP-09 | clock | clockwindow
times-with-numbers | start_time and end_time apply although a number is given. | QRY-15 | nothing | window
page-size-default-20 | The default page_size is 20. | QRY-09 | nothing | paging
page-size-default-100 | The default page_size is 100. | QRY-09 | nothing | paging
page-size-limit-50 | page_size above 50 is refused. | QRY-09 | nothing | paging
page-size-limit-exclusive | page_size 100 is refused. | QRY-09 | nothing | paging
page-size-ignored | page_size is ignored. | QRY-09 | nothing | paging
page-ignored | page is ignored. | QRY-08 | nothing | paging
pages-from-zero | Pages count from 0. | QRY-08 | nothing | paging
pages-overlap | Pages overlap by one record. | QRY-08 QRY-09 | nothing | paging
pages-skip-one | A record is lost between two pages. | QRY-08 QRY-09 | nothing | paging
page-short-by-one | A full page has one record too few. | QRY-09 | nothing | paging
last-page-dropped | An incomplete last page is empty. | QRY-08 | nothing | paging
last-page-filled | The last page is filled up with records of the page before. | QRY-08 | nothing | paging
page-beyond-end-repeats | A page beyond the end repeats the last. | QRY-08 QRY-12 | nothing | paging
list-at-most-25 | Lists end after 25 records. | QRY-08 QRY-09 | nothing | paging
forgets-old-orders | Only the last 300 orders are remembered. | QRY-03 | nothing | many
record-without-errmsg | Records have no errmsg. | QRY-11 | nothing | record
record-without-order-type | Records have no order_type. | QRY-17 | nothing | record
record-without-cancel | Records have no cancel. | QRY-23 | nothing | record
record-amount-number | txamt of records is a number. | RSP-07 | nothing | record
record-cancel-number | cancel of records is a number. | RSP-07 | nothing | record
record-respcd-number | respcd of records is a number. | RSP-02 RSP-07 | nothing | record
record-null-for-empty | Empty members of records are null. | RSP-07 | nothing | record
sysdtm-moves | sysdtm of a record is the time of the query, not of the order. | RSP-09 | nothing | record
paydtm-stays | paydtm of a paid order is the time of its creation. | QRY-11 RSP-09 | payer+clock | clockwindow
failed-stays-1143 | A failed order stays 1143 for ever. | QRY-11 | payer | uniqueclock
closed-stays-1143 | A closed order stays 1143. | QRY-23 CLS-06 | nothing | close
closed-cancel-zero | A closed order has cancel 0. | QRY-23 CLS-06 | nothing | close
close-without-effect | close answers 0000 and does nothing. | CLS-06 CLS-01 | nothing | close
reversal-without-effect | reversal answers 0000 and does nothing. | RVS-11 | nothing | close
closed-can-be-paid | A closed order can still be paid. | CLS-06 | payer | close
close-of-paid | A paid order can be closed. | CLS-01 | payer | close
reversal-of-paid | A paid order can be reversed. | RVS-10 | payer | close
close-of-paid-0000 | close of a paid order answers 0000 and does nothing. | CLS-01 | payer | close
close-800201-unsupported | close refuses 800201 although it was observed to work. | CLS-02 | nothing | close
reversal-800201-unsupported | 800201 cannot be reversed. | RVS-12 | nothing | close
close-amount-optional | close works without txamt. | CLS-03 | nothing | close
close-txdtm-optional | close works without txdtm. | CLS-03 | nothing | close
reversal-amount-optional | reversal works without txamt. | RVS-04 | nothing | close
reversal-txdtm-optional | reversal works without txdtm. | RVS-05 | nothing | close
close-by-syssn-unsupported | close and reversal want out_trade_no. | CLS-03 RVS-02 | nothing | close
close-by-number-unsupported | close and reversal do not find orders by out_trade_no. | CLS-03 RVS-03 | nothing | close
close-needs-both | close and reversal want both syssn and out_trade_no. | CLS-03 | nothing | close
close-compares-amount | close refuses another txamt than the order's. | CLS-04 | nothing | close
close-compares-txdtm | close refuses another txdtm than the order's. | CLS-04 | nothing | close
close-syssn-of-order | close and reversal answer with the order's syssn as their own. | RVS-11 CLS-03 | nothing | close
close-without-orig-syssn | close and reversal have no orig_syssn. | CLS-03 RVS-11 | nothing | close
close-amount-zero | close and reversal answer txamt 0. | RVS-11 CLS-03 | nothing | close
close-get-refused | close by GET is refused. | HTTP-05 CLS-03 | nothing | close
close-post-refused | close by POST is refused. | HTTP-05 CLS-03 | nothing | close
reversal-post-refused | reversal by POST is refused. | HTTP-05 RVS-11 | nothing | close
closes-are-records | Closes and reversals are records of the query. | QRY-18 | nothing | close
close-notified | Closing an order is notified like a payment. | NTF-01 | notifications | notify
refund-of-unpaid | An unpaid order can be refunded. | RFD-10 | nothing | refund
refund-of-closed | A closed order can be refunded. | RFD-22 RFD-10 | nothing | refund
refund-of-failed | A failed order can be refunded. | RFD-10 | payer | refund
refund-of-unknown-0000 | A refund of an unknown syssn answers 0000. | RFD-21 | nothing | refund
not-found-1104 | An unknown syssn answers 1104 instead of 1136. | RFD-21 CLS-05 | nothing | refund
refund-amount-optional | Without txamt the whole rest is refunded. | RFD-03 | payer | refund
refund-number-optional | A refund without out_trade_no is accepted. | RFD-02 | payer | refund
refund-txdtm-optional | A refund without txdtm is accepted. | RFD-04 | payer | refund
refund-repeat-answers-first | A repeated refund answers as the first time. | RFD-19 | payer | refund
refund-unlimited | Refunds are not limited by the order's amount. | RFD-11 | payer | refund
refund-each-within-amount | Only the single refund is compared with the order's amount, not the sum. | RFD-11 | payer | refund
refund-leaves-rest | Part refunds do not reduce the rest. | RFD-11 QRY-23 | payer | refund
refund-forgets-first | Only the last refund counts for the rest. | RFD-11 | payer | refund
refund-off-by-one | One cent too much is refunded. | RFD-11 | payer | refund
refund-total-refused | The last part refund that makes the sum equal to the amount is refused. | RFD-11 RFD-12 | payer | refund
refund-compared-as-text | Sum and amount are compared as texts: 9 exceeds 10. | RFD-11 RFD-12 | payer | refund
refund-in-float | The sum is kept in floating point major units: 0.10 + 0.20 exceeds 0.30. | RFD-11 RFD-12 | payer | refund
refund-sum-32-bit | The sum of refunds wraps at 32 bits. | RFD-11 | payer | refund
refund-full-only | Part refunds of 800201 are refused. | RFD-12 | payer | refund
refund-once-only | A second part refund is refused. | RFD-12 | payer | refund
refused-refund-counts | A refused refund reduces the rest. | RFD-11 RFD-12 | payer | refund
refund-reduced-to-rest | A refund over the rest refunds the rest. | RFD-11 | payer | refund
refund-too-much-1104 | Too large a refund answers 1104 instead of 1272. | RFD-11 | payer | refund
after-full-refund-1272 | After a full refund the next answers 1272 instead of 1264. | RFD-14 | payer | refund
card-part-refund-same-day | A card payment is partly refunded on the day of sale. | RFD-18 | payer | card
refund-syssn-of-order | The refund's answer has the order's syssn as its own. | RFD-13 | payer | refund
refund-without-syssn | The refund's answer has no syssn. | RFD-13 | payer | refund
refund-without-orig-syssn | The refund's answer has no orig_syssn. | RFD-13 RFD-01 | payer | refund
refund-answers-order-number | The refund's answer has the order's out_trade_no. | RFD-02 | payer | refund
refund-answers-order-amount | The refund's answer has the order's txamt. | RFD-03 | payer | refund
refund-answers-total | The refund's answer has the sum of all refunds. | RFD-03 | payer | refund
refund-txdtm-of-order | The refund's answer has the order's txdtm. | RFD-26 | payer | refund
refund-currency-hkd | The refund's answer says HKD whatever the order's currency. | RFD-13 PAY-CUR-01 | payer | refund
cancel-not-five | A partly refunded order has cancel 0. | QRY-23 | payer | refund
cancel-five-stays | A fully refunded order has cancel 5. | QRY-23 | payer | refund
cancel-three-at-once | A partly refunded order has cancel 3. | QRY-23 | payer | refund
refunded-order-1262 | A fully refunded order's record says 1262. | QRY-11 | payer | refund
part-refunded-order-pending | A partly refunded order's record says 1145. | QRY-11 | payer | refund
amount-less-refunds | txamt of an order's record is reduced by its refunds. | QRY-11 PAY-TXAMT-02 | payer | refund
refunds-not-listed | Refunds are missing in lists. | QRY-17 | payer | refund
refunds-not-found | Refunds cannot be queried by their numbers. | QRY-17 RFD-13 | payer | refund
refund-record-as-payment | Records of refunds say order_type payment. | QRY-17 | payer | refund
refund-record-order-number | Records of refunds carry the order's out_trade_no. | QRY-17 | payer | refund
refund-record-negative | Records of refunds have a negative txamt. | QRY-17 PAY-TXAMT-02 | payer | refund
origssn-missing | Records of refunds have no origssn. | QRY-17 | payer | refund
origssn-named-orig-syssn | Records of refunds call it orig_syssn. | QRY-17 | payer | refund
refunds-under-order-number | A query by the order's number returns its refunds too. | QRY-03 QRY-17 | payer | refund
refund-otn-finds-payment | A query by the refund's number returns the payment too. | QRY-03 QRY-17 | payer | refund
note-with-mchid | add_note works with mchid. | NOTE-01 | mchid-merchant | note
note-200-bytes | note is limited to 200 bytes instead of characters. | NOTE-02 LIM-04 | payer | note
note-limit-exclusive | 200 characters of note are too long. | LIM-04 | payer | note
note-limit-none | note may be longer than 200. | LIM-04 | payer | note
note-on-unpaid | A note on an unpaid order is accepted. | NOTE-03 | nothing | note
note-without-data | add_note answers without data. | NOTE-02 | payer | note
note-flat | add_note answers syssn at top level. | NOTE-02 RSP-01 | payer | note
capture-once-only | A second capture is refused. | AUT-02 | payer | preauth
capture-over-amount | Captures may exceed the frozen amount. | AUT-02 | payer | preauth
captures-not-summed | Only the single capture is compared with the frozen amount. | AUT-02 | payer | preauth
capture-after-release | A capture after the release is accepted. | UNF-02 | payer | preauth
capture-message-ok | respmsg of a capture is OK instead of Capture received. | AUT-04 | payer | preauth
capture-answers-number | A capture answers the order's out_trade_no instead of an empty one. | AUT-04 | payer | preauth
capture-without-orig | A capture has no orig_syssn. | AUT-04 | payer | preauth
capture-not-refundable | A capture cannot be refunded by its syssn. | AUT-05 RFD-01 | payer | preauth
release-twice | The rest can be released twice. | UNF-02 | payer | preauth
release-of-captured | More than the uncaptured rest is released. | UNF-02 | payer | preauth
release-number-optional | unfreeze works without out_trade_no. | UNF-01 | payer | preauth
release-message-capture | respmsg of a release is Capture received. | UNF-03 | payer | preauth
customs-of-unpaid | An unpaid order is declared to customs. | CUS-05 | nothing | preauth
notify-payment-not-sent | Payments are not notified. | NTF-01 | notifications | notify
notify-refund-not-sent | Refunds are not notified. | NTF-01 RFD-24 | notifications | notify
notify-failed-too | Failed payments are notified. | NTF-01 | notifications | notify
notify-url-of-request-ignored | notify_url of the request is ignored. | NTF-03 PAY-NOTIFY-01 | notifications | notify
notify-another-key | Notifications are signed with another merchant's key. | NTF-04 | notifications+two-merchants | notify
notify-unsigned | Notifications have no signature. | NTF-04 | notifications | notify
notify-retry-unsigned | Repeated notifications have no signature. | NTF-04 | notifications+clock | retry
notify-sign-sorted | Notifications are signed over sorted parameters. | NTF-04 | notifications | notify
notify-sign-keyless | Notifications are signed without the key. | NTF-04 | notifications | notify
notify-sign-compact | Notifications are signed over compact JSON. | NTF-04 | notifications | notify
notify-sign-decoded | Notifications are signed over decoded text. | NTF-04 NTF-09 | notifications | notify
notify-sign-sha256 | Notifications are signed with SHA256. | NTF-04 | notifications | notify
notify-sign-lower | The notification's signature is lower case. | NTF-04 | notifications | notify
notify-by-get | Notifications are sent by GET. | NTF-02 | notifications | notify
notify-form-encoded | Notifications are form-encoded. | NTF-02 NTF-09 | notifications | notify
notify-text-plain | Notifications are text/plain. | NTF-02 | notifications | notify
notify-nested | The notification's members are nested in data. | NTF-09 | notifications | notify
notify-status-number | status is a number. | NTF-09 | notifications | notify
notify-amount-number | txamt of notifications is a number. | RSP-07 NTF-09 | notifications | notify
notify-amount-major | txamt of notifications is in major units. | PAY-TXAMT-02 NTF-09 | notifications | notify
notify-cancel-number | cancel of notifications is a number. | NTF-09 | notifications | notify
notify-without-type | notify_type is missing. | NTF-09 | notifications | notify
notify-without-cancel | cancel is missing. | NTF-09 | notifications | notify
notify-without-paydtm | paydtm is missing. | NTF-09 | notifications | notify
notify-paydtm-of-creation | paydtm of notifications is the time of creation. | NTF-09 RSP-09 | notifications+clock | notify
notify-time-utc | sysdtm and paydtm of notifications are UTC. | RSP-09 NTF-09 | notifications | notify
notify-null-for-empty | Empty members of notifications are null. | NTF-09 | notifications | notify
notify-refund-order-number | out_trade_no of a refund's notification is the order's. | NTF-21 | notifications | notify
notify-refund-order-syssn | syssn of a refund's notification is the order's. | NTF-21 | notifications | notify
notify-refund-order-amount | txamt of a refund's notification is the order's. | NTF-20 NTF-21 | notifications | notify
notify-refund-type-payment | notify_type of a refund's notification is payment. | NTF-20 | notifications | notify
notify-refund-without-orig | A refund's notification has neither orig_syssn nor orig_out_trade_no. | NTF-20 NTF-21 | notifications | notify
notify-never-again | Notifications are not repeated. | NTF-06 NTF-07 | notifications+clock | retry
notify-three-retries | Notifications are repeated three times only. | NTF-07 | notifications+clock | retry
notify-ten-retries | Notifications are repeated ten times. | NTF-07 | notifications+clock | retry
notify-fixed-interval | Notifications are repeated every 2 minutes. | NTF-07 | notifications+clock | retry
notify-first-retry-late | The first repetition comes after 10 minutes instead of 2. | NTF-07 | notifications+clock | retry
notify-any-200-accepted | Any HTTP 200 accepts a notification. | NTF-06 | notifications+clock | retry
notify-any-2xx-accepted | HTTP 201 accepts a notification. | NTF-06 | notifications+clock | retry
notify-status-ignored | SUCCESS accepts a notification whatever the HTTP status. | NTF-06 | notifications+clock | retry
notify-success-anywhere | SUCCESS anywhere in the body accepts a notification. | NTF-06 | notifications+clock | retry
notify-lower-success | "success" accepts a notification. | NTF-06 | notifications+clock | retry
notify-success-not-understood | Accepted notifications are repeated all the same. | NTF-06 | notifications+clock | retry
`);
const LIBERTIES = parseTable(String.raw`
compact-json | JSON is printed without spaces. | RSP-06, RSP-14: what JSON means does not depend on white space
raw-utf8 | Non-ASCII is printed as UTF-8 instead of \u escapes. | RSP-06 [observed]; same JSON
upper-escapes | \u escapes have upper-case digits. | RSP-06 [observed]; same JSON
sorted-members | Members are printed in alphabetical order. | RSP-08, OQ-50
reversed-members | Members are printed in reversed order. | RSP-08, OQ-50
extra-members | Answers have further members (trace_id, surcharge_fee, exchange_rate). | RSP-14, section 4 dictionary
other-syssn | syssn has 24 characters, the form of 2016-2017. | RSP-16 type String(40); observed.md section 7
unpaid-is-1145 | An unpaid order's record says 1145 instead of 1143. | OQ-02, PAY-RSP-02, RSP-03
expired-is-1142 | An expired order's record says 1142 instead of 1181. | OQ-15, PAY-EXP-05 [assumed]
expiry-clamped | expired_time outside 5..120 is clamped instead of refused. | OQ-27, PAY-EXP-03 [assumed]
close-800201-refused | close refuses 800201 (1297); reversal does it. | OQ-08, CLS-02
reversal-800201-refused | reversal refuses 800201 (1297); close does it. | OQ-08, RVS-12 [old] side
refund-pending | Refunds answer 1143 first and succeed 1.5 s or two queries later. | RFD-13, OQ-46
refunded-cancel-2 | A fully refunded order has cancel 2. | OQ-29, QRY-23
duplicate-is-1102 | A reused number of a payment answers 1102. | OQ-01, PAY-OTN-06: payment side [assumed]
duplicate-is-2011 | A reused number of a payment answers 2011. | OQ-01
refused-number-consumed | A request refused by its parameters consumes its out_trade_no. | OQ-43, PAY-OTN-07 [assumed]
unique-per-app-code | Numbers (and orders) are those of the app code, not of the mchid. | PAY-OTN-03 [assumed]
number-limit-in-characters | out_trade_no is limited to 128 characters instead of bytes. | PAY-OTN-04: seed says String(128) without unit
goods-name-20 | goods_name above 20 characters is refused. | OQ-09, PAY-GOODS-02
empty-values-signed | Only the signature with empty values in it is accepted. | OQ-03, SIG-07 (switch signed)
empty-values-dropped | Only the signature without empty values is accepted. | OQ-03, SIG-07 (switch dropped)
repeated-last-wins | Of a repeated parameter the last counts. | HTTP-09 [assumed]
json-body-accepted | A JSON body with the ordinary signature is accepted. | OQ-05, more-surface section 0: nobody states that it is refused
no-answer-signature | Answers carry no X-QF-SIGN. | OQ-12
unsigned-refusals | Refusals carry no X-QF-SIGN. | OQ-12: the samples are of successes
full-refusals | Refusals have more members (sysdtm, txcurrcd, chnlsn, cardcd). | RSP-12/RSP-13
refusals-http-400 | Refusals have the HTTP status 400. | HTTP-10 [assumed], OQ-45
page-as-text | page and page_size are strings. | OQ-13, QRY-22
oldest-first | Lists are sorted oldest first. | QRY-20 [assumed]
minimal-records | Records have the eleven members of 2016-2018. | section 6 minimum set
not-found-1268 | An unknown order answers 1268. | OQ-16
cpm-amount-number | txamt of CPM answers is a number. | RSP-07 exception
creation-without-paydtm | The payment's answer has no paydtm. | section 4: missing in MPM 2020; seed table does not list it
creation-without-empty-members | The payment's answer leaves out empty cardcd and chnlsn. | sample only, not in the seed's table
other-messages | respmsg is empty or another text. | RSP-04
chinese-texts | resperr is Chinese. | RSP-15, OQ-25
space-before-code | A space stands before the code in texts. | OQ-33, RSP-05
lower-case-headers | Header names are sent in lower case. | HTTP; HTTP-12 is one capture
chunked-answers | Answers are chunked, without Content-Length. | HTTP; HTTP-12 is one capture
connection-close | Every connection is closed after its answer. | HTTP; HTTP-12 is one capture
rate-limit | 100 requests a second and 400 a minute, then HTTP 429. | LIM-01, LIM-02 (off by default: the details are assumed)
hkd-only-wallets | FPS and Alipay HK accept HKD only (1242). | currencies.json note on HKD; PAY-CUR-02 [assumed]
alipay-web-minimum | 801101 refuses amounts up to HKD 1. | PAY-WEB-02 (code not stated)
payer-cancel-fails | A payer who cancels makes the order fail (2007); else it stays payable. | codes.json 2007; not stated
`);
export { MISTAKES, LIBERTIES };

function main(argv) {
  process.stdout.on('error', () => process.exit(0));
  const o = { merchants: [], liberties: [] };
  let port = 0, host = '127.0.0.1';
  const die = s => { console.error(s); process.exit(2); };
  for (let i = 0; i < argv.length; i++) {
    const eq = argv[i].startsWith('--') ? argv[i].indexOf('=') : -1;
    const a = eq > 0 ? argv[i].slice(0, eq) : argv[i];
    const val = () => { if (eq > 0) return argv[i].slice(eq + 1); if (i + 1 >= argv.length) die(`${a} wants a value`); return argv[++i]; };
    if (a === '--port') port = Number(val());
    else if (a === '--host') host = val();
    else if (a === '--merchant') { const p = val().split(':'); if (p.length < 2 || !p[0] || !p[1]) die('--merchant CODE:KEY[:MCHID]'); o.merchants.push([p[0], p[1], p[2] || '']); }
    else if (a === '--sandbox') o.sandbox = true;
    else if (a === '--self-paying') o.selfPaying = true;
    else if (a === '--calls') o.calls = val().split(',').filter(Boolean);
    else if (a === '--liberty') o.liberties.push(...val().split(','));
    else if (a === '--mistake') o.mistake = val();
    else if (a === '--mistakes') { for (const m of MISTAKES) process.stdout.write(m.slice(0, 4).join('\t') + '\n'); return; }
    else if (a === '--liberties') { for (const l of LIBERTIES) process.stdout.write(l.join('\t') + '\n'); return; }
    else die(`unknown option ${a}`);
  }
  if (!Number.isInteger(port) || port < 0 || port > 65535) die('--port wants a number');
  let s; try { s = makeServer(o); } catch (e) { die(e.message); }
  process.on('uncaughtException', e => console.error('uncaught', e));
  process.on('unhandledRejection', e => console.error('unhandled', e));
  s.on('error', e => die(e.message));
  s.listen(port, host, () => console.log(`listening on ${host}:${s.address().port}`));
  for (const sig of ['SIGTERM', 'SIGINT']) process.on(sig, () => process.exit(0));
}
if (process.argv[1] === fileURLToPath(import.meta.url)) main(process.argv.slice(2));
