#!/usr/bin/env python3
"""QFPay's live test environment as far as a test can have it: other_server.py over HTTPS, where
orders can be closed and reversed but nobody pays on command, because there is no /__sandbox/.

Writes down what it received, one JSON object per line of --log, and at its end (SIGTERM) which
orders are still unpaid. --trouble NAME makes it a server on a bad day. With --signal NAME it sends
this signal to the process whose number is in --pid-file as soon as payment number --at has made its
order, and before it answers: so a test stops its client at an exact moment.
"""

import argparse
import http.server
import json
import os
import signal
import ssl
import sys
import threading
import urllib.parse

import other_sandbox
import other_server

TROUBLES = {
    "lost": "the first payment makes its order, but its answer is lost",
    "lost-request": "the first payment is lost on its way",
    "late": "the answer of the first payment is lost, its order made after --looks queries for it",
    "gateway": "the same, but a gateway answers HTTP 502",
    "stuck": "orders can neither be closed nor reversed",
    "no-close": "orders cannot be closed, only reversed",
    "paid": "somebody pays every order at once",
    "mute": "queries are not answered any more once there was a payment",
    "busy": "the first payment meets HTTP 429",
    "redirect": "every payment is redirected",
}


# A key that every notation writes in another way.
ODD_MERCHANT = {"C0FFEE00000000000000000000000003": ("kQ7/x+Zp%9 =wE3&uIo5;aSdF", [])}


class LiveHandler(other_server.Handler):
    """One request of the client under test."""

    settings = None
    log = None
    lock = threading.Lock()
    payments = 0
    delayed = None  # the parameters of a payment whose order is made later
    looks = 0  # for it

    @classmethod
    def note(cls, **facts):
        with cls.lock:
            cls.log.write(json.dumps(facts) + "\n")
            cls.log.flush()

    def answer_anything(self):
        path, _, query = self.path.partition("?")
        if path.startswith("/__sandbox/"):
            self.note(received=self.command + " " + path)
        if path.startswith("/__sandbox/") and not self.sandbox:
            return self.send(404, b"<html>no such page</html>", "text/html")
        if path == "/trade/v1/payment" and self.settings.trouble == "redirect":
            self.note(received=path)
            return self.send_redirect()
        return super().answer_anything()

    def read(self, query, body):
        path = self.path.partition("?")[0]
        self.note(received=path, **{"params": dict(urllib.parse.parse_qsl(query) +
                                                   urllib.parse.parse_qsl(body.decode("latin-1")))})
        return super().read(query, body)

    def send_redirect(self):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.send_response(307)
        self.send_header("Location", "/trade/v1/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def pay(self, params):
        cls = type(self)
        with cls.lock:
            cls.payments += 1
            number = cls.payments
        trouble = self.settings.trouble
        if trouble == "busy" and number == 1:
            raise Busy
        if trouble == "lost-request" and number == 1:
            raise Gone
        if trouble in ("late", "gateway") and number == 1:
            cls.delayed = params
            raise Gone if trouble == "late" else BadGateway
        answer = super().pay(params)
        if trouble == "paid":
            self.shop.orders[-1]["respcd"] = "0000"
        if number == self.settings.at:
            self.send_signal()
        if trouble == "lost" and number == 1:
            raise Gone
        return answer

    def send_signal(self):
        with open(self.settings.pid_file, encoding="ascii") as file:
            os.kill(int(file.read()), getattr(signal, self.settings.signal))

    def query(self, params):
        cls = type(self)
        if self.settings.trouble == "mute" and cls.payments:
            raise Gone
        answer = super().query(params)
        if cls.delayed and params.get("out_trade_no") == cls.delayed["out_trade_no"]:
            cls.looks += 1
            if cls.looks == self.settings.looks:
                super().pay(cls.delayed)
        return answer

    def live(self, call, params):
        closing = self.path.partition("?")[0]
        if self.settings.twice and self.payments >= self.settings.at:
            self.send_signal()
        if self.settings.trouble == "stuck" or (
                self.settings.trouble == "no-close" and closing == "/trade/v1/close"):
            raise other_server.Refusal("1297")
        return super().live(call, params)

    def do_GET(self):
        try:
            self.answer_anything()
        except Gone:
            self.close_connection = True
        except BadGateway:
            self.send(502, b"<html>Bad Gateway</html>", "text/html")
        except Busy:
            self.send_response(429)
            self.send_header("Retry-After", "1")
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

    do_POST = do_PUT = do_DELETE = do_PATCH = do_OPTIONS = do_HEAD = do_GET


class Server(http.server.ThreadingHTTPServer):
    """Says nothing about clients that do not like its certificate."""

    daemon_threads = True

    def handle_error(self, request, client_address):
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class Gone(Exception):
    """The connection ends here."""


class BadGateway(Exception):
    """Whoever is behind the gateway is slow."""


class Busy(Exception):
    """Too many requests."""


def tell_unpaid(handler):
    orders = handler.shop.orders
    unpaid = [order["out_trade_no"] for order in orders if order["respcd"] == "1143"]
    kept = [order["out_trade_no"] for order in orders if order["kind"] == "payment" and order["respcd"] == "0000"
            and order["refunded"] < order["txamt"]]
    handler.note(unpaid=unpaid, orders=len(orders), kept=kept)


def serve(options):
    other_server.MERCHANTS.update(ODD_MERCHANT)
    LiveHandler.settings = options
    LiveHandler.sandbox = options.sandbox
    LiveHandler.wallet = True
    LiveHandler.shop = other_server.Shop(None)
    LiveHandler.life = other_sandbox.Life(LiveHandler.shop, other_server.MERCHANTS,
                                          other_server.Refusal)
    with open(options.log, "a", encoding="utf-8") as LiveHandler.log:
        server = Server(("127.0.0.1", 0), LiveHandler)
        if options.cert:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(options.cert, options.key)
            server.socket = context.wrap_socket(server.socket, server_side=True,
                                                do_handshake_on_connect=False)
        signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
        print("listening on http%s://127.0.0.1:%d" % ("s" if options.cert else "",
                                                      server.server_port), flush=True)
        server.serve_forever(poll_interval=0.05)
        tell_unpaid(LiveHandler)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cert")
    parser.add_argument("--key")
    parser.add_argument("--log", required=True)
    parser.add_argument("--sandbox", action="store_true", help="with the control API after all")
    parser.add_argument("--trouble", choices=sorted(TROUBLES))
    parser.add_argument("--looks", type=int, default=0)
    parser.add_argument("--signal", help="SIGINT, SIGTERM, SIGKILL")
    parser.add_argument("--twice", action="store_true", help="again at the close that follows")
    parser.add_argument("--pid-file")
    parser.add_argument("--at", type=int, default=0)
    options = parser.parse_args()
    serve(options)
    return 0


if __name__ == "__main__":
    sys.exit(main())
