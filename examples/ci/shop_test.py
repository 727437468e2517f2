"""A shop's tests against the sandbox: each makes a merchant of its own, so that any number of them may
run at the same time. The "shop" is examples/python/first_payment.py; put yours there.
    QFPAY_BASE_URL=http://127.0.0.1:8080 python3 shop_test.py [-k NAME]"""

import json
import os
import pathlib
import subprocess
import sys
import unittest
from urllib.request import Request, urlopen

SANDBOX = os.environ.get("QFPAY_BASE_URL", "http://127.0.0.1:8080") + "/__sandbox/"
SHOP = pathlib.Path(__file__).parents[1] / "python/first_payment.py"


def control(method, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    with urlopen(Request(SANDBOX + path, method=method, data=data), timeout=30) as answer:
        text = answer.read()
    return json.loads(text) if text else None


class ShopTest(unittest.TestCase):
    def setUp(self):
        self.merchant = control("POST", "merchants", {})

    def shop(self, *arguments):
        settings = {"QFPAY_APP_CODE": self.merchant["app_code"], "QFPAY_CLIENT_KEY": self.merchant["client_key"]}
        return subprocess.run([sys.executable, SHOP, *arguments], env=os.environ | settings,
                              capture_output=True, text=True, timeout=30, check=False)

    def order(self):
        app_code = self.merchant["app_code"]
        return control("GET", f"transactions?app_code={app_code}&limit=1")["transactions"][0]

    def pay(self):
        self.shop()
        syssn = self.order()["syssn"]
        control("POST", f"transactions/{syssn}/payer", {"action": "pay"})
        return syssn

    def test_a_paid_order_is_refunded_in_part(self):
        self.shop("refund", self.pay(), "300")
        order = control("GET", f"transactions?app_code={self.merchant['app_code']}")["transactions"][-1]
        self.assertEqual(order["refunded"], "300")

    def test_too_large_a_refund_is_shown_as_refused(self):
        self.assertIn("1272", self.shop("refund", self.pay(), "9900").stderr)

    def test_a_declined_payment_is_shown_as_refused(self):
        control("POST", f"rules?app_code={self.merchant['app_code']}",
                {"match": {"endpoint": "payment"}, "respond": [{"respcd": "1205"}]})
        self.assertIn("1205", self.shop().stderr)


if __name__ == "__main__":
    unittest.main()
