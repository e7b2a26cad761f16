"""The command `check`: its flags, and the exit code that its flow gives."""

from __future__ import annotations

from pathlib import Path

import click

from site_builder import flags


@click.command("check", help="H003", add_help_option=False)
@flags.help_
@flags.options(flags.site, flags.language, flags.json, flags.quiet, flags.now, flags.today)
@click.option("--links", is_flag=True, help="H018")
@click.option("--fix", is_flag=True, help="H120")
@click.option("--dry-run", is_flag=True, help="H121")
def check_command(
    *,
    site: Path,
    lang: str,
    json_only: bool,
    quiet: bool,
    now: str | None,
    today: str | None,
    links: bool,
    fix: bool,
    dry_run: bool,
) -> int:
    """Find all problems; with --fix mend what is safe to mend. 1 where errors are left."""
    from site_builder.checks import check as check_site  # noqa: PLC0415
    from site_builder.correcting import correct  # noqa: PLC0415
    from site_builder.moments import moment_of  # noqa: PLC0415
    from site_builder.problems import is_error  # noqa: PLC0415
    from site_builder.report import Report  # noqa: PLC0415
    from site_builder.storing.switch import recover  # noqa: PLC0415
    from site_builder.storing.web import visit  # noqa: PLC0415

    moment = moment_of(now, today)
    recover(site / ".cache")
    report = Report(lang, json_only=json_only, quiet=quiet)
    corrected = tuple(correct(site, dry_run=dry_run)) if fix or dry_run else None
    if corrected is not None:
        report.corrected(corrected, dry_run=dry_run)
    outcome = check_site(site, moment, (lambda urls: visit(urls, site / ".cache", moment)) if links else None)
    report.checked(outcome, corrected or ())
    return int(any(map(is_error, outcome.problems)))
