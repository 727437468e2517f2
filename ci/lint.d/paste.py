"""Pastes the commands of README.md and docs/ into a shell, page by page, as a reader would, against a
mock of the page's own: paste.py BUILD [PAGE...]

A ```sh block is run. Each of its commands must succeed, and what curl gets be no error; when a ```text
or ```json block follows at once, that must be printed, and refusals are part of the lesson. In what is shown, "..." stands for
anything (alone in a line: for any lines), and numbers, times and codes that differ from run to run
for one another. A remark before the block keeps it from being run here: <!-- run by FILE --> names
the test that does, <!-- not run: WHY --> the reason. The steps of a ```yaml block are those of a CI
job: each `run:` gets a shell of its own and hands its variables on. With <!-- run with each row of the
table --> a block is pasted behind each line of the README's table of languages."""

import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

import pages

PATIENCE_SECONDS = 60
SETTLE_SECONDS = 20  # for what a receiver in the background prints
WITH_ROWS = "run with each row of the table"
BOTH_NOTIFIED = re.compile(r"payment.*\b10(?:00|\.00)\b.*refund.*\b3(?:00|\.00)\b", re.S)
PORTS = ("8080", "8081", "8082", "3000")
VARYING = (
    (re.compile(r"\b\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\dZ?"), "TIME"),
    (re.compile(r"\b\d{28}\b"), "CHNLSN"),
    (re.compile(r"\b\d{26}\b"), "SYSSN"),
    (re.compile(r"\b\d{8}-\d{6}-[0-9a-f]{8}\b|\b(?:curl|python|node|php|c)-[0-9a-f][0-9a-f-]{11,}\b"
                r"|\b[a-z]+-\d{10}\b"), "NUMBER"),
    (re.compile(r"\bpr=\w{7}\b"), "pr=CODE"),
    (re.compile(r"\b(?!0+\b)(?![AB]1B2C3D4E5F6|[01]F1E2D3C)[0-9A-Fa-f]{32}\b"), "HEX"),
    (re.compile(r"\b\d+(\.\d+)? (ms|s|seconds|second)\b"), "DURATION"),
    (re.compile(r"(?<=_ms\": )\d+|(?<=_us\": )\d+"), "DURATION"),
)


def mask(text):
    for pattern, name in VARYING:
        text = pattern.sub(name, text)
    return text


def printed_as_shown(shown, printed):
    parts = []
    for line in mask(shown).splitlines():
        parts.append(r"(?:[^\n]*\n)*?" if line.strip() == "..." else
                     "[^\n]*".join(re.escape(piece.rstrip()) for piece in line.split("...")) + r" *\n")
    return re.fullmatch("".join(parts), mask(printed).rstrip("\n") + "\n") is not None


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    numbers = [str(one.getsockname()[1]) for one in sockets]
    for one in sockets:
        one.close()
    return numbers


