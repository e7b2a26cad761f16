"""The search against Pagefind: the same pages, the same judged questions, one browser; by one command, as one table.

It takes Chromium with its driver, selenium, and Pagefind 1.6 (`npm install pagefind@1.6.0`, then --pagefind
node_modules/.bin/pagefind; without it our column stands alone).
"""

from __future__ import annotations

import argparse
import functools
import gzip
import json
import re
import shutil
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import unquote

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # `bench` is imported from here: this file is a script

from bench.questions import Question, by_kind, precision, questions, recall
from bench.sites import ROOT, our_site

REAL = ROOT.parent / "shared" / "corpus" / "thaigov"  # texts beside this repository, if they are there
MAIN = re.compile(r"<main\b.*?</main>", re.DOTALL)
OURS = """
const done = arguments[arguments.length - 1];
const { Question } = siteSearch;
(async () => {
  const question = new Question(arguments[0], {}, "");
  await question.begin();
  const page = await question.page(0, 10);
  return page.map(one => new URL(one.href, location.href).pathname);
})().then(done, fault => done(String(fault)));
"""
THEIRS = """
const done = arguments[arguments.length - 1];
(async () => {
  const found = await window.pagefind.search(arguments[0]);
  const page = await Promise.all(found.results.slice(0, 10).map(one => one.data()));
  return page.map(one => new URL(one.url, location.href).pathname);
})().then(done, fault => done(String(fault)));
"""
BEGIN = """
const done = arguments[arguments.length - 1];
const begin = async one => { window.pagefind = one; await one.init(); done(""); };
import("/pagefind/pagefind.js").then(begin, fault => done(String(fault)));
"""


@dataclass(frozen=True, slots=True)
class Engine:
    """A search in a browser."""

    name: str
    page: str  # its path
    begin: str  # a script, "" for none
    ask: str  # a script
    files: str  # glob of its index


ENGINES = (
    Engine("ours", "/search/", "", OURS, "/search/**/*.js"),
    Engine("Pagefind", "/about/", BEGIN, THEIRS, "/pagefind/**/*"),
)


class Gzipped(SimpleHTTPRequestHandler):
    """A server as hosts are: texts go out compressed."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Send a file."""
        place = Path(self.translate_path(self.path))
        place = place / "index.html" if place.is_dir() else place
        if not place.is_file():
            self.send_error(404)
            return
        data = place.read_bytes()
        is_text = place.suffix in {".js", ".css", ".html", ".json", ".svg"}
        data = gzip.compress(data, 6) if is_text else data
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(place)))
        self.send_header("Content-Length", str(len(data)))
        if is_text:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(data)
        self.sent.append((self.path, len(data)))

    sent: ClassVar[list[tuple[str, int]]] = []

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


def main() -> None:
    """Make the site, ask, and print."""
    options = _options()
    work = options.keep or ROOT / "build/search"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    site = _site(work / "site", options.items, options.texts)
    count = _build(site)["index_written"]
    texts = {url: _text(site / "output", url) for url in _urls(site / "output")}
    asked = questions(texts)
    _say(f"{len(texts):,} items, {len(asked)} questions; {count:,} files of the index\n")
    engines = [one for one in ENGINES if one.name == "ours" or options.pagefind]
    if options.pagefind:
        _say(_pagefind(site / "output", options.pagefind))
    with _serving(site / "output") as address:
        answers = {one.name: _answers(one, address, asked) for one in engines}
        found = {name: lists for name, (lists, _) in answers.items()}
        _table(asked, found)
        for name, (_, sizes) in answers.items():
            _say(_first(name, sizes))
    for one in engines:
        _say(_size(one, site / "output"))
    (work / "answers.json").write_text(
        json.dumps(
            [
                [
                    q.kind,
                    q.typed,
                    len(q.answers),
                    *(recall(found[n][i], q) for n in found),
                    *(precision(found[n][i], q) for n in found),
                ]
                for i, q in enumerate(asked)
            ],
            ensure_ascii=False,
            indent=0,
        ),
        "utf-8",
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=1000, help="generated items")
    parser.add_argument("--texts", type=Path, default=REAL, help="a folder of real texts: headline, blank line, body")
    parser.add_argument("--pagefind", help="the program of Pagefind")
    parser.add_argument("--keep", type=Path, help="a folder for the site, which is emptied first")
    return parser.parse_args()


def _site(folder: Path, items: int, texts: Path) -> Path:
    folder.parent.mkdir(parents=True, exist_ok=True)
    our_site(folder, items, search=True)
    for number, path in enumerate(sorted(texts.glob("*.txt")) if texts.is_dir() else ()):
        headline, _, body = path.read_text("utf-8").partition("\n\n")
        title = headline.strip().rpartition("-")[2].strip().replace('"', "") or headline.strip().replace('"', "")
        day = f"2024-{number % 12 + 1:02}-{number % 28 + 1:02}"
        (folder / f"content/news/real-{number:03}.md").write_text(
            f'---\ntitle: "{title}"\ndate: {day}\n---\n\n{body}\n', "utf-8"
        )
    return folder


