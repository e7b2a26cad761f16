"""The addresses at which a phone in the same office reaches this machine, as text and as QR codes."""

from __future__ import annotations

import io
import socket

# Addresses that documentation keeps for itself: nobody is there, and asking for the way sends nothing.
_NOWHERE = ("192.0.2.1", 9)


def own_addresses() -> tuple[str, ...]:
    """The IPv4 addresses of this machine in its network, the one that leads out first; () where there is none."""
    found: list[str] = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way:
        try:
            way.connect(_NOWHERE)
            found.append(way.getsockname()[0])
        except OSError:
            found.clear()  # no way out: perhaps a network without one
    try:
        found += socket.gethostbyname_ex(socket.gethostname())[2]
    except OSError:
        found += []
    return tuple(one for one in dict.fromkeys(found) if not one.startswith(("127.", "0.")))


def qr_svg(address: str) -> bytes:
    """A QR code as an SVG picture."""
    import segno  # noqa: PLC0415 — asked for with --lan only

    sink = io.BytesIO()
    segno.make(address, micro=False).save(sink, kind="svg", scale=8, border=3, xmldecl=False, svgns=True)
    return sink.getvalue()


def qr_text(address: str) -> str:
    """A QR code as lines of half blocks for a terminal."""
    import segno  # noqa: PLC0415

    sink = io.StringIO()
    segno.make(address, micro=False).terminal(sink, border=2, compact=True)
    return sink.getvalue()
