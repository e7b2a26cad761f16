"""Who may ask: a browser on this machine, or in the office where that was allowed, that no other site led here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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
