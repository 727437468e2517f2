"""50 parallel clients, each in a merchant of its own with its own clock, rules and resets, use the same
order numbers and see nothing of each other: worlds.py QFPAY_MOCK [OPTION...]"""

import datetime
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

from sandbox import Merchant, Mock, fresh_merchant

CLIENTS = 50
ROUNDS = 3


def same(what, got, wanted):
    if got != wanted:
        raise AssertionError(f"{what}: {got}, not {wanted}")


def one_round(shop, number, start):
    """From an empty world to an expired order, with as many refusals as the client's number says."""
    refusals = number % 4
    now = datetime.datetime(2026, 3, 1) + datetime.timedelta(days=number % 20, minutes=number)
    orders = 1 + number % 3

    shop.control("PUT", "clock", {"now": f"{now:%Y-%m-%d %H:%M:%S}", "frozen": True})
    if refusals:
        shop.control("POST", "rules", {"respond": [{"respcd": "1100"}] * refusals, "after": "remove"})
    start.wait()
    for order in range(orders):
        answer = shop.pay(f"order-{order}").json()
        while answer["respcd"] == "1100" and refusals > 0:
            refusals -= 1
            answer = shop.pay(f"order-{order}").json()
        same("payment", answer["respcd"], "0000")
        same("clock", answer["sysdtm"], f"{now:%Y-%m-%d %H:%M:%S}")
    same("refusals left", refusals, 0)
    same("rules left", shop.control("GET", "rules")["rules"], [])
    same("orders of the month", sorted(r["out_trade_no"] for r in shop.records()),
         [f"order-{order}" for order in range(orders)])
    shop.control("PUT", "clock", {"advance_seconds": 1800})
    same("expired", {r["respcd"] for r in shop.records()}, {"1181"})
    same("journal", shop.control("GET", "requests")["last"], orders + number % 4 + 2)
    shop.control("POST", "reset")
    same("orders after the reset", shop.control("GET", "transactions")["transactions"], [])


def live(mock, number, start):
    shop = fresh_merchant(mock)
    for _ in range(ROUNDS):
        one_round(shop, number, start)
    shop.connection.close()


def main():
    with Mock(*sys.argv[1:]) as mock:
        start = threading.Barrier(CLIENTS, timeout=60)
        with ThreadPoolExecutor(CLIENTS) as pool:
            for done in [pool.submit(live, mock, number, start) for number in range(CLIENTS)]:
                done.result()
        direct = Merchant(mock)
        same("orders of the direct merchant", direct.control("GET", "transactions")["transactions"], [])
        same("journal of the direct merchant", direct.control("GET", "requests")["last"], 0)
        direct.connection.close()
    print(f"{CLIENTS} worlds, {ROUNDS} rounds each: nobody met anybody")


main()
