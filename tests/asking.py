"""Asking the desk over a real socket, as its pages do."""

from __future__ import annotations

import http.client
import json
from dataclasses import dataclass
from urllib.parse import quote

from site_builder.preview.live import Live


@dataclass
class Asker:
    """A browser of our own, without a window."""

    preview: Live

    @property
    def port(self) -> int:
        """Of the preview."""
        assert self.preview.server
        return self.preview.server.server_port

    def headers(self, kind: str = "application/json") -> dict[str, str]:
        """What a page of the desk sends with a write."""
        assert self.preview.desk
        origin = f"http://127.0.0.1:{self.port}"
        return {"Origin": origin, "X-Desk-Token": self.preview.desk.token, "Content-Type": kind}

    def ask(
        self, method: str, path: str, data: bytes = b"", headers: dict[str, str] | None = None
    ) -> tuple[int, bytes]:
        """(Status, body)."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, quote(path, safe="/?=&%"), data or None, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def get(self, path: str) -> tuple[int, bytes]:
        """A look."""
        return self.ask("GET", f"/_desk/{path}")

    def state(self, path: str) -> dict[str, object]:
        """An item as a page opens it."""
        status, data = self.get(f"state?item={path}")
        assert 200 == status
        return dict(json.loads(data))

    def do(self, deed: str, **sent: object) -> tuple[int, dict[str, object]]:
        """A deed of the desk."""
        status, data = self.ask("POST", f"/_desk/{deed}", json.dumps(sent).encode(), self.headers())
        return status, json.loads(data) if data.startswith(b"{") else {}

    def work(self, path: str, name: str = "work01", **values: str) -> dict[str, object]:
        """An item opened, with these values changed; `prose` is its body."""
        state = self.state(path) if path else {"digest": "", "values": {}, "prose": ""}
        held = state["values"]
        assert isinstance(held, dict)
        prose = values.pop("prose", str(state["prose"]))
        named = {key.replace("__", "."): value for key, value in values.items()}
        return {"work": name, "item": path, "digest": state["digest"], "values": {**held, **named}, "prose": prose}

    def bring(self, name: str, data: bytes, work: str = "work01", path: str = "") -> tuple[int, dict[str, object]]:
        """A file dropped on the page."""
        query = f"/_desk/file?work={work}&name={name}&item={path}"
        status, found = self.ask("POST", query, data, self.headers("application/octet-stream"))
        return status, json.loads(found)
