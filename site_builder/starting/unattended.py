"""What lets a machine publish when something has changed or fallen due: workflows, timers, tasks, as texts."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from html import escape
from importlib.resources import files
from string import Template

from msgspec import Struct


class Task(Struct, frozen=True):
    """What shall run: where the site and the program are, and what the target needs."""

    site: str  # the site's folder, absolute
    program: str  # `site-builder`, absolute
    target: str  # its name
    variable: str  # of the environment, for its password
    package: str  # what pip installs, with the extras that the target's kind needs
    pushes: bool = False  # whether the target is a branch of the repository itself


def _plain(text: str) -> str:
    return text


def _of_systemd(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")


def _of_cron(text: str) -> str:
    return shlex.quote(text).replace("%", "\\%")


Quote = Callable[[str], str]
SYSTEMS: dict[str, dict[str, tuple[str, Quote]]] = {
    "github": {".github/workflows/publish.yml": ("github.yml", _plain)},
    "gitlab": {".gitlab-ci.yml": ("gitlab.yml", _plain)},
    "docker": {"Dockerfile": ("Dockerfile", _plain), "compose.yaml": ("compose.yaml", _plain)},
    "windows": {"schedule/site-builder.xml": ("windows.xml", escape)},
    "systemd": {
        "schedule/site-builder.service": ("site-builder.service", _of_systemd),
        "schedule/site-builder.timer": ("site-builder.timer", _of_systemd),
    },
    "cron": {"schedule/crontab": ("crontab", _of_cron)},
}  # system → path from the site's folder → (template, how a path is written in it)
SERVICES = ("github", "gitlab", "docker")  # those that need no path of this machine


def timetable(system: str, task: Task) -> dict[str, str | bytes]:
    """The files for one of SYSTEMS: path from the site's folder → text; bytes for Windows, which wants UTF-16."""
    return {path: _filled(template, quote, task) for path, (template, quote) in SYSTEMS[system].items()}


def _filled(template: str, quote: Quote, task: Task) -> str | bytes:
    text = Template(files(__package__).joinpath("unattended", template).read_text("utf-8")).substitute(
        site=quote(task.site),
        program=quote(task.program),
        target=task.target,
        variable=task.variable,
        package=task.package,
        contents="write" if task.pushes else "read",
        persist="true" if task.pushes else "false",
    )
    return text.encode("utf-16") if template.endswith(".xml") else text
