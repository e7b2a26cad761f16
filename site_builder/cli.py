"""Commands and flags: the shell's edge. With report.py the only module that prints, and the only one that exits."""

from __future__ import annotations

import datetime as dt
import gc
import io
import os
import re
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from site_builder import __version__, flags
from site_builder.check_command import check_command
from site_builder.counts_command import counts_command
from site_builder.desktop_command import desktop_command
from site_builder.import_command import import_command
from site_builder.moments import day_of, moment_of
from site_builder.problems import Problem, error, is_error
from site_builder.publish_command import publish_command, rollback_command
from site_builder.schedule_command import schedule_command, service, tell, texts_of
from site_builder.verify_command import verify_command
from site_builder.wording import Stop, language_of, spoken, stop, usage_problem

if TYPE_CHECKING:
    from site_builder.outcome import Outcome
    from site_builder.preview.live import Wishes
    from site_builder.report import Report

BUILT, ERRORS, USAGE, MACHINE = 0, 1, 2, 3  # exit codes
COMMANDS = (  # that have modules of their own
    *(check_command, desktop_command, import_command, counts_command),
    *(publish_command, rollback_command, schedule_command, verify_command),
)
PORT = 8000  # of the preview, or one of the nine behind it


@click.group(help="H001", no_args_is_help=True, add_help_option=False, commands=COMMANDS)
@flags.help_
@click.version_option(__version__, prog_name="site-builder", help="H017")
@click.option("--lang", type=flags.languages, default="th", help="H012")
def commands(*, lang: str) -> None:
    """Gather the commands."""


@commands.command(help="H002", add_help_option=False)
@flags.help_
@flags.options(flags.site, flags.output, flags.language, flags.json, flags.quiet, flags.now, flags.today)
@click.option("--jobs", type=click.IntRange(1, 1024), default=None, help="H034", metavar="N")
@click.option("--executor", default="", help="H035", metavar="URL")
@click.option("--explain", is_flag=True, help="H036")
@click.option("--profile", is_flag=True, help="H037")
def build(
    *,
    site: Path,
    output: Path | None,
    lang: str,
    json_only: bool,
    quiet: bool,
    now: str | None,
    today: str | None,
    jobs: int | None,
    executor: str,
    explain: bool,
    profile: bool,
) -> None:
    """Build the site into its output folder."""
    from site_builder.report import Report  # noqa: PLC0415
    from site_builder.unchanged import unchanged  # noqa: PLC0415

    started = time.perf_counter()
    moment, cluster = moment_of(now, today), _cluster(executor)
    _recover(site)
    target = output or site / "output"
    report = Report(lang, json_only=json_only, quiet=quiet, explain=explain, profile=profile)
    outcome = unchanged(site, target, moment)
    if outcome is None:
        outcome = _built(site, target, moment, (jobs or os.cpu_count() or 1, cluster), report)
    report.built(outcome, target, time.perf_counter() - started)
    sys.exit(ERRORS if any(map(is_error, outcome.problems)) else BUILT)


def _built(site: Path, target: Path, moment: dt.datetime, crew: tuple[int, str], report: Report) -> Outcome:
    from site_builder.build import build as build_site  # noqa: PLC0415 — a build without change needs no builder
    from site_builder.job import Means  # noqa: PLC0415
    from site_builder.storing.executors import Crew  # noqa: PLC0415

    gc.disable()  # our values make no circles, and going through millions of them takes a tenth of the time
    with report.progress() as tell:
        return build_site(site, target, moment, Means(Crew(*crew), tell=tell))


def _cluster(executor: str) -> str:
    """The address of a Dask scheduler as its client takes it; "" for none."""
    if executor and not re.fullmatch(r"dask://[^\s:/@]+:[0-9]{1,5}", executor):
        stop(error("U016", value=executor))
    return executor.replace("dask://", "tcp://", 1)


