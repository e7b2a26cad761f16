"""The command `desktop`: writes the files by which a double click starts the preview."""

from __future__ import annotations

from pathlib import Path

import click

from site_builder import flags


@click.command("desktop", help="H122", add_help_option=False)
@flags.help_
@flags.options(flags.site, flags.language, flags.quiet)
def desktop_command(*, site: Path, lang: str, quiet: bool) -> None:
    """Write the launchers beside the site's content."""
    from msgspec.structs import replace  # noqa: PLC0415

    from site_builder.opening import SETTINGS  # noqa: PLC0415
    from site_builder.problems import error  # noqa: PLC0415
    from site_builder.report import Report  # noqa: PLC0415
    from site_builder.starting.launchers import launchers  # noqa: PLC0415
    from site_builder.storing.starts import write_ours  # noqa: PLC0415
    from site_builder.wording import stop  # noqa: PLC0415

    if not (site / SETTINGS[0]).is_file():
        stop(replace(error("S016"), path=SETTINGS[0]))
    taken = write_ours(site, launchers())
    if taken:
        stop(replace(taken, path=str(site)))
    report = Report(lang, quiet=quiet)
    for one in launchers():
        report.say("R124", path=site / one.name)
    report.say("R125")
