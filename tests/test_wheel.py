"""The wheel, installed where no source is, does all that the source does."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
import venv
from pathlib import Path

import pytest

from site_builder.thai.places import provinces

ROOT = Path(__file__).parent.parent
pytestmark = pytest.mark.group_wheel


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`site-builder` from a wheel, in an environment of its own, outside the repository."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", folder, ROOT], check=True)
    venv.create(folder / "venv", with_pip=True)
    wheel = next(folder.glob("site_builder-*.whl"))
    subprocess.run([folder / "venv/bin/pip", "install", "-q", wheel], check=True)
    return folder / "venv/bin/site-builder"


def test_the_wheel_starts_and_builds_all_provinces(program: Path, tmp_path: Path) -> None:
    """`init` and `build` of all 77 provinces: no error, and a page for each of the 928 districts in all.

    Pictures for sharing are drawn of one province: those of all would take a minute and a half.
    """
    districts = 0
    for province in provinces():
        site = tmp_path / province.slug
        unit = f"สำนักงานพัฒนาชุมชนจังหวัด{province.name}"
        flags = ["--province", province.name, "--title", unit, "--unit", unit, "--base-url", "https://x.example.go.th"]
        subprocess.run([program, "init", site, *flags, "--quiet"], check=True, cwd=tmp_path)
        settings = site / "content/site.toml"
        if province.slug != "ranong":
            settings.write_text(settings.read_text("utf-8").replace('"districts"', '"none"'), "utf-8")
        answer = subprocess.run(
            [program, "build", "--site", site, "--json"], check=True, cwd=tmp_path, capture_output=True
        )
        assert [] == json.loads(answer.stdout)["problems"]
        districts += len(list((site / "output/district").glob("*/index.html")))
    assert (77, 928) == (len(provinces()), districts)


def test_the_core_is_there_for_windows(tmp_path: Path) -> None:
    """Every core dependency has its reason in the table, and a wheel that needs no compiler on a Windows PC."""
    core = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    flags = ["--platform", "win_amd64", "--python-version", "3.11", "--only-binary", ":all:"]
    subprocess.run([sys.executable, "-m", "pip", "download", "-q", *flags, "-d", tmp_path, *core], check=True)
    names = {path.name.split("-")[0].lower() for path in tmp_path.glob("*.whl")}
    assert {
        "markdown",
        "jinja2",
        "python_frontmatter",
        "watchdog",
        "geothai",
        "nh3",
        "click",
        "rich",
        "pyyaml",
    } <= names
    table = (ROOT / "site_builder/ARCHITECTURE.md").read_text("utf-8")
    told = re.findall(r"^\| ([a-z0-9-]+)(?: \(with [^)]*\))? \|.*\| core \|$", table, re.MULTILINE)
    assert sorted(re.split(r"[>=]", one)[0] for one in core) == sorted(told)
    assert f"## Dependencies (core: {len(core)})" in table
