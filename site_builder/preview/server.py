"""The preview's server: the standard library's, a thread a connection; it reads one immutable value and no folder."""

from __future__ import annotations

import socket
import socketserver
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Protocol

from site_builder.preview.answers import Answer, Display, answer
from site_builder.preview.guard import hosts, refusal, write_refusal
from site_builder.preview.tabs import Tabs

DESK = "/_desk"
PATIENCE = 20.0  # seconds that a browser may take for a request, or for taking what it asked for
MOST = 256  # connections at once; a browser with sixty tabs has six
Request = socket.socket | tuple[bytes, socket.socket]
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
}


_POLICY = (
    "default-src 'self'; img-src 'self' blob: data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'self'"
)


class Writer(Protocol):
    """The news desk, the only one that writes."""

    token: str

    def get(self, target: str) -> Answer:
        """The answer to a request that changes nothing."""

    def post(self, target: str, data: bytes) -> Answer:
        """The answer to one that may write, and has passed the guard."""


class Server(ThreadingHTTPServer):
    """Listens on one address. `ask` gives what is to be shown now, after waiting for what was just saved.

    Without a `desk`, as in a network, nothing can be changed by a request.
    """

    daemon_threads = True  # a tab that is open does not hold up the end
    block_on_close = False
    allow_reuse_address = sys.platform != "win32"  # there it would let two programs share the port
    request_queue_size = 128
    server_port: int

    def __init__(
        self,
        host: str,
        port: int,
        ask: Callable[[str], Display],
        tabs: Tabs,
        names: tuple[str, ...],
        *,
        desk: Writer | None = None,
    ) -> None:
        super().__init__((host, port), Handler)
        self.ask = ask
        self.desk = desk
        self.tabs = tabs
        self.allowed = hosts(self.server_port, names)
        self._places = threading.BoundedSemaphore(MOST)
        self._open: set[socket.socket] = set()
        self._thread: threading.Thread | None = None

    def server_bind(self) -> None:
        """Bind, without asking the network for a name as the library does: without one that takes seconds."""
        if sys.platform == "win32":  # there another program could share the port by a flag of its own
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    def start(self) -> None:
        """Answer from now on, in threads."""
        self._thread = threading.Thread(target=self.serve_forever, args=(0.1,), daemon=True, name="server")
        self._thread.start()

    def stop(self) -> None:
        """Answer no more: the port is free, and whoever still holds a connection loses it."""
        if self._thread:  # without one, `shutdown` would wait for ever
            self.shutdown()
            self._thread.join()
        self.server_close()
        for one in tuple(self._open):
            with suppress(OSError):  # gone by itself
                one.shutdown(socket.SHUT_RDWR)

    def process_request(self, request: Request, client_address: object) -> None:
        """Give the connection a thread, unless there are too many."""
        if not self._places.acquire(blocking=False):
            self.shutdown_request(request)
            return
        try:
            super().process_request(request, client_address)
        except RuntimeError:  # the system gives no more threads
            self._places.release()
            self.shutdown_request(request)

    def process_request_thread(self, request: Request, client_address: object) -> None:
        """In that thread."""
        if isinstance(request, socket.socket):
            self._open.add(request)
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._open.discard(request)
            self._places.release()

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that went away is no news."""


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    timeout = PATIENCE
    server: Server

    def do_GET(self) -> None:
        """Answer."""
        headers = {name.lower(): self.headers.get_all(name, []) for name in self.headers}
        desk = self.server.desk if _is_desk(self.path) else None
        if desk and self.command == "POST":
            self._take(desk, headers)
            return
        refused = refusal(self.command, headers, self.server.allowed)
        if refused or "content-length" in headers or "transfer-encoding" in headers:
            self.close_connection = True  # what may follow the head is nobody's next request
        if refused:
            self._send(Answer(refused, "text/plain; charset=utf-8", self._reason(refused)))
            return
        found = desk.get(self.path) if desk else answer(self.server.ask(self.path), self.path)
        if found.listens and self.command == "GET":
            self._listen(found)
        elif found.etag and self.headers.get("If-None-Match") == f'"{found.etag}"':
            self._send(Answer(304, etag=found.etag, lasting=found.lasting))
        else:
            self._send(found)

    do_HEAD = do_POST = do_PUT = do_DELETE = do_PATCH = do_OPTIONS = do_TRACE = do_CONNECT = do_GET  # noqa: N815

    def _take(self, desk: Writer, headers: dict[str, list[str]]) -> None:
        """Read what was sent, if the guard lets it pass, and hand it to the desk."""
        refused = write_refusal(headers, self.server.allowed, desk.token)
        if refused:
            self.close_connection = True
            self._send(Answer(refused, "text/plain; charset=utf-8", self._reason(refused)))
            return
        length = int(headers["content-length"][0])
        data = self.rfile.read(length)
        if len(data) < length:  # the browser went away in the middle
            self.close_connection = True
            return
        self._send(desk.post(self.path, data))

    def _reason(self, status: int) -> bytes:
        address = min(self.server.allowed)
        return f"{status}: http://{address}/\n".encode()

    def _send(self, found: Answer) -> None:
        self._head(found)
        if found.status != 304:  # noqa: PLR2004 — not modified
            self.send_header("Content-Length", str(len(found.data)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD" and found.status != 304:  # noqa: PLR2004
            self.wfile.write(found.data)

    def _head(self, found: Answer) -> None:
        self.send_response(found.status)
        self.send_header("Content-Type", found.kind)
        self.send_header("Cache-Control", "max-age=31536000, immutable" if found.lasting else "no-cache")
        if found.etag:
            self.send_header("ETag", f'"{found.etag}"')
        if found.location:
            self.send_header("Location", found.location)
        if found.status == 405:  # noqa: PLR2004 — method not allowed
            self.send_header("Allow", "GET, HEAD")
        if found.strict:
            self.send_header("Content-Security-Policy", _POLICY)
        for name, value in _ALWAYS.items():
            self.send_header(name, value)

    def _listen(self, found: Answer) -> None:
        """Send events until the tab goes, or the preview ends."""
        self.close_connection = True
        self._head(found)
        self.send_header("Connection", "close")
        self.end_headers()
        for event in self.server.tabs.heard():
            self.wfile.write(event)
            self.wfile.flush()

    def version_string(self) -> str:
        """Tell nobody which Python this is."""
        return "site-builder"

    def log_message(self, format: str, *_: object) -> None:  # noqa: A002 — the library's name
        """Say nothing: what matters to an editor is said when a snapshot changes."""


def _is_desk(target: str) -> bool:
    return target.partition("?")[0].startswith(f"{DESK}/") or target == DESK
