"""Why a host was not reached, in words: faults of sockets, names and certificates to Problems, for every protocol."""

from __future__ import annotations

import re
import socket
import ssl
from collections.abc import Iterator

from site_builder.problems import Problem, error
from site_builder.reading.tables import Row

_EXPIRED = 10  # X509_V_ERR_CERT_HAS_EXPIRED
_NOT_YET = 9
_PORTS = 65535
_OTHER_HOST = frozenset({62, 64})  # a name, an address


def unreached(fault: BaseException, host: str, port: int, seconds: float) -> Problem:
    """The Problem of a fault; `seconds` is how long the host may be silent."""
    match fault:
        case ssl.SSLCertVerificationError():
            return _distrusted(fault, host)
        case TimeoutError():
            return error("N061", host=host, seconds=round(seconds))
        case ssl.SSLEOFError() | ssl.SSLZeroReturnError() | EOFError():
            return error("N063", host=host)
        case ssl.SSLError():
            return error("N067", host=host, reason=fault.reason or str(fault))
        case socket.gaierror():
            return error("N060", host=host)
        case ConnectionRefusedError():
            return error("N062", host=host, port=port)
        case ConnectionError():
            return error("N063", host=host)
    return error("N068", host=host, reason=getattr(fault, "strerror", None) or str(fault) or type(fault).__name__)


def innermost(fault: BaseException) -> BaseException:
    """What a library has wrapped: the fault of the socket or of TLS, where there is one; TimeoutError for its own."""
    seen: list[BaseException] = [fault]
    for one in seen:
        inner = (one.__cause__, one.__context__, getattr(one, "reason", None), *one.args)
        kept = getattr(one, "kwargs", {})
        more = (*inner, kept.get("error") if isinstance(kept, dict) else None)
        seen += [each for each in more if isinstance(each, BaseException) and each not in seen]
    if any("Timeout" in type(one).__name__ for one in seen):
        return TimeoutError()
    system = (one for one in seen if isinstance(one, (ssl.SSLError, socket.gaierror, ConnectionError)))
    return next((one for one in system if type(one).__module__ in {"ssl", "socket", "builtins"}), fault)


def _distrusted(fault: ssl.SSLCertVerificationError, host: str) -> Problem:
    if fault.verify_code in {_EXPIRED, _NOT_YET}:
        return error("N064", host=host)
    if fault.verify_code in _OTHER_HOST:
        return error("N065", host=host)
    return error("N066", host=host)


def host_problems(row: Row) -> Iterator[Problem]:
    """A host is named without protocol, port and folder, which have keys of their own."""
    host = row.text("host")
    if host and not re.fullmatch(r"[\w.-]+|[0-9a-fA-F:]+", host):
        bare = re.sub(r"[/:].*", "", re.sub(r"^(\w+://)?([^@/]*@)?", "", host))
        yield error("N078", row.span("host"), host=host, fix=f'host = "{bare}"')
    if not 0 < row.number("port") <= _PORTS:
        yield error("N079", row.span("port"), port=row.number("port"))


def lacking(kind: str, extra: str) -> Problem:
    """The protocol's library is an extra that is not installed here."""
    return error("N071", kind=kind, fix=f'pip install "site-builder[{extra}]"')
