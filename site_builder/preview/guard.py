"""Who may ask: a browser on this machine, or in the office where that was allowed, that no other site led here."""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence

TOKEN = "x-desk-token"  # noqa: S105 — the name of a header
MOST = 2_000_000  # bytes that a form may send; an item has 10,000
MOST_OF_FILE = 60_000_000  # of a photograph or a document
JSON, FILE = "application/json", "application/octet-stream"
METHODS = frozenset({"GET", "HEAD"})


def hosts(port: int, addresses: Sequence[str] = ()) -> frozenset[str]:
    """The Host headers that are ours: loopback by its three names, and these further addresses."""
    named = ("127.0.0.1", "localhost", "[::1]", *addresses)
    return frozenset(f"{name}:{port}" for name in named) | (frozenset(named) if port == 80 else frozenset())  # noqa: PLR2004 — browsers leave out :80


def refusal(method: str, headers: Mapping[str, Sequence[str]], allowed: frozenset[str]) -> int:
    """The HTTP status that refuses a request, 0 where it may pass; `headers` by lower-case name.

    A page of another site can make a browser send requests here, and by a name of its own that leads to 127.0.0.1 (DNS
    rebinding) even read the answers: its Host gives that away, and Origin and Sec-Fetch-Site give away the others.
    """
    if method not in METHODS:
        return 405
    host = [one.lower() for one in headers.get("host", ())]
    if len(host) != 1 or host[0] not in allowed:
        return 421
    if any(origin not in {f"http://{one}" for one in allowed} for origin in headers.get("origin", ())):
        return 403
    if any(site not in {"same-origin", "none"} for site in headers.get("sec-fetch-site", ())):
        return 403
    return 0


def write_refusal(headers: Mapping[str, Sequence[str]], allowed: frozenset[str], token: str) -> int:
    """The HTTP status that refuses a request which would write, 0 where it may pass.

    Besides all that `refusal` asks: exactly one Origin, our own (every browser sends it with a POST), the token of this
    run, which only a page of ours can read, a kind of content that no form of another site can send, and a length.
    """
    refused = refusal("GET", headers, allowed)
    if refused:
        return refused
    origins, sites = headers.get("origin", ()), headers.get("sec-fetch-site", ("same-origin",))
    if len(origins) != 1 or any(site != "same-origin" for site in sites):
        return 403
    tokens = headers.get(TOKEN, ())
    if len(tokens) != 1 or not hmac.compare_digest(tokens[0].encode(), token.encode()):
        return 403
    return _content_refusal(headers)


def _content_refusal(headers: Mapping[str, Sequence[str]]) -> int:
    kinds, lengths = headers.get("content-type", ()), headers.get("content-length", ())
    if "transfer-encoding" in headers or len(lengths) != 1 or not (lengths[0].isascii() and lengths[0].isdecimal()):
        return 411
    kind = kinds[0].partition(";")[0].strip().lower() if len(kinds) == 1 else ""
    if kind not in {JSON, FILE}:
        return 415
    return (
        413 if len(lengths[0]) > len("1000000000") or int(lengths[0]) > (MOST if kind == JSON else MOST_OF_FILE) else 0
    )
