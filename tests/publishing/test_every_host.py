"""What every host keeps, whatever its protocol: the promises of `publishing.host.Host`."""

from __future__ import annotations

import io
import random
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest
from publishing.places import Place, opened

from site_builder.publishing.host import LOCK, PARTS, Host, HostFailed

THAI = "news/2565/03/อำเภอแคนดง-ประชุม.html"
PATHS = ("index.html", THAI, "assets/css/site.0123456789.css", ".htaccess", "a/b/c/d/e/ภาพ ที่ 1.txt", "a/%41&b=(1).txt")


@pytest.fixture
def host(place: Place, site: Path) -> Iterator[Host]:
    """The place, opened and claimed, as all that changes it demands."""
    with closing(opened(place, site)) as found:
        assert found.claim("one")
        yield found
        found.release()


def put(host: Host, path: str, data: bytes) -> None:
    """Put a file and wait until it shows."""
    counted: list[int] = []
    host.put(path, io.BytesIO(data), len(data), counted.append)
    host.finish()


def tree(place: Place) -> dict[str, bytes]:
    """What stands there, but for the lock and what is on its way."""
    return {path: data for path, data in place.tree().items() if not path.startswith((LOCK, PARTS))}


def test_what_is_put_is_there(place: Place, host: Host) -> None:
    """Byte for byte, under any name that a site has, of no bytes too, and over what stood there."""
    wanted = {path: path.encode() * number for number, path in enumerate(PATHS)}
    for path, data in wanted.items():
        host.put(path, io.BytesIO(b"former"), 6, lambda _: None)
        host.put(path, io.BytesIO(data), len(data), lambda _: None)
    host.finish()
    assert wanted == tree(place)
    assert wanted == {path: host.read(path) for path in wanted}
    assert {path: sha256(data).hexdigest() for path, data in wanted.items()} == {
        path: host.digest(path) for path in wanted
    }


def test_what_stands_there_is_listed(place: Place, host: Host) -> None:
    """With its size and names with a dot; what is not there is None to each question."""
    for path in PATHS:
        put(host, path, path.encode())
    place.plant("of/somebody/else.txt", b"12345")
    host.release()
    assert host.claim("one")
    sizes = {path: len(path.encode()) for path in PATHS} | {"of/somebody/else.txt": 5}
    assert sizes == {path: seen.size for path, seen in host.list().items()}
    looks = {path: host.look(path) for path in sizes}
    assert sizes == {path: seen.size for path, seen in looks.items() if seen}
    for path in ("nothing.html", "a/nothing.html", "no/folder/nothing.html"):
        assert (None, None, "") == (host.look(path), host.read(path), host.digest(path))


def test_what_is_removed_takes_its_empty_folders_along(place: Place, host: Host) -> None:
    """But no folder that holds something; to remove what is not there is no fault."""
    for path in ("a/b/c/one.html", "a/b/two.html", "x.html"):
        put(host, path, b"1")
    for path in ("a/b/c/one.html", "x.html", "x.html", "no/folder/nothing.html"):
        host.remove(path)
    host.finish()
    assert {"a/b/two.html": b"1"} == tree(place)
    assert {"a/b/two.html"} == set(host.list())


def test_a_reader_meets_whole_files_only(place: Place, host: Host) -> None:
    """Read again and again while it is replaced, a file is one of those that were put, from first byte to last."""
    bodies = [bytes([number]) * (200_000 + number) for number in range(6)]
    put(host, "index.html", bodies[0])
    torn: list[int] = []
    ended = threading.Event()

    def read() -> None:
        while not ended.is_set():
            data = place.shown("index.html") or b""
            if data not in bodies:
                torn.append(len(data))

    reader = threading.Thread(target=read)
    reader.start()
    for body in bodies * 3:
        put(host, "index.html", body)
    ended.set()
    reader.join()
    assert [] == torn


def test_several_threads_put_at_once(place: Place, host: Host) -> None:
    """As many as the host says, and one more; none mixes with another."""
    random_ = random.Random(7)  # noqa: S311
    wanted = {f"many/{number % 5}/{number}.bin": random_.randbytes(5_000) for number in range(60)}
    with ThreadPoolExecutor(host.connections + 1) as pool:
        list(pool.map(lambda one: host.put(one[0], io.BytesIO(one[1]), len(one[1]), lambda _: None), wanted.items()))
    host.finish()
    assert wanted == tree(place)


def test_a_file_that_ends_too_soon_replaces_nothing(place: Place, host: Host) -> None:
    """A transfer of another size than was said is a failure, and the former file stays."""
    put(host, "index.html", b"former")
    with pytest.raises(HostFailed):
        host.put("index.html", io.BytesIO(b"short"), 500, lambda _: None)
    assert {"index.html": b"former"} == tree(place)


def test_the_lock_is_taken_by_one(place: Place, site: Path, host: Host) -> None:
    """Of two who try at once, and its text can be read by all; it can be given a sign of life.

    A host without a lock refuses whoever comes to the end second, and what the first one did stands.
    """
    with closing(opened(place, site / "other")) as other:
        if not place.locks:
            assert other.claim("two")
            put(host, "index.html", b"of one")
            with pytest.raises(HostFailed) as refused:
                put(other, "index.html", b"of two")
            assert ("N052", b"of one") == (refused.value.problem.code, place.shown("index.html"))
            return
        assert "one" == host.claimant()
        host.renew("one, alive")
        assert not other.claim("two")
        assert "one, alive" == other.claimant()
        host.release()
        assert "" == other.claimant()
        with ThreadPoolExecutor(2) as pool:
            won = list(pool.map(lambda one: one[0].claim(one[1]), [(host, "one"), (other, "two")]))
        assert 1 == sum(won)
        assert ("one" if won[0] else "two") == host.claimant() == other.claimant()


def test_what_a_dead_publisher_left_is_swept(place: Place, site: Path, host: Host) -> None:
    """Parts of files that never became whole are gone once another has the lock."""
    if place.locks:
        place.plant(f"{PARTS}/1-1", b"half a fi")
    host.release()
    with closing(opened(place, site)) as other:
        assert other.claim("two")
        put(other, "index.html", b"1")
        other.release()
    assert {"index.html": b"1"} == place.tree()
    assert host.claim("one")
