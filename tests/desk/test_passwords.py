"""Publishing from the desk to a host that wants a password: asked for in the page, and kept in memory alone."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from asking import Asker
from looking import live
from publishing.hosts import PASSWORD, Running, vsftpd
from servers import LOCAL
from stories import SETTINGS, item, tell

pytestmark = [pytest.mark.group_servers, pytest.mark.usefixtures("quick")]


@pytest.fixture
def host(tmp_path: Path) -> Iterator[tuple[Running, Path]]:
    """A server, and who signed its certificate."""
    from publishing.certificates import authority  # noqa: PLC0415 — of an extra

    folder = tmp_path / "ftp"
    folder.mkdir()
    signer = authority(folder)
    with vsftpd(folder, signer.sign(folder, "server")) as server:
        yield server, signer.file


@pytest.fixture
def desk(site: Path, host: tuple[Running, Path]) -> Iterator[Asker]:
    """A preview whose site goes there."""
    server, signer = host
    where = f'host = "{LOCAL}"\nport = {server.port}\nuser = "{server.user}"\npath = "public_html"\nca = "{signer}"\n'
    target = f'[publish.main]\nkind = "ftps"\n{where}'
    tell(
        site, f"-- content/site.toml --\n{SETTINGS}\n{target}\n-- content/news/a.md --\n{item('ข่าวหนึ่ง', '2565-03-01')}"
    )
    with live(site) as preview:
        yield Asker(preview)


def planned(desk: Asker, **sent: str) -> dict[str, object]:
    """What the page is told once a plan is made, or cannot be."""
    assert 200 == desk.do("plan", target="main", **sent)[0]
    return settled(desk)


def settled(desk: Asker) -> dict[str, object]:
    """A publishing that has come to its end."""
    for _ in range(600):
        run = dict(json.loads(desk.get("publishing")[1]))
        if run["phase"] not in {"planning", "running"}:
            return run
        time.sleep(0.05)
    raise TimeoutError(run)


def codes(run: dict[str, object]) -> list[str]:
    """Those of its problems."""
    problems = run["problems"]
    assert isinstance(problems, list)
    return [one["code"] for one in problems]


def test_a_password_is_asked_for_and_kept_nowhere(desk: Asker, site: Path, host: tuple[Running, Path]) -> None:
    """None, a wrong one, the right one; then it is known, until the program ends, and no file holds it."""
    run = planned(desk)
    assert (["N070"], True) == (codes(run), run["locked"])
    run = planned(desk, password="wrong")  # noqa: S106
    assert (["N069"], True) == (codes(run), run["locked"])
    run = planned(desk)
    assert (["N070"], True) == (codes(run), run["locked"])
    run = planned(desk, password=PASSWORD)
    assert not run["locked"]
    assert "N069" not in codes(run)
    assert int(str(run["sends"])) > 0
    assert 200 == desk.do("publish", target="main", agreed=True)[0]
    run = settled(desk)
    assert not run["locked"]
    assert run["sent"]
    assert (host[0].root / "index.html").exists()
    secret = PASSWORD.encode()
    assert [] == [path for path in site.rglob("*") if path.is_file() and secret in path.read_bytes()]
