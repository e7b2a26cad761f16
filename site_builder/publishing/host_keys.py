"""Who a host is, by its key: as the settings say, as known_hosts does, or believed once and kept there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from site_builder.problems import Problem, error, notice

if TYPE_CHECKING:
    from asyncssh import SSHKey


class Known(Struct, frozen=True):
    """What is known of a host before it is reached."""

    host: str
    port: int
    fingerprint: str  # of the settings: "SHA256:…"; "" where they say none
    file: Path  # known_hosts of whoever runs this
    keys: tuple[SSHKey, ...]  # of the host, in that file

    @property
    def algorithms(self) -> Sequence[str] | None:
        """The kinds of keys to ask the host for: those that are known; None for any."""
        kinds = {key.algorithm.decode() for key in self.keys} if not self.fingerprint else set()
        signed = {"ssh-rsa": ("rsa-sha2-512", "rsa-sha2-256")}
        return [name for kind in sorted(kinds) for name in signed.get(kind, (kind,))] or None


def known_file() -> Path:
    """Where keys that were seen are kept, by whatever protocol: known_hosts in the home of whoever runs this."""
    return Path.home() / ".ssh/known_hosts"


def known(host: str, port: int, fingerprint: str, file: Path) -> Known:
    """Read known_hosts; what cannot be read there is as good as nothing."""
    from asyncssh import import_known_hosts  # noqa: PLC0415

    try:
        found = import_known_hosts(file.read_text("utf-8", "replace")).match(host, "", port)[0]
    except (OSError, ValueError):
        found = []
    return Known(host, port, fingerprint, file, tuple(found))


def fault(known_: Known, key: SSHKey) -> Problem | None:
    """Why a key that the host has shown must not be believed; None where it may be."""
    seen = key.get_fingerprint()
    if known_.fingerprint:
        is_right, place, expected = seen == known_.fingerprint, "content/site.toml", known_.fingerprint
    elif known_.keys:
        is_right, place = key in known_.keys, str(known_.file)
        expected = ", ".join(one.get_fingerprint() for one in known_.keys)
    else:
        return None
    return None if is_right else error("N082", host=known_.host, seen=seen, known=expected, place=place)


def pin(known_: Known, key: SSHKey, tell: Callable[[Problem], object]) -> None:
    """Keep the key of a host that nothing was known of, and say so."""
    if known_.fingerprint or known_.keys:
        return
    seen = key.get_fingerprint()
    tell(notice("N083", host=known_.host, seen=seen, file=known_.file, fix=f'fingerprint = "{seen}"'))
    name = known_.host if known_.port == 22 else f"[{known_.host}]:{known_.port}"  # noqa: PLR2004 — as ssh writes it
    try:
        known_.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with known_.file.open("ab") as file:
            file.write(b"%s %s\n" % (name.encode(), b" ".join(key.export_public_key().split()[:2])))
    except OSError as reason:
        tell(error("N084", file=known_.file, reason=reason.strerror or str(reason)))
