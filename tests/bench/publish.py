"""Publishing beside rclone and lftp: twenty changed pages of five thousand, over a line of 4 Mbit/s, by each protocol.

Each tool finds the former site on the host, with the times that it compares by, and brings the same change. What is
measured is the command from its start to its end, and the bytes that went over the line in each direction; ours also
looks at the live pages over that line, which the others do not.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # tests are imported from here: this file is a script

import pytest
from publishing.cutting import NEAR, Cut, proxy
from publishing.hosts import PASSWORD, SHOWN, Running, moto, sshd, vsftpd
from publishing.network import (
    BUCKET,
    SERVERS,
    bucket_table,
    client,
    ftp_table,
    of_bucket,
    of_folder,
    password,
    shown,
    ssh_table,
    variable,
)
from publishing.outputs import lay
from stories import NOW, SETTINGS, tell

from site_builder.outcome import Outcome
from site_builder.publishing import flow
from site_builder.publishing.publication import Means, Order

LINE = 4_000_000 / 8  # bytes a second, each way
HEAD = "| protocol | tool | seconds | up kB | down kB | up ÷ changed | host is equal |"


@dataclass(frozen=True, slots=True)
class Stage:
    """A host on a slow line, and the site that is brought to it."""

    server: Running
    url: str
    site: Path
    cut: Cut
    files: Mapping[str, bytes]


def main() -> None:
    """Measure each tool by each protocol, and print the table."""
    options = _options()
    work = Path(tempfile.mkdtemp(dir=options.keep))
    sizes = f"{options.pages:,} pages of {options.size / 1000:.0f} kB, {options.changed} changed"
    _say(f"{sizes}, {LINE * 8 / 1e6:.0f} Mbit/s\n\n{HEAD}")
    _say("|---|---|---|---|---|---|---|")
    for protocol, tools in TOOLS.items():
        for name, tool in tools.items():
            with _stage(protocol, work / f"{protocol}-{name}", options) as stage:
                _say(_measured(protocol, name, tool, stage, options.changed))
    SERVERS.stop()
    shutil.rmtree(work)


def _measured(protocol: str, name: str, tool: Callable[[Stage], None], stage: Stage, changed: int) -> str:
    chance = random.Random(changed)  # noqa: S311
    pages = chance.sample(sorted(path for path in stage.files if path.endswith(".html")), changed)
    if protocol != "s3":
        _like_ours(stage)
    new = {**stage.files, **{path: _page(path, 1, len(stage.files[path])) for path in pages}}
    lay(stage.site, new)
    size = sum(len(new[path]) for path in pages)
    stage.cut.mend()
    stage.cut.rate = LINE
    began = time.monotonic()
    try:
        tool(stage)
    except subprocess.SubprocessError as fault:
        said = (getattr(fault, "stderr", b"") or b"").decode(errors="replace").strip().splitlines()
        return f"| {protocol} | {name} | failed: {said[-1][-90:] if said else type(fault).__name__} | | | | |"
    seconds = time.monotonic() - began
    stage.cut.rate = 0
    up, down = stage.cut.sent, stage.cut.received
    equal = all((stage.server.root / path).read_bytes() == new[path] for path in new) if protocol != "s3" else "-"
    return f"| {protocol} | {name} | {seconds:.1f} | {up / 1e3:,.0f} | {down / 1e3:,.0f} | {up / size:.2f} | {equal} |"


@contextmanager
def _stage(protocol: str, base: Path, options: argparse.Namespace) -> Iterator[Stage]:
    base.mkdir()
    base.chmod(0o755)
    starts = {
        "ftps": lambda: vsftpd(base, SERVERS.ca.sign(base, "good")),
        "sftp": lambda: sshd(base),
        "s3": lambda: moto(base),
    }
    files, cut = _site(options.pages, options.size), Cut()
    with starts[protocol]() as server, password(PASSWORD), variable("HOME", str(base)):
        table = {"ftps": ftp_table, "sftp": ssh_table, "s3": bucket_table}[protocol](server, host=NEAR)
        if protocol == "s3":
            client(server).create_bucket(Bucket=BUCKET, ACL="public-read")
        place = of_bucket(server) if protocol == "s3" else of_folder(server.root)
        with shown(base, place) as url, proxy((server.port, urlsplit(url).port or 80, *server.data_ports), cut):
            near = f"http://{NEAR}:{urlsplit(url).port}/"
            site = base / "site"
            tell(site, f"-- content/site.toml --\n{SETTINGS}[publish.main]\n{table}url = '{near}'\n")
            lay(site, files)
            stage = Stage(server, near, site, cut, files)
            _ours(stage)
            yield stage


def _ours(stage: Stage) -> None:
    done = flow.publish(stage.site, Order(), NOW, Means(ask=lambda *_: True))
    if not done.published:
        raise subprocess.SubprocessError(done.problems)


def _like_ours(stage: Stage) -> None:
    """Let the files on the host have the times of those here, by which other tools compare."""
    for path in stage.files:
        times = (stage.site / "output" / path).stat()
        os.utime(stage.server.root / path, ns=(times.st_atime_ns, times.st_mtime_ns))


def _rclone(stage: Stage, remote: str) -> None:
    flags = ["--transfers", "8", "--checkers", "8", "--exclude", ".site-builder*", "--retries", "1", "-q"]
    _run("rclone", "--config", "/dev/null", "sync", str(stage.site / "output"), remote, *flags)


def _rclone_ftp(stage: Stage) -> None:
    secret = subprocess.run(["rclone", "obscure", PASSWORD], check=True, capture_output=True, text=True).stdout.strip()
    where = f"host={NEAR},port={stage.server.port},user={stage.server.user},pass={secret}"
    _rclone(stage, f":ftp,{where},explicit_tls=true,no_check_certificate=true,disable_tls13=true,concurrency=4:{SHOWN}")


def _rclone_sftp(stage: Stage) -> None:
    where = f"host={NEAR},port={stage.server.port},user={stage.server.user},key_file={stage.server.password}"
    _rclone(stage, f":sftp,{where},shell_type=none,md5sum_command=none,sha1sum_command=none:{SHOWN}")


def _rclone_s3(stage: Stage) -> None:
    where = f"provider=Other,endpoint='http://{NEAR}:{stage.server.port}',access_key_id=a,secret_access_key=b"
    _rclone(stage, f":s3,{where}:{BUCKET}")


def _lftp(stage: Stage, address: str, settings: str) -> None:
    mirror = f"mirror -R --delete --parallel=4 --exclude-glob .site-builder* {stage.site / 'output'} {SHOWN}"
    _run("lftp", "-c", f"set net:max-retries 1; set net:timeout 30; {settings} open {address}; {mirror}; bye")


def _lftp_ftps(stage: Stage) -> None:
    settings = f"set ssl:ca-file {SERVERS.ca.file}; set ftp:ssl-force true; set ftp:ssl-protect-data true;"
    _lftp(stage, f"-u {stage.server.user},{PASSWORD} ftp://{NEAR}:{stage.server.port}", settings)


def _lftp_sftp(stage: Stage) -> None:
    program = f"ssh -a -x -i {stage.server.password} -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null"
    settings = f"set sftp:connect-program '{program}';"
    _lftp(stage, f"-u {stage.server.user}, sftp://{NEAR}:{stage.server.port}", settings)


def _run(*command: str) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "AWS_CA_BUNDLE"}  # stops rclone
    subprocess.run(command, check=True, capture_output=True, timeout=900, env=environment)


def _site(pages: int, size: int) -> dict[str, bytes]:
    paths = [f"news/{2560 + page % 8}/{page % 12 + 1:02}/item-{page}/index.html" for page in range(pages - 1)]
    return {path: _page(path, 0, size) for path in ("index.html", *paths)}


def _page(path: str, number: int, size: int) -> bytes:
    """Text as of news: it packs to a third, not to nothing and not to all of it."""
    chance = random.Random(f"{path} {number}")  # noqa: S311
    words = [f"คำ{chance.randrange(3_000)}" for _ in range(size // 10)]
    return f"<!doctype html><title>{path}</title><p>{' '.join(words)}".encode()[: size - 4].ljust(size, b"-")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=5_000)
    parser.add_argument("--changed", type=int, default=20)
    parser.add_argument("--size", type=int, default=20_000, help="bytes of a page")
    parser.add_argument("--keep", type=Path, default=None, help="where the sites lie meanwhile")
    return parser.parse_args()


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


TOOLS: dict[str, dict[str, Callable[[Stage], None]]] = {
    "ftps": {"ours": _ours, "rclone": _rclone_ftp, "lftp": _lftp_ftps},
    "sftp": {"ours": _ours, "rclone": _rclone_sftp, "lftp": _lftp_sftp},
    "s3": {"ours": _ours, "rclone": _rclone_s3},
}

if __name__ == "__main__":
    pytest.MonkeyPatch().setattr(flow, "unchanged", lambda *_: Outcome(built=True))  # the output as it lies, unbuilt
    main()
