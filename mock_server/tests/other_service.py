"""A server that says hello to everything."""
import http.server


class Hello(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "5")
        self.end_headers()
        self.wfile.write(b"hello")

    def log_message(self, *words):
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), Hello)
print(f"http://127.0.0.1:{server.server_port}", flush=True)
server.serve_forever()
