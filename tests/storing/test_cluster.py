"""A Dask cluster as the one who reads: the same bytes, and a sentence where it cannot be reached."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from stories import NOW, built, item, tell, tree
from storing.test_executors import INLINE, anew, made, many, plain, strange_ones

from site_builder.messages import hint, message
from site_builder.storing.executors import Crew
from site_builder.storing.faults import StoringFailed

dask = pytest.mark.group_dask
ROOT = Path(__file__).parent.parent.parent


def started(workers: int) -> Any:  # noqa: ANN401 — distributed has no types
    """A scheduler of this machine with so many worker processes."""
    distributed = import_module("distributed")
    return distributed.LocalCluster(n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=":0")


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Two worker processes behind a scheduler of this machine."""
    with started(2) as found:
        yield found


def in_workers(cluster: Any, code: str) -> None:  # noqa: ANN401
    """Run some code in every worker of the cluster."""
    with import_module("distributed").Client(cluster, set_as_default=False) as client:
        client.run(exec, code, {})


@dask
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_cluster_gives_the_same_bytes(site: Path, cluster: Any, jobs: int) -> None:  # noqa: ANN401
    """The whole output, the problems and the counts are those of a build in one process; the cluster lives on."""
    many(site)
    outcome = made(site, INLINE)
    output = tree(site / "output")
    for _ in range(2):
        anew(site)
        assert plain(outcome) == plain(made(site, Crew(jobs, cluster.scheduler_address)))
        assert output == tree(site / "output")


@dask
def test_the_command_takes_a_cluster(site: Path, cluster: Any) -> None:  # noqa: ANN401
    """`--executor dask://…` builds the site by the cluster, and says nothing of it."""
    many(site)
    made(site, INLINE)
    output = tree(site / "output")
    anew(site)
    address = cluster.scheduler_address.replace("tcp://", "dask://")
    answer = run("build", "--executor", address, "--site", str(site), "--now", NOW.isoformat())
    assert 1 == answer.returncode  # some items have errors
    assert output == tree(site / "output")
    assert "Traceback" not in answer.stderr
    assert "distributed" not in answer.stderr


@dask
def test_an_item_that_kills_a_worker_of_the_cluster(site: Path, cluster: Any) -> None:  # noqa: ANN401
    """The item is held back and named, the others are published, and the cluster can be used again."""
    many(site)
    in_workers(
        cluster,
        """if True:
        import os
        from site_builder.storing import work
        former = work.read
        def read(path, data, rules):
            if "a007" in path:
                os._exit(1)
            return former(path, data, rules)
        work.read = read
        """,
    )
    outcome = made(site, Crew(2, cluster.scheduler_address))
    # a worker that died was begun anew, without the fault: then the item may have been read after all
    assert strange_ones(outcome) in ({}, {"content/news/a007.md": "W052"})
    assert outcome.built
    assert outcome.published >= 120


@dask
def test_workers_without_this_package_hold_no_item_back(site: Path) -> None:
    """Where the cluster's workers lack our package the build ends in words: a site is never published empty."""
    tell(site, "".join(f"-- content/news/a{n}.md --\n{item(f'ข่าว {n}', '2565-01-01')}" for n in range(3)))
    made(site, INLINE)
    output = tree(site / "output")
    (site / ".cache/store.sqlite").unlink()
    with started(1) as found:
        in_workers(found, "import sys\nsys.modules['site_builder.storing.work'] = None")
        address = found.scheduler_address.replace("tcp://", "dask://")
        answer = run("build", "--executor", address, "--site", str(site), "--now", NOW.isoformat())
    assert (3, "") == (answer.returncode, answer.stdout)
    assert output == tree(site / "output")


THREADS = """if True:
    import os, sys, datetime as dt
    from pathlib import Path
    from site_builder.build import build
    from site_builder.job import Means
    from site_builder.storing.executors import Crew
    os.register_at_fork(before=lambda: print(len(os.listdir("/proc/self/task"))))
    site = Path(sys.argv[1])
    build(site, site / "output", dt.datetime.fromisoformat(sys.argv[2]), Means(Crew(2, sys.argv[3])))
"""


@dask
@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux alone")
def test_no_process_with_threads_is_forked(site: Path, cluster: Any) -> None:  # noqa: ANN401
    """After the cluster has read, the renderers are not forked beside its threads: a child may wait for their locks."""
    many(site)
    answer = subprocess.run(
        [sys.executable, "-c", THREADS, str(site), NOW.isoformat(), cluster.scheduler_address],
        capture_output=True,
        check=True,
        text=True,
    )
    first, *_ = [*answer.stdout.split(), "1"]
    assert "1" == first


