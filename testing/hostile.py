"""What others send reaches no terminal as anything but text, whatever program they send it to:
hostile.py FOLDER_OF_THE_BUILD [TEST...]. The server here fills each field and header with what terminals
obey, what deceives the eye, what a shell would run and what is no UTF-8; the notifications, the testee,
the configuration and the report do likewise."""

import hashlib
import http.client
import http.server
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import threading
import unittest
import urllib.parse
import xml.etree.ElementTree

BUILD = pathlib.Path(sys.argv.pop(1)).resolve()
CLIENT, CONFORM, MOCK = (BUILD / path for path in
                         ("client/cli/qfpay", "conformance/qfpay-conform", "mock_server/qfpay-mock"))
APP_CODE, KEY = "A1B2C3D4E5F60718293A4B5C6D7E8F90", "0F1E2D3C4B5A69788796A5B4C3D2E1F0"
SHELL = "1;touch${IFS}owned;`touch owned`'"
EVIL = ("x\x1b[2J\x1b]0;owned\x07\x9b31m\u202e\u2066\u200b\u2028\u061c\u200e\ufeff\U000e0041\x7f"
        "\r\nFORGED: paid\n" + SHELL + "]]>-->&<script>\"'")
CALLS_THAT_LOOK_AGAIN = 5  # of the commands below; with no answer to read they would do so for 7 seconds
UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
                   "\U000e0000-\U000e0fff]")


def record(respcd):
    names = ("syssn out_trade_no orig_syssn origssn orig_out_trade_no pay_type txcurrcd txdtm sysdtm paydtm cancel"
             " order_type errmsg goods_name chnlsn qrcode pay_url pay_params resperr respmsg userid").split()
    return {**{name: name[0] + EVIL for name in names}, "respcd": respcd, "txamt": "1000"}


def answer(mode):
    """The body of an answer."""
    if mode == "garbage":
        return EVIL.encode() + b"\xff\xfe{\x80"
    if mode == "bytes":  # of Latin-1, in texts
        return json.dumps(record("0000")).encode().replace(b"FORGED", b"FORGED\xff\xc3\x9b\x9b")
    if mode == "strange":
        return json.dumps({**record("0000"), "respcd": EVIL, EVIL: EVIL, "data": [record(EVIL)]}).encode()
    top, state = {"paid": ("0000", "0000"), "open": ("0000", "1143"), "refused": ("1205", "1205"),
                  "doubtful": ("1298", "1298"), "pending": ("1145", "1145")}[mode]
    return json.dumps({**record(top), "page": EVIL, "data": [record(state), record(state)]}).encode()


MODES = ("paid", "open", "refused", "doubtful", "pending", "strange", "bytes", "garbage")