def _build(site: Path) -> dict[str, Any]:
    command = [
        sys.executable,
        "-m",
        "site_builder",
        "build",
        "--site",
        str(site),
        "--now",
        "2026-01-01T08:00:00+07:00",
        "--json",
        "--profile",
    ]
    done = subprocess.run(command, cwd=ROOT, check=False, stdout=subprocess.PIPE)
    return dict(json.loads(done.stdout))


def _urls(output: Path) -> list[str]:
    """The items and standing pages that the search knows."""
    texts = sorted(output.glob("search/*/t*.js"))
    first = [json.loads(path.read_text("utf-8")[len("siteSearch(") : -3])[0] for path in texts]
    return [unquote(href.removeprefix("..").removesuffix("index.html")) for href in first]


def _text(output: Path, url: str) -> str:
    """What a reader sees of an item, out of its page: title, facts, body, tags."""
    html = (output / url.lstrip("/") / "index.html").read_text("utf-8")
    article = re.search(r"<article\b.*?</article>", html, re.DOTALL)
    parted = re.sub(r"</?(?:p|li|h[1-6]|d[dt]|br|t[dhr])\b[^>]*>", "\n", article[0] if article else "")
    plain = re.sub(r"<[^>]+>", "", parted)
    return "\n".join(" ".join(line.split()) for line in plain.split("\n") if line.strip())


def _pagefind(output: Path, program: str) -> str:
    started = time.perf_counter()
    flags = ["--glob", "{news/2*/*/*/index.html,[a-z]*/index.html}", "--root-selector", "article", "--quiet"]
    subprocess.run([program, "--site", str(output), *flags], check=True)
    return f"Pagefind's own indexing: {time.perf_counter() - started:.1f} s\n"


@contextmanager
def _serving(output: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Gzipped, directory=str(output)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()


@contextmanager
def _browser() -> Iterator[webdriver.Chrome]:
    options = webdriver.ChromeOptions()
    options.binary_location = str(shutil.which("chromium"))
    flags = "headless no-sandbox disable-gpu no-first-run disable-background-networking disable-component-update"
    for flag in [*flags.split(), "disable-sync"]:
        options.add_argument(f"--{flag}")
    driver = webdriver.Chrome(options, Service(str(shutil.which("chromedriver"))))
    driver.set_script_timeout(120)
    try:
        yield driver
    finally:
        driver.quit()


def _answers(engine: Engine, address: str, asked: Sequence[Question]) -> tuple[list[list[str]], list[tuple[int, int]]]:
    """The answers; and of each question, as a reader's first one, (bytes, requests) beside the page itself."""
    found, sizes = [], []
    with _browser() as driver:
        driver.execute_cdp_cmd("Network.enable", {})
        driver.execute_cdp_cmd("Network.setCacheDisabled", {"cacheDisabled": True})
        for one in asked:
            driver.get(address + engine.page)
            Gzipped.sent.clear()
            if engine.begin:
                assert not driver.execute_async_script(engine.begin)
            found.append(driver.execute_async_script(engine.ask, one.typed))
            new = [size for path, size in Gzipped.sent if path.startswith(engine.files.partition("*")[0])]
            sizes.append((sum(new), len(new)))
    assert all(isinstance(one, list) for one in found), found
    return [[unquote(url).removesuffix("index.html") for url in one] for one in found], sizes


def _first(name: str, sizes: Sequence[tuple[int, int]]) -> str:
    """What a first question transfers, over all of them."""
    sums, counts = zip(*sizes, strict=True)
    small = sum(size <= 40_000 for size in sums)
    return (
        f"{name}: a first question transfers {statistics.median(sums) / 1000:.1f} kB in "
        f"{statistics.median(counts):.0f} requests, ten results with it; "
        f"{small} of {len(sums)} at most 40 kB, the largest {max(sums) / 1000:.1f} kB"
    )


def _size(engine: Engine, output: Path) -> str:
    files = [path for path in output.glob(engine.files[1:]) if path.is_file()]
    raw = [path.read_bytes() for path in files]
    packed = sum(len(gzip.compress(data, 6)) for data in raw)
    return f"{engine.name}: {len(files):,} files, {sum(map(len, raw)) / 1e6:.2f} MB, {packed / 1e6:.2f} MB gz"


def _table(asked: Sequence[Question], found: Mapping[str, Sequence[Sequence[str]]]) -> None:
    answers = {name: dict(zip((one.typed for one in asked), lists, strict=True)) for name, lists in found.items()}
    _say("| questions | n |" + "".join(f" {name} R@10 | P@10 |" for name in found))
    _say("|---|---:|" + "---:|---:|" * len(found))
    for kind, some in by_kind(asked):
        cells = [
            f" {statistics.mean(measure(answers[name][one.typed], one) for one in some):.2f} |"
            for name in found
            for measure in (recall, precision)
        ]
        _say(f"| {kind} | {len(some)} |" + "".join(cells))
    _say("")


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