@commands.command(help="H004", add_help_option=False)
@flags.help_
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@flags.options(flags.language, flags.quiet, flags.today)
@click.option("--province", prompt="H020", help="H021", metavar="NAME")
@click.option("--title", prompt="H022", help="H023", metavar="TEXT")
@click.option("--unit", prompt="H024", help="H025", metavar="TEXT")
@click.option("--base-url", prompt="H026", help="H027", metavar="URL")
@service
def init(
    *,
    folder: Path,
    lang: str,
    quiet: bool,
    today: str | None,
    province: str,
    title: str,
    unit: str,
    base_url: str,
    ci: str | None,
) -> None:
    """Make a new site."""
    from site_builder.report import Report  # noqa: PLC0415
    from site_builder.settings import address_problems  # noqa: PLC0415
    from site_builder.starting.site import new_site  # noqa: PLC0415
    from site_builder.storing.starts import write_new  # noqa: PLC0415
    from site_builder.thai.places import load, provinces  # noqa: PLC0415
    from site_builder.thai.text import nearest  # noqa: PLC0415

    gazetteer = load(province)
    if gazetteer is None:
        names = [one.name for one in provinces()]
        stop(error("S014", name=province, nearest=", ".join(nearest(province, names) or names)))
    wrong = next((one for one in address_problems(base_url) if is_error(one)), None)
    if wrong:
        stop(wrong)
    files = new_site(gazetteer, title, unit, base_url, moment_of(None, today).date())
    texts = texts_of(ci, folder, None) if ci else {}
    taken = write_new(folder, {**files, **texts})
    if taken:
        stop(replace(taken, path=str(folder)))
    report = Report(lang, quiet=quiet)
    report.say("R030", path=folder, count=len(files))
    report.say("R031", path=folder)
    if ci:
        tell(report, ci, texts, "main")


@commands.command(help="H005", add_help_option=False)
@flags.help_
@flags.options(flags.site, flags.language, flags.quiet, flags.today)
@click.option("--title", prompt="H030", help="H031", metavar="TEXT")
@click.option("--date", "day", default="", help="H032", metavar="DATE")
@click.option("--district", default="", help="H033", metavar="NAME")
def new(*, site: Path, lang: str, quiet: bool, today: str | None, title: str, day: str, district: str) -> None:
    """Make a new item."""
    from site_builder.opening import open_desk  # noqa: PLC0415
    from site_builder.report import Report  # noqa: PLC0415
    from site_builder.starting.item import item_path, item_text  # noqa: PLC0415
    from site_builder.storing.starts import write_item  # noqa: PLC0415
    from site_builder.thai.places import District, named_district  # noqa: PLC0415

    _recover(site)
    desk, problems = open_desk(site)
    report = Report(lang, quiet=quiet)
    if desk is None:
        report.problems(problems)
        sys.exit(ERRORS)
    date = day_of(day) if day else moment_of(None, today).date()
    found = named_district(desk.gazetteer, district) if district else None
    if found is not None and not isinstance(found, District):
        stop(error("U011", district=district, nearest=", ".join(found.nearest) or "-"))
    offices = [office.name for office in desk.settings.offices if found and office.district == found.name]
    text = item_text(title, date, found, offices[0] if len(offices) == 1 else desk.settings.unit)
    path = write_item(site, lambda number: item_path(date, found, number), text)
    report.say("R032", path=site / path)
    report.say("R033")


@commands.command(help="H007", add_help_option=False)
@flags.help_
@click.argument("file", metavar="FILE")
@flags.options(flags.site, flags.language, flags.now, flags.today)
def share(*, file: str, site: Path, lang: str, now: str | None, today: str | None) -> None:
    """Print an item as text for LINE and Facebook."""
    from site_builder.report import Report  # noqa: PLC0415
    from site_builder.telling import tell_item  # noqa: PLC0415

    sys.exit(BUILT if tell_item(site, file, moment_of(now, today), Report(lang)) else ERRORS)


@commands.group(help="H008", no_args_is_help=True, add_help_option=False)
@flags.help_
def theme() -> None:
    """Gather what is for authors of themes."""


@theme.command(help="H009", add_help_option=False)
@flags.help_
@click.argument("file", metavar="FILE")
@flags.options(flags.site, flags.language, flags.quiet)
def eject(*, file: str, site: Path, lang: str, quiet: bool) -> None:
    """Copy one file of the packaged theme into the site's own."""
    from site_builder.report import Report  # noqa: PLC0415
    from site_builder.telling import hand_over  # noqa: PLC0415

    sys.exit(BUILT if hand_over(site, file, Report(lang, quiet=quiet)) else ERRORS)


@theme.command(help="H038", add_help_option=False)
@flags.help_
@flags.options(flags.language)
def guide(*, lang: str) -> None:
    """Print what templates receive, as Markdown."""
    from site_builder.report import Report  # noqa: PLC0415
    from site_builder.telling import tell_guide  # noqa: PLC0415

    tell_guide(Report(lang))