class Hostile(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        line = EVIL.replace("\r", "").replace("\n", "").encode()
        body = answer(self.server.mode)
        head = b"HTTP/1.1 200 O" + line + b"\r\n"
        for name in ("Diagnosis", "Requirement", "Advice", "Version"):
            head += f"X-QFMock-{name}: ".encode() + line + b"\r\n"
        self.wfile.write(head + b"Server: " + line + b"\r\nContent-Type: application/json\r\nContent-Length: "
                         + str(len(body)).encode() + b"\r\n\r\n" + body)

    do_POST = do_PUT = do_DELETE = do_GET

    def log_message(self, *_):
        pass


class Texts(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("QFPAY_")}
        self.environment |= {"QFPAY_APP_CODE": APP_CODE, "QFPAY_CLIENT_KEY": KEY}

    def serve(self, mode):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hostile)
        server.mode = mode
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        self.environment["QFPAY_BASE_URL"] = url = f"http://127.0.0.1:{server.server_port}"
        return url

    def assert_text(self, written, what):
        text = written.decode("utf-8")  # which it has to be
        found = UNFIT.search(text)
        if found:
            self.fail(f"{what} wrote {found.group()!r}: {text[max(0, found.start() - 90):found.end() + 20]!r}")
        self.assertNotRegex(text, "(?m)^FORGED", what)
        return text

    def run_text(self, *command, given=b""):
        """What a program writes on both outputs, which is text and nothing else."""
        ended = subprocess.run(command, input=given, capture_output=True, cwd=self.folder, env=self.environment,
                               timeout=120)
        self.assertGreaterEqual(ended.returncode, 0, command)
        return "".join(self.assert_text(written, command) for written in (ended.stdout, ended.stderr))

    def paste(self, text):
        """The commands that are suggested, into a shell, with a qfpay that only tells its words."""
        commands = re.findall(r"^Next: (.*?)(?:, then.*)?$", text, re.M)
        for command in commands:
            subprocess.run(["bash", "-c", f"qfpay() {{ printf '%s\\n' \"$#\"; }}; {command}"], cwd=self.folder,
                           check=True, capture_output=True)
        self.assertEqual(list(self.folder.glob("*owned*")), [])
        return len(commands)

    def test_no_command_of_the_client_prints_what_a_server_sent_as_it_came(self):
        commands = (
            ("pay", "--txamt", "1000"), ("pay", "--txamt", "1000", "--no-qr", "--wait", "--timeout", "50ms"),
            ("pay", "--txamt", "1000", "--auth-code", "283854702356157409"),
            ("refund", "--syssn", "1", "--txamt", "300"),
            ("refund", "--syssn", "1", "--txamt", "300", "--wait", "--timeout", "50ms"),
            ("wait", "--syssn", "1", "--timeout", "50ms"), ("wait", "--refund", "--syssn", "1", "--timeout", "50ms"),
            ("query",), ("query", "--syssn", "1"),
            ("close", "--syssn", "1", "--txamt", "1"), ("reverse", "--syssn", "1", "--txamt", "1"),
            ("note", "--syssn", "1", "--note", "x"), ("capture", "--syssn", "1", "--txamt", "1"),
            ("release", "--syssn", "1"), ("doctor",))
        suggested = 0
        for mode in MODES:
            self.serve(mode)
            for command in commands[CALLS_THAT_LOOK_AGAIN * (mode in ("bytes", "garbage")):]:
                suggested += self.paste(self.run_text(CLIENT, *command))
                self.run_text(CLIENT, *command, "--json")
        self.assertGreater(suggested, 5)

    def test_what_is_suggested_is_one_word_to_a_shell(self):
        self.serve("open")
        written = self.run_text(CLIENT, "pay", "--txamt", "1000", "--no-qr")
        self.assertIn("Next: qfpay wait --syssn 'sx", written)
        self.assertIn("1;touch${IFS}owned", written)

    def test_names_and_values_of_the_command_line_are_text_as_well(self):
        self.serve("open")
        for command in (("pay", "--txamt", EVIL), (EVIL,), ("pay", "--" + EVIL), ("pay", EVIL), ("codes", EVIL),
                        ("sign", "a=" + EVIL, EVIL + "="), ("sign", EVIL), ("pay", "--sign-type", EVIL),
                        ("query", "--base-url", "http://" + EVIL), ("query", "--base-url", EVIL)):
            self.run_text(CLIENT, *command)
        for command in (("server", "--target", EVIL), ("list", "--filter", EVIL), ("explain", EVIL), (EVIL,),
                        ("server", "--" + EVIL), ("verify", EVIL), ("compare", EVIL, EVIL),
                        ("server", "--level", EVIL), ("client", "--", EVIL), ("client", "--network", "--", EVIL)):
            self.run_text(CONFORM, *command)

    def test_nor_does_the_receiver_print_a_notification_as_it_came(self):
        body = json.dumps({**record("0000"), "notify_type": EVIL, EVIL: EVIL}).encode()
        for extra in (b"", b"\xff\x9b"):
            sent = body + extra
            sign = hashlib.md5(sent + KEY.encode()).hexdigest().upper()
            (self.folder / "sent").write_bytes(sent)
            for words in ((), ("--json",)):
                self.run_text(CLIENT, "verify", "--sign", sign, *words, given=sent)
                self.run_text(CLIENT, "verify", "--sign", "0" * 32, *words, given=sent)
                self.listen(sent, sign, words)

    def listen(self, sent, sign, words):
        receiver = subprocess.Popen([CLIENT, "listen", "--port", "0", *words], cwd=self.folder,
                                    env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        port = int(re.search(rb":(\d+)", receiver.stdout.readline()).group(1))
        for signature in (sign, "wrong\u009b\u202e"):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("POST", "/", sent, {"X-QF-SIGN": signature.encode(), "Content-Type": "application/json"})
            connection.getresponse().read()
            connection.close()
        receiver.terminate()
        for written in receiver.communicate(timeout=30):
            self.assert_text(written, "listen")

    def test_a_report_is_text_on_the_terminal_and_whole_in_its_own_form(self):
        cases = ("--filter", "payment.answer.*")
        for mode in ("open", "strange", "bytes"):
            url = self.serve(mode)
            files = {form: self.folder / f"{mode}.{form}" for form in ("json", "html", "junit", "tap")}
            written = self.run_text(CONFORM, "server", "--target", url, "--verbose", *cases,
                                    *(word for form, path in files.items() if form != "tap"
                                      for word in (f"--{form}", str(path))))
            self.assertIn("FAIL", written)
            for form in ("json", "html", "junit"):
                self.assert_text(files[form].read_bytes(), form)
            json.loads(files["json"].read_bytes())
            xml.etree.ElementTree.parse(files["junit"])
            self.assertNotIn("<script>", files["html"].read_text(encoding="utf-8"))
            self.run_text(CONFORM, "verify", str(files["json"]))
            tap = self.run_text(CONFORM, "server", "--target", url, "--tap", *cases)
            self.assertRegex(tap, "(?m)^not ok ")
            for line in tap.splitlines():
                self.assertRegex(line, r"^(TAP version 13|1\.\.\d+|(not )?ok \d+ - [a-z0-9_.-]+( # (SKIP|TODO) .*)?|#.*|"
                                       r"Bail out!.*|ok .*)$")

    def test_nor_are_a_recording_and_what_differs_from_it(self):
        first, second = (self.serve(mode) for mode in ("open", "strange"))
        self.run_text(CONFORM, "record", "--target", first, "--out", "kept.json", "--filter", "payment.answer.*")
        self.run_text(CONFORM, "diff", "--left", first, "--right", second, "--filter", "payment.answer.*")
        self.assert_text((self.folder / "kept.json").read_bytes(), "record")

    def test_a_live_target_that_says_evil_numbers_is_told_as_text(self):
        url = self.serve("open")
        self.run_text(CONFORM, "server", "--target", url, "--live", "--ledger", "ledger", "--rate", "1000/s",
                      "--filter", "payment.goods_name.twenty", "--max-amount", "300")

    def test_a_testee_says_text(self):
        for line in (json.dumps({"capabilities": ["sign", EVIL]}), json.dumps({"error": EVIL}), EVIL.replace("\n", "")):
            testee = f"import sys\nfor _ in sys.stdin: sys.stdout.buffer.write({line!r}.encode() + b'\\n'); " \
                     f"sys.stdout.flush()\n"
            (self.folder / "testee.py").write_text(testee, encoding="utf-8")
            self.run_text(CONFORM, "client", "--filter", "sign.*", "--", sys.executable, "testee.py")

    def test_a_client_that_is_certified_over_the_network_says_text(self):
        (self.folder / "client.py").write_text(
            f"import sys\nsys.stderr.buffer.write({EVIL!r}.encode() + b'\\xff')\n"
            f"sys.stdout.buffer.write({EVIL!r}.encode() + b'\\xff')\nsys.exit(1)\n", encoding="utf-8")
        self.run_text(CONFORM, "client", "--network", "--mock", str(MOCK), "--filter", "network.paid*", "--",
                      sys.executable, "client.py")

    def test_a_report_that_was_forged_is_read_as_text(self):
        forged = json.dumps({"schema": "qfpay-conform/1", "target": EVIL, "version": EVIL, "command": EVIL,
                             "options": [EVIL, SHELL], "results": [{"id": EVIL, "verdict": EVIL}],
                             "levels": [{"name": EVIL}], EVIL: EVIL}, ensure_ascii=False)
        (self.folder / "forged.json").write_text(forged, encoding="utf-8")
        self.run_text(CONFORM, "verify", "forged.json")
        self.run_text(CONFORM, "compare", "forged.json", "forged.json")

    def test_fixtures_of_others_are_text(self):
        fixtures = pathlib.Path(__file__).resolve().parent.parent / "fixtures"
        case = {"id": "a." + EVIL, EVIL: EVIL, "comment": EVIL}
        for path in fixtures.iterdir():
            if path.name != "cases":
                (self.folder / path.name).symlink_to(path)
        (self.folder / "cases").mkdir()
        for text in (json.dumps(case), json.dumps(case, ensure_ascii=False), EVIL):
            (self.folder / "cases" / "evil.json").write_text(text, encoding="utf-8")
            self.run_text(CONFORM, "list", "--fixtures", str(self.folder))

    def test_the_mock_tells_what_is_wrong_with_a_configuration_as_text(self):
        merchant = {"app_code": EVIL, "client_key": EVIL, EVIL: EVIL}
        for config in (json.dumps({EVIL: EVIL}), json.dumps({EVIL: EVIL}, ensure_ascii=False), EVIL,
                       json.dumps({"merchants": [merchant]}), json.dumps({"log": EVIL}), json.dumps({"now": EVIL}),
                       json.dumps({"merchants": [{**merchant, "app_code": APP_CODE, "client_key": KEY}]}),
                       json.dumps({"merchants": [{"app_code": "B" * 32, "client_key": KEY, "notify_url": EVIL}]})):
            (self.folder / "config.json").write_text(config, encoding="utf-8")
            self.run_text(MOCK, "--check-config", "--config", "config.json")
        for words in (("--" + EVIL,), ("--log", EVIL), ("--config", EVIL), ("--db", EVIL + "/" + EVIL), (EVIL,),
                      ("--defect", EVIL), ("--tls-cert", EVIL, "--tls-key", EVIL), ("--port-file", EVIL)):
            self.run_text(MOCK, "--check-config", *words)

    def test_the_log_of_the_mock_is_text(self):
        for form in ("text", "json"):
            mock = subprocess.Popen([MOCK, "--port", "0", "--log", form], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                    cwd=self.folder)
            port = int(mock.stdout.readline().rsplit(b":", 1)[1])
            quoted = urllib.parse.quote(EVIL.encode() + b"\xff")
            for method, path, body in (("POST", f"/trade/v1/{quoted}", b""), ("GET", f"/trade/v1/query?{quoted}={quoted}", b""),
                                       ("POST", "/trade/v1/payment", f"txamt={quoted}&{quoted}=1".encode()),
                                       ("POST", "/trade/v1/payment", EVIL.encode() + b"\xff"),
                                       ("POST", "/__sandbox/rules", EVIL.encode())):
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
                connection.request(method, path, body, {
                    "X-QF-APPCODE": APP_CODE, "X-QF-SIGN": EVIL.replace("\r", "").replace("\n", "").encode(),
                    "X-QFMock-Trigger": "x\x9b\u202e".encode(), "Content-Type": "application/x-www-form-urlencoded"})
                connection.getresponse().read()
                connection.close()
            mock.terminate()
            for written in mock.communicate(timeout=30):
                self.assert_text(written, f"--log {form}")


if __name__ == "__main__":
    unittest.main()
