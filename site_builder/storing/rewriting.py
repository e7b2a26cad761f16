"""A source written anew for its editor: whole or not at all, and never over what somebody saved meanwhile."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

from site_builder.storing import disk, files
from site_builder.storing.faults import writing


def rewrite(site: Path, path: str, former: bytes, data: bytes) -> bool:
    """Put `data` in the place of `former`; False, and nothing is written, where the file is no longer so.

    It is written beside the file, synced, and moved over it at one instant; rights are kept, and a link leads on.
    """
    place = Path(os.path.realpath(files.on_disk(site, path)))
    beside = place.with_name(f".{place.name}.tmp")
    with writing(lambda: len(data), place):
        mode = place.stat().st_mode
        if not mode & stat.S_IWUSR:
            raise PermissionError(13, os.strerror(13), str(place))  # a file that was locked on purpose is not replaced
        disk.remove(beside)
        try:
            disk.write(beside, data)
            beside.chmod(stat.S_IMODE(mode))
            disk.settle([beside])
            if files.read(site, path) != former:
                return False
            beside.replace(place)
        finally:
            with suppress(OSError):
                disk.remove(beside)
    return True