class Reader:
    """A person with a clone, a build, a terminal and a mock; what they start ends with them."""

    def __init__(self, build):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="qfpay-pages-"))
        self.clone = self.folder / "qfpay-mock"
        self.clone.mkdir()
        for entry in pathlib.Path(".").iterdir():
            if entry.name not in (".git", "build"):
                (self.clone / entry.name).symlink_to(entry.resolve())
        (self.clone / "build").mkdir()
        for name in ("quickstart", "release"):
            (self.clone / "build" / name).symlink_to(build)
        self.ports = dict(zip(PORTS, free_ports(len(PORTS))))
        self.output = self.folder / "output"
        programs = [build / "client/cli", build / "mock_server", build / "conformance"]
        self.environment = {name: value for name, value in os.environ.items()
                            if not name.lower().startswith(("qfpay", "http_proxy", "github"))}
        self.environment |= {
            "HOME": str(self.folder), "NO_COLOR": "1", "TMPDIR": str(self.folder),
            "PATH": ":".join([*map(str, programs), os.environ["PATH"]]),
            "QFPAY_BASE_URL": f"http://127.0.0.1:{self.ports['8080']}"}
        self.children = []

    def __enter__(self):
        mock = self.start(["qfpay-mock", "--port", self.ports["8080"]], stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL)
        if not mock.stdout.readline():
            sys.exit("the mock did not start")
        self.shell = self.start(["bash", "--norc"], stdin=subprocess.PIPE,
                                stdout=open(self.output, "wb"), stderr=subprocess.STDOUT)
        return self

    def __exit__(self, *_):
        for child in self.children:
            try:
                os.killpg(child.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            child.wait()
        shutil.rmtree(self.folder)

    def start(self, command, **streams):
        child = subprocess.Popen(command, cwd=self.clone, env=self.environment,
                                 start_new_session=True, **streams)
        self.children.append(child)
        return child

    def translate(self, commands):
        return re.sub(rf"(?<![\w.])({'|'.join(PORTS)})\b", lambda found: self.ports[found.group()], commands)

    def read_back(self, offset):
        text = self.output.read_bytes()[offset:].decode("utf-8", "replace").replace("\r", "")
        for name, port in self.ports.items():
            text = text.replace(f":{port}", f":{name}")
        return text

    def paste(self, commands, curl="fail"):
        """The commands that failed, and where in the output what they printed begins. `curl` is what
        that program does beside keeping quiet, as in a terminal."""
        (self.folder / ".curlrc").write_text(f"silent\nshow-error\n{curl}\n")
        offset = self.output.stat().st_size
        done, failed, script = (self.folder / name for name in ("done", "failed", "script"))
        # Who pastes a listener sees that it listens before going on.
        wait = f"until (: </dev/tcp/127.0.0.1/{self.ports['8081']}) 2>/dev/null; do sleep 0.05; done"
        script.write_text(re.sub(r"^(.*qfpay listen .*&)$", rf"\1\n{wait}", self.translate(commands),
                                 flags=re.MULTILINE), encoding="utf-8")
        done.unlink(missing_ok=True)
        failed.write_text("")
        self.shell.stdin.write(f"trap 'printf \"%s\\n\" \"$BASH_COMMAND\" >>{failed}' ERR; . {script} "
                               f"</dev/null; trap - ERR; : >{done}\n".encode())
        self.shell.stdin.flush()
        until = time.monotonic() + PATIENCE_SECONDS
        while not done.exists():
            if time.monotonic() > until or self.shell.poll() is not None:
                return ["it does not come to its end"], offset
            time.sleep(0.01)
        lines = failed.read_text(encoding="utf-8").splitlines()
        return [line for line in lines if str(script) not in line], offset

    def settle(self, offset, is_complete):
        """Wait until what was printed is complete; the text so far, and whether it is."""
        until = time.monotonic() + SETTLE_SECONDS
        while not is_complete(self.read_back(offset)):
            if time.monotonic() > until:
                return self.read_back(offset), False
            time.sleep(0.02)
        return self.read_back(offset), True

    def run(self, block):
        failed, offset = self.paste(block.text, "" if block.printed else "fail")
        if block.printed is None:
            if failed:
                yield f"failed: {failed[0]}\n{self.read_back(offset)}"
            return
        printed, is_complete = self.settle(offset, lambda text: printed_as_shown(block.printed, text))
        if not is_complete:
            yield f"it prints\n{printed}and not\n{block.printed}"

    def run_language(self, name, line, block):
        """A row of the table of languages, the block, and the end of what the row started; the order
        is paid, and the receiver is told of payment and refund."""
        failed, offset = self.paste(line)
        self.wait_for_port(lambda is_open: is_open)
        if not failed:
            failed, _ = self.paste(block.text)
        told, is_complete = self.settle(offset, lambda text: re.search(r"^state +0000 ", text, re.M) and
                                        BOTH_NOTIFIED.search(text))
        self.paste("kill $!")
        self.wait_for_port(lambda is_open: not is_open)
        if failed or not is_complete:
            yield f"{name}: {failed}\n{told}"

    def wait_for_port(self, is_as_wanted):
        until = time.monotonic() + SETTLE_SECONDS
        while time.monotonic() < until:
            with socket.socket() as probe:
                if is_as_wanted(probe.connect_ex(("127.0.0.1", int(self.ports["8081"]))) == 0):
                    return
            time.sleep(0.05)

    def run_job(self, block):
        """The steps of a CI job, whose checkout has the clone in a folder and the build done."""
        handed_on = self.folder / "github_env"
        handed_on.write_text("")
        tools = self.folder / "tools"
        tools.mkdir()
        (tools / "cmake").write_text(  # what ci/quickstart and ci/consumer try for real
            f"#!/bin/sh\ncase $1 in --install) exec {shutil.which('cmake')} \"$@\" ;; esac\n")
        (tools / "cmake").chmod(0o755)
        variables = {"GITHUB_ENV": str(handed_on), "PATH": f"{tools}:{os.environ['PATH']}"}
        del self.environment["QFPAY_BASE_URL"]
        for step in steps(block.text):
            variables |= dict(line.split("=", 1) for line in handed_on.read_text().splitlines())
            # To a file: what a step leaves running would keep a pipe open.
            with open(self.folder / "step", "wb") as output:
                child = subprocess.Popen(["bash", "-e", "-c", step], cwd=self.folder,
                                         env=self.environment | variables, stdin=subprocess.DEVNULL,
                                         stdout=output, stderr=subprocess.STDOUT, start_new_session=True)
            self.children.append(child)
            if child.wait(timeout=PATIENCE_SECONDS) != 0:
                yield f"the step\n{step}fails:\n{(self.folder / 'step').read_text()}"
                return
        kept = self.folder / re.search(r"upload-artifact.*?path: (\w+)", block.text, re.S).group(1)
        yield from (f"the job keeps nothing in {file.name}" for file in sorted(kept.iterdir())
                    if file.stat().st_size == 0)


def steps(text):
    """What stands behind each `run:`, in one line or as an indented text."""
    for found in re.finditer(r"^( *)(?:- )?run: (\|\n((?:\1 +[^\n]*\n|\n)+)|[^|\n][^\n]*\n)", text, re.M):
        yield found.group(3) or found.group(2)


def run_page(page, build):
    text = pages.read(page)
    count = 0
    with_rows = []
    with Reader(build) as reader:
        for block in pages.blocks(text):
            if block.remark.startswith(("not run", "run by", "examples/")):
                continue
            if block.language not in ("sh", "yaml"):
                continue
            count += 1
            if block.remark == WITH_ROWS:
                with_rows.append(block)
                continue
            run = reader.run if block.language == "sh" else reader.run_job
            for problem in run(block):
                yield f"{page} line {block.line}: {problem}"
        for block in with_rows:  # at the end: a row may need what a later block builds
            for name, line in pages.table(text, "your language |"):
                count += 1
                yield from (f"{page}, {problem}" for problem in
                            reader.run_language(name, pages.quoted(line)[0], block))
    print(f"{page}: {count} blocks run")


def check_options(build):
    """The table of options and the program's own help name the same ones."""
    listed = set(re.findall(r"--[a-z-]+", " ".join(row[0] for row in pages.table(
        pages.read("docs/options.md"), "option |"))))
    told = subprocess.run([build / "mock_server/qfpay-mock", "--help"], capture_output=True, text=True,
                          check=True).stdout
    own = set(re.findall(r"^ *(--[a-z-]+)", told, re.M))
    yield from (f"docs/options.md lacks {option}" for option in own - listed)
    yield from (f"docs/options.md invents {option}" for option in listed - own)


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    chosen = [pathlib.Path(name) for name in sys.argv[2:]] or pages.all_pages()
    problems = list(check_options(build))
    for page in chosen:
        problems.extend(run_page(page, build))
    for problem in problems:
        print(problem)
    print(f"{len(chosen)} pages pasted, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
