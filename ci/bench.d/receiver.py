"""Receivers of notifications for the benchmarks: one that tells when each came, and ports where nobody
answers. How many come in a second is counted by bare.c, which is faster."""

import socket
import socketserver
import threading
import time

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 7\r\nConnection: close\r\n\r\nSUCCESS"


class Receiver(socketserver.ThreadingTCPServer):
    """Answers SUCCESS, and keeps when each out_trade_no came."""

    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 512

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.came = {}
        self.thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05})

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.thread.join()
        self.server_close()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}/notify"


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        length = 0
        while (line := self.rfile.readline().strip()):
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        body = self.rfile.read(length).decode()
        came = time.perf_counter()
        self.server.came[body.partition('"out_trade_no": "')[2].partition('"')[0]] = came
        self.wfile.write(ANSWER)


class Deaf:
    """Ports whose connections nobody accepts: an attempt there ends with its time-out."""

    def __init__(self, count):
        self.sockets = []
        for _ in range(count):
            listener = socket.socket()
            self.sockets.append(listener)
            listener.bind(("127.0.0.1", 0))
            listener.listen(512)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for listener in self.sockets:
            listener.close()

    def url(self, number):
        return f"http://127.0.0.1:{self.sockets[number % len(self.sockets)].getsockname()[1]}/notify"
