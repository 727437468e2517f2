"""What a client meets on its socket when a situation breaks the answer: faults.py QFPAY_MOCK"""

import http.client
import json
import sys
import tempfile
import unittest

from sandbox import Merchant, Mock, payment

PROGRAM = sys.argv.pop(1)


class Faults(unittest.TestCase):
    def setUp(self):
        self.mock = Mock(PROGRAM)
        self.addCleanup(self.mock.__exit__)
        self.shop = Merchant(self.mock)

    def last_call(self):
        return self.shop.control("GET", "requests?limit=1")["requests"][0]

    def test_a_lost_answer_leaves_the_order_and_no_byte(self):
        with self.assertRaises(http.client.RemoteDisconnected):
            self.shop.pay("lost", trigger="lost-answer")

        self.assertEqual([r["respcd"] for r in self.shop.records(out_trade_no="lost")], ["1143"])

    def test_the_journal_says_that_an_answer_was_lost(self):
        with self.assertRaises(http.client.RemoteDisconnected):
            self.shop.pay("lost", txamt="960001")

        call = self.last_call()
        self.assertEqual((call["verdict"], call["fault"], call["http_status"], call["respcd"]),
                         ("accepted", "drop", 0, "0000"))

    def test_a_lost_request_leaves_nothing(self):
        with self.assertRaises(http.client.RemoteDisconnected):
            self.shop.pay("lost", trigger="lost-request")

        self.assertEqual(self.last_call()["verdict"], "lost")
        self.assertEqual(self.shop.records(out_trade_no="lost"), [])

    def test_a_lost_answer_survives_the_death_of_the_mock(self):
        with tempfile.TemporaryDirectory() as folder:
            with Mock(PROGRAM, "--db", f"{folder}/db") as mock:
                with self.assertRaises(http.client.RemoteDisconnected):
                    Merchant(mock).pay("lost", trigger="lost-answer")
                mock.kill()
            with Mock(PROGRAM, "--db", f"{folder}/db") as mock:
                self.assertEqual(len(Merchant(mock).records(out_trade_no="lost")), 1)

    def test_a_truncated_answer_is_half_of_what_it_announced(self):
        with self.assertRaises(http.client.IncompleteRead) as caught:
            self.shop.pay("cut", trigger="truncated")

        got = len(caught.exception.partial)
        self.assertIn(caught.exception.expected, (got, got + 1))
        self.shop.connection.close()
        self.assertEqual(len(self.shop.records(out_trade_no="cut")), 1)

    def test_garbage_is_neither_json_nor_signed(self):
        answer = self.shop.pay("garbage", trigger="garbage")

        self.assertEqual(answer.status, 200)
        self.assertNotIn("X-QF-SIGN", answer.headers)
        with self.assertRaises(ValueError):
            json.loads(answer.body)

    def test_a_gateway_answers_502_and_no_order_exists(self):
        answer = self.shop.pay("bad-gateway", trigger="http-502")

        self.assertEqual((answer.status, answer.headers["Content-Type"]), (502, "text/html"))
        self.assertEqual(self.shop.records(out_trade_no="bad-gateway"), [])

    def test_a_refusal_for_too_many_calls_says_when_to_come_back(self):
        self.shop.control("POST", "rules", {"respond": [{"http_status": 429}]})
        answer = self.shop.pay("often")

        self.assertEqual((answer.status, answer.headers["Retry-After"], answer.body), (429, "1", b"{}"))

    def test_a_slow_answer_is_an_ordinary_one(self):
        self.assertEqual(self.shop.pay("slow", trigger="slow=50").json()["respcd"], "0000")

        self.assertEqual(self.last_call()["delay_ms"], 50)

    def test_a_slow_answer_holds_nobody_else_up_and_leaves_before_the_mock_ends(self):
        slow = Merchant(self.mock)
        slow.send("payment", payment("slow"), "slow=120000")
        self.shop.control("GET", "requests?since=0&wait_ms=30000")

        self.assertEqual(self.shop.pay("fast").json()["respcd"], "0000")
        self.mock.process.terminate()
        self.assertEqual(json.loads(slow.connection.getresponse().read())["respcd"], "0000")

    def test_a_slow_answer_waits_for_the_disk_first(self):
        with tempfile.TemporaryDirectory() as folder, Mock(PROGRAM, "--db", f"{folder}/db") as mock:
            self.assertEqual(Merchant(mock).pay("slow", trigger="slow=20").json()["respcd"], "0000")

    def test_a_client_may_leave_while_its_answer_waits(self):
        slow = Merchant(self.mock)
        slow.send("payment", payment("slow"), "slow=100")
        slow.connection.close()

        self.assertEqual(self.shop.pay("next").json()["respcd"], "0000")


if __name__ == "__main__":
    # A socket that a test has done with ends with the test.
    unittest.main(warnings="ignore")
