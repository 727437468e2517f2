"""A WeChat QR payment of 10.00 HKD and its state. Python alone is needed.
python3 first_payment.py [query SYSSN | refund SYSSN TXAMT]"""

import datetime
import hashlib
import json
import os
import sys
import uuid
from urllib.parse import urlencode
from urllib.request import Request, urlopen

BASE_URL = os.environ.get("QFPAY_BASE_URL", "http://127.0.0.1:8080")
APP_CODE = os.environ.get("QFPAY_APP_CODE", "A1B2C3D4E5F60718293A4B5C6D7E8F90")
CLIENT_KEY = os.environ.get("QFPAY_CLIENT_KEY", "0F1E2D3C4B5A69788796A5B4C3D2E1F0")
MCHID = os.environ.get("QFPAY_MCHID")  # when QFPay gave you one
CHINA = datetime.timezone(datetime.timedelta(hours=8))


def call(endpoint, params):
    if MCHID:
        params = {**params, "mchid": MCHID}
    # All parameters sorted by name, values as they are, then the client key: MD5, in hex.
    text = "&".join(f"{name}={params[name]}" for name in sorted(params)) + CLIENT_KEY
    sign = hashlib.md5(text.encode("utf-8")).hexdigest()
    request = Request(f"{BASE_URL}/trade/v1/{endpoint}", data=urlencode(params).encode(),
                      headers={"X-QF-APPCODE": APP_CODE, "X-QF-SIGN": sign})
    with urlopen(request, timeout=30) as answer:
        if "X-QFMock-Diagnosis" in answer.headers:  # the sandbox says why it refused
            print("diagnosis", answer.headers["X-QFMock-Diagnosis"], file=sys.stderr)
        return json.load(answer)


def accepted(endpoint, answer):
    if answer["respcd"] not in ("0000", "1143", "1145", "1298"):  # with these it exists
        sys.exit(f"{endpoint} refused: {answer['respcd']} {answer['resperr']}")
    return answer


def order(endpoint, **params):
    return accepted(endpoint, call(endpoint, {
        **params,
        "out_trade_no": f"python-{uuid.uuid4().hex}",  # new for each payment and each refund
        "txdtm": datetime.datetime.now(CHINA).strftime("%Y-%m-%d %H:%M:%S"),
    }))


def show_state(syssn):
    # That an order exists does not mean that it is paid: only the query's record says so.
    records = accepted("query", call("query", {"syssn": syssn}))["data"]
    print("state ", records[0]["respcd"] if records else "none", "(0000 paid, 1143, 1145 or 1298 ask again)")


if sys.argv[1:2] == ["query"]:
    show_state(sys.argv[2])
    sys.exit()
if sys.argv[1:2] == ["refund"]:
    refund = order("refund", syssn=sys.argv[2], txamt=sys.argv[3])
    print("refund", refund["respcd"], "(0000 done, 1143, 1145 or 1298 ask again)")
    sys.exit()

payment = order("payment", txamt="1000", txcurrcd="HKD", pay_type="800201", goods_name="缶コーヒー")
print("syssn ", payment["syssn"])
print("qrcode", payment["qrcode"])
show_state(payment["syssn"])
