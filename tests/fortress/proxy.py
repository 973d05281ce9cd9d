"""A reverse proxy in front of a test: nginx, or a stand-in that does what the same file of nginx says.

The stand-in is for machines where nginx cannot be installed; where nginx is, both are asked (`PROXIES`), so that the
stand-in cannot drift from it. It knows the directives of `nginx/*.conf` and no others.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
LOCATION = re.compile(r"location (\S+) \{(.*?)\}", re.DOTALL)
OWN_HEADERS = {"connection", "transfer-encoding", "content-length", "date", "server"}


@contextmanager
def nginx(conf: Path, port: int) -> Iterator[None]:
    assert NGINX is not None
    running = subprocess.Popen([NGINX, "-p", str(conf.parent), "-c", str(conf)], stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        running.terminate()
        running.wait()


@contextmanager
def stand_in(conf: Path, port: int) -> Iterator[None]:
    places = dict(LOCATION.findall(conf.read_text(encoding="utf-8")))

    class Handler(BaseHTTPRequestHandler):
        def answer(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
            self.send_response(status)
            for name, value in headers:
                if name.lower() not in OWN_HEADERS:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(b"" if self.command == "HEAD" else body)

        def do_GET(self) -> None:
            place = max((p for p in places if self.path.startswith(p)), key=len)
            said = re.search(r'return (\d+) "(.*)";', places[place])
            if said:
                return self.answer(int(said[1]), [("Content-Type", "text/plain")], said[2].encode())
            back, folder = re.findall(r"proxy_pass http://([^/;]+)(/?);", places[place])[0]
            address = "/" + self.path.removeprefix(place) if folder else self.path
            headers = {name: value for name, value in self.headers.items() if name.lower() != "connection"}
            headers["Host"] = back
            for name, value in re.findall(r"proxy_set_header (\S+) (\S+);", places[place]):
                headers[name] = self.filled(value)
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            upstream = HTTPConnection(back, timeout=60)
            try:
                upstream.request(self.command, address, body or None, headers)
                got = upstream.getresponse()
                own = [(n, v.replace(f"http://{back}/", place)) for n, v in got.getheaders()]
                self.answer(got.status, own, got.read())
            finally:
                upstream.close()

        do_POST = do_HEAD = do_GET

        def filled(self, value: str) -> str:
            before = self.headers.get("X-Forwarded-For")
            known = {
                "$proxy_add_x_forwarded_for": ", ".join(filter(None, [before, self.client_address[0]])),
                "$server_port": str(port),
                "$scheme": "http",
                "$host": self.headers["Host"].split(":")[0],
            }
            for name, meant in known.items():
                value = value.replace(name, meant)
            return value

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


Proxy = Callable[[Path, int], AbstractContextManager[None]]
PROXIES: list[Proxy] = [stand_in, nginx] if NGINX else [stand_in]
