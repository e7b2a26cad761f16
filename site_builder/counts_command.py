"""The command `counts`: its flags, and the exit code that its flow gives."""

from __future__ import annotations

from pathlib import Path

import click

from site_builder import flags


@click.command("counts", help="H060", add_help_option=False)
@flags.help_
@click.argument("logs", type=click.Path(path_type=Path, allow_dash=True), nargs=-1, required=True, metavar="LOG…|-")
@flags.options(flags.site, flags.language, flags.json, flags.quiet)
def counts_command(*, logs: tuple[Path, ...], site: Path, lang: str, json_only: bool, quiet: bool) -> int:
    """Count the visits in logs; 1 where one could not be read."""
    from site_builder.counts import count  # noqa: PLC0415
    from site_builder.report import Report  # noqa: PLC0415
    from site_builder.storing.switch import recover  # noqa: PLC0415

    recover(site / ".cache")
    return int(bool(count(site, logs, Report(lang, json_only=json_only, quiet=quiet))))
