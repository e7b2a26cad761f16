"""Pictures: 200 photographs of 12 megapixels, built, built again, with one more, beside Pillow's bare calls and Hugo.

`python tests/bench/pictures.py --photos 200 [--hugo PROGRAM]`; all are drawn here, with the grain of a camera.
"""

from __future__ import annotations

import argparse
import io
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # tests are imported from here: this file is a script

from PIL import Image, ImageDraw, ImageFilter
from stories import SETTINGS, item, tell

SIZES = (1600, 960, 480)
PARTIAL = """{{ range .Resources.ByType "image" }}{{ $p := . }}{{ range slice 480 960 1600 }}
{{ $r := $p.Resize (printf "%dx webp q82" .) }}<img src="{{ $r.RelPermalink }}">{{ end }}{{ end }}"""


def photo(number: int) -> bytes:
    """A JPEG of 4000 by 3000 pixels: tones, edges, grain."""
    extent = (-2.2 + number * 0.004, -1.4, 1.2, 1.4)
    shape = Image.effect_mandelbrot((1000, 750), extent, 60).resize((4000, 3000), Image.Resampling.BICUBIC)
    tones = [shape, Image.linear_gradient("L").resize((4000, 3000)), Image.radial_gradient("L").resize((4000, 3000))]
    picture = Image.merge("RGB", tones).filter(ImageFilter.GaussianBlur(1))
    pen = ImageDraw.Draw(picture)
    for place in range(60):
        x, y = (place * 911 + number * 37) % 3800, (place * 577) % 2800
        pen.ellipse((x, y, x + 180, y + 180), fill=(place * 4 % 256, x % 256, y % 256))
    grain = Image.effect_noise((4000, 3000), 14).convert("RGB")
    sink = io.BytesIO()
    Image.blend(picture, grain, 0.1).save(sink, "JPEG", quality=90)
    return sink.getvalue()


def bare(path: str) -> None:
    """What Pillow itself takes for the same sizes and formats."""
    with Image.open(path) as picture:
        picture.draft("RGB", (1600, 1200))
        one: Image.Image = picture
        for width in SIZES:
            one = one.resize((width, width * 3 // 4), Image.Resampling.LANCZOS, reducing_gap=2.0)
            one.save(io.BytesIO(), "WEBP", quality=82, method=4)
            one.save(io.BytesIO(), "JPEG", quality=84, progressive=True, optimize=True)


def timed(name: str, act: Callable[[], object]) -> None:
    """Print the wall and CPU seconds of an act, its children's included."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    own = time.process_time()
    act()
    after, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - began
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime + time.process_time() - own
    print(f"{name:32} wall {wall:7.2f} s   CPU {cpu:7.2f} s", flush=True)  # noqa: T201 — its report


def main() -> None:
    """Draw, build, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=200)
    parser.add_argument("--hugo", default="")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        home = site / "content/news/a"
        home.mkdir(parents=True)
        drawn = [photo(number) for number in range(min(20, options.photos))]  # 1.5 s each
        for number in range(options.photos):
            (home / f"{number}.jpg").write_bytes(
                drawn[number % len(drawn)] + b"%d" % number
            )  # another file, for a builder
        tell(site, f"-- content/news/a/index.md --\n{item('ก', '2565-01-01', 'gallery: all')}")
        tell(site, f"-- content/site.toml --\n{SETTINGS}")
        paths = [str(path) for path in sorted(home.glob("*.jpg"))]

        def build() -> None:
            subprocess.run([sys.executable, "-m", "site_builder", "build", "--site", site, "--quiet"], check=True)

        def pillow() -> None:
            with ProcessPoolExecutor(os.cpu_count()) as pool:
                list(pool.map(bare, paths, chunksize=5))

        timed("Pillow's bare calls, all cores", pillow)
        timed("first build", build)
        timed("second build", build)
        (home / "one-more.jpg").write_bytes(photo(999))
        timed("one photograph more", build)
        if options.hugo:
            _beside_hugo(Path(folder) / "hugo", home, options.hugo)


def _beside_hugo(peer: Path, home: Path, program: str) -> None:
    (peer / "content/a").mkdir(parents=True)
    (peer / "layouts/_default").mkdir(parents=True)
    (peer / "hugo.toml").write_text('baseURL = "https://example.org/"\n')
    (peer / "layouts/_default/single.html").write_text(PARTIAL)
    (peer / "content/a/index.md").write_text("---\ntitle: a\n---\n")
    for path in home.glob("*.jpg"):
        shutil.copy(path, peer / "content/a")
    timed("Hugo, WebP alone", lambda: subprocess.run([program, "--quiet", "-s", peer], check=True))


if __name__ == "__main__":
    main()
