"""A receiver of QFPay's notifications with what Python brings along: python3 notification_receiver.py [PORT]"""

import hashlib
import hmac
import json
import os
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock

CLIENT_KEY = os.environ.get("QFPAY_CLIENT_KEY", "0F1E2D3C4B5A69788796A5B4C3D2E1F0")
NOTIFY_KEY = os.environ.get("QFPAY_NOTIFY_KEY") or CLIENT_KEY  # when QFPAY gave one for notifications
LARGEST_BODY = 65536
seen = set()  # a shop keeps this in its database, in the transaction that books the payment
seen_lock = Lock()


def is_genuine(body, sign):
    # The bytes as they came, then the key: MD5. Parsed and written again they would differ.
    expected = hashlib.md5(body + NOTIFY_KEY.encode()).hexdigest()
    return hmac.compare_digest(expected, sign.lower().encode("ascii", "replace").decode())


def book(event):
    # The same one may come again, and a payment and its refund are two events of different numbers.
    key = (event.get("syssn"), event.get("notify_type"))
    with seen_lock:
        if key in seen:
            print("again", *key, flush=True)
            return
        seen.add(key)
    # A shop compares txamt and txcurrcd with its order here, before anything is handed out.
    print("new", event.get("notify_type"), event.get("orig_out_trade_no") or event.get("out_trade_no"),
          event.get("txamt"), event.get("txcurrcd"), flush=True)


class Receiver(BaseHTTPRequestHandler):
    timeout = 10

    def do_POST(self):
        length = self.headers.get("Content-Length", "")
        body = self.rfile.read(int(length)) if length.isdecimal() and int(length) <= LARGEST_BODY else b""
        if not is_genuine(body, self.headers.get("X-QF-SIGN", "")):
            print("refused: the signature is wrong", flush=True)
            return self.answer(400, b"wrong signature")
        book(json.loads(body))
        return self.answer(200, b"SUCCESS")  # anything else, and it comes again

    def answer(self, status, text):
        self.send_response(status)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1]) if len(sys.argv) > 1 else 8081), Receiver)
print(f"listening on http://127.0.0.1:{server.server_port}/", flush=True)
server.serve_forever()