@commands.command(help="H006", add_help_option=False)
@flags.help_
@flags.options(flags.site, flags.language, flags.quiet, flags.now, flags.today)
@click.option("--port", type=click.IntRange(1, 65535), default=None, help="H040", metavar="N")
@click.option("--poll", is_flag=True, help="H041")
@click.option("--lan", is_flag=True, help="H042")
@click.option("--navigate", is_flag=True, help="H043")
@click.option("--open", "browser", is_flag=True, help="H123")
def serve(
    *,
    site: Path,
    lang: str,
    quiet: bool,
    now: str | None,
    today: str | None,
    port: int | None,
    poll: bool,
    lan: bool,
    navigate: bool,
    browser: bool,
) -> None:
    """Show the site while it is written."""
    from site_builder.preview.lan import own_addresses  # noqa: PLC0415
    from site_builder.preview.live import Wishes  # noqa: PLC0415
    from site_builder.report import Report  # noqa: PLC0415

    names = own_addresses() if lan else ()
    if lan and not names:
        stop(error("U018"))
    moment_of(now, today)  # what cannot be read is told before anything begins
    _recover(site)
    host = "0.0.0.0" if lan else "127.0.0.1"  # noqa: S104 — asked for
    wishes = Wishes(host, _ports(port), names, lang, poll=poll, navigate=navigate, browser=browser)
    _preview(site, wishes, lambda: moment_of(now, today), Report(lang, quiet=quiet))


def _preview(site: Path, wishes: Wishes, clock: Callable[[], dt.datetime], report: Report) -> None:
    """Serve until somebody ends it: Ctrl+C, or a signal that asks to."""
    from site_builder.job import Means  # noqa: PLC0415
    from site_builder.preview.browser import show  # noqa: PLC0415
    from site_builder.preview.live import Live  # noqa: PLC0415
    from site_builder.storing.executors import Crew  # noqa: PLC0415

    jobs = os.cpu_count() or 1
    live = Live(site, wishes, clock)
    signal.signal(getattr(signal, "SIGBREAK", signal.SIGTERM), signal.default_int_handler)  # Windows has the former
    try:
        with report.progress() as tell:
            snapshot = live.open(Means(Crew(jobs), tell=tell))
        report.serving(live.address, live.addresses, snapshot)
        if wishes.browser:
            show(f"{live.address}{'' if wishes.names else '_desk/'}")  # an editor's entrance; a network has none
        live.run(Means(Crew(jobs, start="spawn")), report.previewed)  # threads are there now: no process may fork
    except KeyboardInterrupt:
        report.say("R064")
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # who presses it twice breaks nothing off
        live.close()


def _ports(port: int | None) -> tuple[int, ...]:
    """The one that was asked for, else the first of ten that is free."""
    return (port,) if port else tuple(range(PORT, PORT + 10))


def _recover(site: Path) -> None:
    """Finish what an interrupted build left: every command on a site begins with it."""
    from site_builder.storing.switch import recover  # noqa: PLC0415

    recover(site / ".cache")


def main(arguments: list[str] | None = None) -> None:
    """The console script: runs a command, and says every failure in the language asked for; exits."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # help is written by click, which would fail where Thai is unknown
    given = sys.argv[1:] if arguments is None else arguments
    language = language_of(given)
    problem, code = _run(given, language)
    if problem:
        from site_builder.report import Report  # noqa: PLC0415

        Report(language).problems([problem])
    sys.exit(code)


def _run(given: list[str], language: str) -> tuple[Problem | None, int]:
    """Run a command: (what stopped it, exit code)."""
    from site_builder.storing.faults import StoringFailed  # noqa: PLC0415

    try:
        code = spoken(commands, language).main(given, prog_name="site-builder", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as fault:
        fault.show()
        return None, USAGE
    except click.UsageError as fault:
        return usage_problem(fault, commands.commands), USAGE
    except click.Abort:
        return error("U006"), MACHINE
    except Stop as stop:
        return stop.problem, stop.code
    except StoringFailed as fault:
        return fault.problem, MACHINE
    except OSError as fault:  # a theme or a table that may not be read, a disk that is gone
        return error("U007", file=fault.filename or "", reason=fault.strerror or str(fault)), MACHINE
    return None, code if isinstance(code, int) else BUILT
