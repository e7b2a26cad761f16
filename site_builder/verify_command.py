"""The command `verify`: its flags, and the exit code that its flow gives."""

from __future__ import annotations

from pathlib import Path

import click

from site_builder import flags
from site_builder.moments import moment_of
from site_builder.problems import is_error


@click.command("verify", help="H076", add_help_option=False)
@flags.help_
@click.argument("target", default="", metavar="[TARGET]")
@flags.options(flags.site, flags.language, flags.json, flags.quiet)
def verify_command(*, target: str, site: Path, lang: str, json_only: bool, quiet: bool) -> int:
    """Compare a host with what was put there; 1 where it differs."""
    from site_builder.publishing.publication import Means, Order  # noqa: PLC0415
    from site_builder.publishing.verifying import verify  # noqa: PLC0415
    from site_builder.report import Report, problem_data  # noqa: PLC0415

    report = Report(lang, json_only=json_only, quiet=quiet)

    def prompt(name: str, user: str) -> str:
        tell.clear()
        return report.secret("R089", target=name, user=user)

    with report.progress() as tell:
        found = verify(site, Order(target), moment_of(None, None), Means(prompt=prompt, tell=tell))
    if json_only:
        problems = [problem_data(one, lang) for one in found.problems]
        report.data({"target": found.target, "url": found.url, "files": found.looked, "problems": problems})
    else:
        report.problems(found.problems)
    differs = any(map(is_error, found.problems))
    if not differs:
        report.say("N028", files=f"{found.looked:,}", url=found.url)
    return int(differs)
