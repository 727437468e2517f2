"""Deliveries that a shop asks for at the same moment: each is one of its own, and they are under way together.

The receiver answers nobody before as many wait as are to meet; one after another they would never be answered.

    parallel_sends.py PATH-OF-QFPAY-MOCK
"""

import http.server
import json
import sys
import threading

import sandbox


class Shop(http.server.BaseHTTPRequestHandler):
    received = []
    meeting = threading.Barrier(1)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.received.append(json.loads(body)["notify_type"])
        self.meeting.wait(30)
        self.send_response(200)
        self.send_header("Content-Length", "7")
        self.end_headers()
        self.wfile.write(b"SUCCESS")

    def log_message(self, *_):
        pass


def same(what, got, expected):
    if got != expected:
        raise AssertionError(f"{what}: {got!r}, expected {expected!r}")


def delivered(merchant, since, count):
    """The notifications that have an attempt behind since, once there are so many."""
    answer = merchant.control("GET", f"notifications?since={since}&wait_ms=30000")
    while len(answer["notifications"]) < count:
        answer = merchant.control("GET", f"notifications?since={since}&wait_ms=30000")
    return answer["notifications"]


def send(mock, credentials, numbers):
    """All of them at once, each on a connection of its own; what they answered."""
    answers = [None] * len(numbers)

    def one(index):
        merchant = sandbox.Merchant(mock, credentials)
        answers[index] = merchant.control("POST", f"notifications/{numbers[index]}/send")["notification"]

    Shop.meeting = threading.Barrier(len(numbers))
    Shop.received.clear()
    threads = [threading.Thread(target=one, args=(index,)) for index in range(len(numbers))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def main():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Shop)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sandbox.Mock(sys.argv[1]) as mock:
        shop = sandbox.fresh_merchant(mock)
        credentials = (shop.app_code, shop.client_key)
        shop.control("PUT", "merchants/" + shop.app_code,
                     {"notify_url": f"http://127.0.0.1:{server.server_port}/"})
        order = shop.pay("order").json()
        shop.control("POST", f"transactions/{order['syssn']}/payer", {"action": "pay"})
        payment = delivered(shop, 0, 1)[0]["id"]
        shop.call("refund", dict(txamt="300", syssn=order["syssn"], out_trade_no="refund", txdtm=order["txdtm"]))
        refund = next(each["id"] for each in delivered(shop, 1, 1) if each["notify_type"] == "refund")

        for answer in send(mock, credentials, [payment] * 3):
            same("state", answer["state"], "delivered")
        same("three of one", Shop.received, ["payment"] * 3)
        told = [each for each in delivered(shop, 0, 2) if each["id"] == payment][0]
        same("attempts", [each["http_status"] for each in told["attempts"]], [200] * 4)

        send(mock, credentials, [payment, refund])
        same("both of an order", sorted(Shop.received), ["payment", "refund"])
    server.shutdown()
    server.server_close()


main()