def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """The program itself."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **variables}
    return subprocess.run(
        [sys.executable, "-m", "site_builder", *arguments],
        capture_output=True,
        check=False,
        env=environment,
        text=True,
        encoding="utf-8",
        timeout=40,
    )


def closed() -> str:
    """An address of this machine at which nobody listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{one.getsockname()[1]}"


SILENT = {
    "th": (
        "- ผิดพลาด U015\n  ติดต่อคลัสเตอร์ที่ tcp://{address} ไม่ได้: …\n"
        "  วิธีแก้: ตรวจที่อยู่และเครือข่าย หรือสั่งโดยไม่มี --executor ให้เครื่องนี้ทำเอง\n"
    ),
    "en": (
        "- error U015\n  The cluster at tcp://{address} does not answer: …\n"
        "  To do: Check the address and the network, or leave out --executor and this machine does the work\n"
    ),
}


@dask
def test_a_scheduler_that_does_not_answer(tmp_path: Path) -> None:
    """Within fifteen seconds the command ends with exit code 3 and a sentence; the output is untouched."""
    address, started = closed(), time.monotonic()
    outputs, answers = {}, {}
    for language in SILENT:
        site = tmp_path / language
        built(site, f"-- content/news/a.md --\n{item('ก', '2565-01-01')}")
        outputs[language] = tree(site / "output")
        tell(site, f"-- content/news/b.md --\n{item('ข', '2565-01-01')}")
    with ThreadPoolExecutor() as pool:  # both wait at once
        for language in SILENT:
            flags = ("--lang", language, "--site", str(tmp_path / language), "--executor", f"dask://{address}")
            answers[language] = pool.submit(run, "build", *flags)
    assert time.monotonic() - started < 20  # the promise is 15 for a command alone
    for language, words in SILENT.items():
        answer = answers[language].result()
        assert (3, "") == (answer.returncode, answer.stdout)
        assert words.format(address=address) == re.sub(r"(ไม่ได้|answer): .*", r"\1: …", answer.stderr)
        assert outputs[language] == tree(tmp_path / language / "output")


@dask
@pytest.mark.parametrize("address", ["dask://", "dask://localhost", "dask://127.0.0.1:x", "dask://127.0.0.1:99999"])
def test_an_address_that_is_none(site: Path, address: str) -> None:
    """An address without host or port is told in words, at once, and never as a traceback."""
    tell(site, f"-- content/news/a.md --\n{item('ก', '2565-01-01')}")
    started = time.monotonic()
    answer = run("build", "--lang", "en", "--site", str(site), "--executor", address)
    assert "Traceback" not in answer.stderr
    assert re.match(r"- error U01[56]\n", answer.stderr)
    assert answer.returncode in {2, 3}
    assert time.monotonic() - started < 15


def test_the_extra_is_not_installed(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without `distributed` the build ends with what to install, in both languages, and needs it for nothing else."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    monkeypatch.delitem(sys.modules, "site_builder.storing.cluster", raising=False)
    tell(site, f"-- content/news/a.md --\n{item('ก', '2565-01-01')}")
    with pytest.raises(StoringFailed) as caught:
        made(site, Crew(2, "tcp://127.0.0.1:1"))
    problem = caught.value.problem
    assert "U014" == problem.code
    assert message(problem, "th").startswith("เครื่องนี้ยังไม่มีส่วนเสริมสำหรับ Dask: ")
    assert message(problem, "en").startswith("The extra for Dask is not installed here: ")
    assert 'ติดตั้งด้วยคำสั่ง pip install "site-builder[dask]"' == hint(problem, "th")
    assert 'Install it: pip install "site-builder[dask]"' == hint(problem, "en")
    assert not (site / "output").exists()
    assert made(site, Crew(2)).built


def test_without_the_extra_the_command_ends_in_words(site: Path, tmp_path: Path) -> None:
    """The command itself, with exit code 3."""
    (tmp_path / "distributed.py").write_text("raise ImportError('no distributed')\n", "utf-8")
    tell(site, f"-- content/news/a.md --\n{item('ก', '2565-01-01')}")
    path = f"{tmp_path}{os.pathsep}{ROOT}"
    answer = run("build", "--lang", "en", "--site", str(site), "--executor", "dask://x:1", PYTHONPATH=path)
    assert 3 == answer.returncode
    assert (
        "- error U014\n  The extra for Dask is not installed here: no distributed\n"
        '  To do: Install it: pip install "site-builder[dask]"\n'
    ) == answer.stderr
