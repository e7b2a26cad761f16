"""The command `import`: its flags, and the exit code that its flow gives."""

from __future__ import annotations

from pathlib import Path

import click

from site_builder import flags


@click.command("import", help="H050", add_help_option=False)
@flags.help_
@click.argument("files", type=click.Path(path_type=Path, allow_dash=True), nargs=-1, required=True, metavar="FILE…|-")
@flags.options(flags.site, flags.language, flags.json, flags.quiet)
@click.option("--dry-run", is_flag=True, help="H051")
@click.option("--uploads", type=click.Path(path_type=Path), default=None, help="H052", metavar="DIR")
@click.option("--counts", type=click.Path(path_type=Path), default=None, help="H053", metavar="CSV")
def import_command(
    *,
    files: tuple[Path, ...],
    site: Path,
    lang: str,
    json_only: bool,
    quiet: bool,
    dry_run: bool,
    uploads: Path | None,
    counts: Path | None,
) -> int:
    """Make items of foreign texts; 1 where a file could not be read."""
    from site_builder.intake import Luggage, take_in  # noqa: PLC0415
    from site_builder.problems import is_error  # noqa: PLC0415
    from site_builder.report import Report  # noqa: PLC0415
    from site_builder.storing.switch import recover  # noqa: PLC0415

    if not dry_run and (site / "content").is_dir():
        recover(site / ".cache")
    report = Report(lang, json_only=json_only, quiet=quiet)
    return int(any(map(is_error, take_in(site, files, Luggage(uploads, counts, dry_run=dry_run), report))))
