"""The command `schedule`: files that let a machine publish when something falls due, and what to do with them."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from site_builder import __version__, flags
from site_builder.problems import Problem, is_error
from site_builder.starting.unattended import SERVICES, SYSTEMS
from site_builder.wording import stop

if TYPE_CHECKING:
    from site_builder.publishing.host import Target
    from site_builder.report import Report

_NEXT = {
    "github": "R101",
    "gitlab": "R102",
    "docker": "R103",
    "windows": "R104",
    "systemd": "R105",
    "cron": "R106",
}
_EXTRAS = {"sftp": ("sftp",), "s3": ("s3",), "": ("sftp", "s3")}  # of a kind; "" for one that is not known yet
service = click.option("--ci", type=click.Choice(SERVICES), default=None, help="H092")


@click.command("schedule", help="H090", add_help_option=False)
@flags.help_
@click.argument("system", type=click.Choice([*SYSTEMS]), metavar="|".join(SYSTEMS))
@click.argument("target", default="", metavar="[TARGET]")
@flags.options(flags.site, flags.language, flags.quiet)
def schedule_command(*, system: str, target: str, site: Path, lang: str, quiet: bool) -> int:
    """Write the files for a system; 1 where the settings say no target soundly."""
    from site_builder.publishing.targets import PATH, chosen, read_targets  # noqa: PLC0415
    from site_builder.reading.source import decode  # noqa: PLC0415
    from site_builder.report import Report  # noqa: PLC0415
    from site_builder.storing import files  # noqa: PLC0415
    from site_builder.storing.starts import write_new  # noqa: PLC0415

    report = Report(lang, quiet=quiet)
    targets, problems = read_targets(decode(files.read(site, PATH)).text, "")
    found = chosen(targets, target)
    if isinstance(found, Problem):
        report.problems(problems or (replace(found, path=PATH),))
        return 1
    texts = texts_of(system, site, found)
    taken = write_new(site, texts)
    if taken:
        stop(taken)
    tell(report, system, texts, found.name)
    return int(any(map(is_error, problems)))


def texts_of(system: str, site: Path, target: Target | None) -> dict[str, str | bytes]:
    """The files for a system; without a target, for one that will be called main."""
    from site_builder.publishing.secrets import variable  # noqa: PLC0415
    from site_builder.starting.unattended import Task, timetable  # noqa: PLC0415

    name, kind = (target.name, target.kind) if target else ("main", "")
    extras = ",".join(_EXTRAS.get(kind, ()))
    package = f"site-builder{f'[{extras}]' if extras else ''}=={__version__}"
    program = Path(shutil.which(sys.argv[0]) or sys.argv[0]).absolute()
    task = Task(str(site.absolute()), str(program), name, variable(name), package, pushes=kind == "git")
    return timetable(system, task)


def tell(report: Report, system: str, texts: Mapping[str, str | bytes], target: str) -> None:
    """Which files were written, and what to do with them."""
    from site_builder.publishing.secrets import variable  # noqa: PLC0415

    for path in texts:
        report.say("R100", path=path)
    report.say(_NEXT[system], variable=variable(target), target=target)
