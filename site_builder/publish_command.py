"""The commands `publish` and `rollback`: their flags, what is said of a publishing, and the exit code."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from site_builder import flags
from site_builder.moments import moment_of
from site_builder.problems import Problem, is_error
from site_builder.progress import size_of

if TYPE_CHECKING:
    from site_builder.publishing.plan import Plan
    from site_builder.publishing.publication import Order, Publication
    from site_builder.report import Report

_dry_run = click.option("--dry-run", is_flag=True, help="H071")
_yes = click.option("--yes", is_flag=True, help="H072")
_EXPECTED = {"N012"}  # questions that a machine may agree to: pages that went, as items that expire do


@click.command("publish", help="H070", add_help_option=False)
@flags.help_
@click.argument("target", default="", metavar="[TARGET]")
@flags.options(flags.site, flags.output, flags.language, flags.json, flags.quiet, flags.now, flags.today)
@_dry_run
@_yes
@click.option("--unattended", is_flag=True, help="H091")
def publish_command(
    *,
    target: str,
    site: Path,
    output: Path | None,
    lang: str,
    json_only: bool,
    quiet: bool,
    now: str | None,
    today: str | None,
    dry_run: bool,
    yes: bool,
    unattended: bool,
) -> int:
    """Bring the site to a host; 1 where it did not come to be published."""
    from site_builder.publishing.publication import Order  # noqa: PLC0415
    from site_builder.report import Report  # noqa: PLC0415

    report = Report(lang, json_only=json_only, quiet=quiet)
    order = Order(target, output, dry_run=dry_run, unattended=unattended)
    return _published(site, order, moment_of(now, today), report, yes=yes)


@click.command("rollback", help="H073", add_help_option=False)
@flags.help_
@click.argument("target", default="", metavar="[TARGET]")
@flags.options(flags.site, flags.language, flags.json, flags.quiet, flags.now, flags.today)
@click.option("--to", "number", type=click.IntRange(min=1), default=None, help="H074", metavar="N")
@click.option("--list", "only_list", is_flag=True, help="H075")
@_dry_run
@_yes
def rollback_command(
    *,
    target: str,
    site: Path,
    lang: str,
    json_only: bool,
    quiet: bool,
    now: str | None,
    today: str | None,
    number: int | None,
    only_list: bool,
    dry_run: bool,
    yes: bool,
) -> int:
    """Bring a former site to a host, in the same way; 1 where it did not come to be published."""
    from site_builder.publishing.flow import former  # noqa: PLC0415
    from site_builder.publishing.publication import Order  # noqa: PLC0415
    from site_builder.report import Report  # noqa: PLC0415

    report = Report(lang, json_only=json_only, quiet=quiet)
    if only_list:
        releases, problems = former(site, target)
        report.problems(problems)
        for place, release in enumerate(releases):
            pages = sum(path.endswith(".html") for path in release.files)
            said = {"number": release.number, "time": _moment(release.time, lang), "pages": f"{pages:,}"}
            report.say("R095" if place else "R094", **said)
        return int(any(map(is_error, problems)))
    order = Order(target, back=True, release=number or 0, dry_run=dry_run)
    return _published(site, order, moment_of(now, today), report, yes=yes)


def _published(site: Path, order: Order, now: dt.datetime, report: Report, *, yes: bool) -> int:
    from site_builder.job import Means as Building  # noqa: PLC0415
    from site_builder.publishing.flow import publish  # noqa: PLC0415
    from site_builder.publishing.publication import Means  # noqa: PLC0415

    def ask(_: Plan, doubts: Sequence[Problem]) -> bool:
        tell.clear()
        report.problems(doubts)
        if order.unattended and not yes:
            return {one.code for one in doubts} <= _EXPECTED
        return yes or report.agreed("R088")

    def prompt(target: str, user: str) -> str:
        tell.clear()
        return report.secret("R089", target=target, user=user)

    with report.progress() as tell:
        means = Means(ask, prompt, tell, lambda one: report.problems([one]), Building(tell=tell))
        publication = publish(site, order, now, means)
    if report.json_only:
        report.data(_as_data(publication, order, report))
    else:
        _say(publication, order, report)
    is_done = publication.published or publication.idle or order.dry_run
    return int(any(map(is_error, publication.problems)) or not is_done)


def _say(publication: Publication, order: Order, report: Report) -> None:
    """All that a publishing has to say, ending with whether readers have it."""
    made, outcome = publication.plan, publication.outcome
    if outcome:
        report.problems(outcome.problems)
    report.problems(publication.problems)
    if publication.idle:
        report.say("R107")
    if not publication.target or not (order.dry_run or publication.sent):
        return
    counts = {"sent": f"{len(made.sends):,}", "size": size_of(made.size), "removed": f"{len(made.removals):,}"}
    if order.dry_run:
        report.problems(publication.questions)
        for one in made.sends:
            report.say("R085", path=one.path, size=size_of(one.size))
        for path in made.removals:
            report.say("R086", path=path)
        report.say("R087", **counts)
        return
    report.say("R090" if made.sends or made.removals else "R092", **counts)
    looked = f"{publication.looked:,}"
    if not publication.published:
        report.say("R093")
    elif publication.release:
        time = _moment(publication.release.time, report.language)
        report.say("R096", time=time, url=publication.url, looked=looked)
    else:
        report.say("R091", url=publication.url, looked=looked)


def _as_data(publication: Publication, order: Order, report: Report) -> dict[str, object]:
    from site_builder.report import problem_data  # noqa: PLC0415

    made, outcome = publication.plan, publication.outcome
    problems = (*(outcome.problems if outcome else ()), *publication.problems)
    return {
        "target": publication.target,
        "url": publication.url,
        "dry_run": order.dry_run,
        "sent": publication.sent,
        "published": publication.published,
        "send": {one.path: one.size for one in made.sends},
        "remove": made.removals,
        "questions": [problem_data(one, report.language) for one in publication.questions],
        "problems": [problem_data(one, report.language) for one in problems],
    }


def _moment(time: str, language: str) -> str:
    from site_builder.thai.dates import When, long, long_english  # noqa: PLC0415

    moment = dt.datetime.fromisoformat(time)
    when = When(moment.date(), time=moment.time().replace(second=0))
    return long(when) if language == "th" else long_english(when)
