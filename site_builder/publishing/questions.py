"""What somebody must agree to by a typed yes before a plan is carried out; pure."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from site_builder.outcome import Outcome
from site_builder.problems import IDENTITY, Problem, Severity, error, warning
from site_builder.publishing.plan import Plan, is_page

_SHARE = 0.05  # of the pages
_MANY = 20  # pages
_SHOWN = 5  # names in a question


def questions(plan: Plan, outcome: Outcome | None, *, lost: bool, undone: str) -> Iterator[Problem]:
    """Each doubt about a plan, as a warning.

    `outcome` is the build's, none for a former site; `lost` says that we published there and the host has no list of it
    now; `undone` is when somebody went back from the very site that would be published now, "" for never.
    """
    errors = outcome.count("error") if outcome else 0
    if errors:
        yield warning("N010", count=errors)
    before, after = (sum(map(is_page, files)) for files in (plan.former, plan.files))
    if before - after > min(before * _SHARE, _MANY):
        yield warning("N011", before=f"{before:,}", after=f"{after:,}", less=f"{before - after:,}")
    if plan.gone:
        yield warning("N012", count=len(plan.gone), names=named(plan.gone))
    if plan.foreign:
        yield warning("N013", count=len(plan.foreign), names=named(plan.foreign))
    if lost:
        yield warning("N014")
    if undone:
        yield warning("N015", when=undone.replace("T", " ")[:16])


def refusal(outcome: Outcome) -> Problem | None:
    """What no yes can publish: the number of an identity card in an item that would be shown."""
    held = {one.path for one in outcome.held}
    found = (one for one in outcome.problems if one.code == IDENTITY and one.path not in held)
    return next((replace(one, severity=Severity.ERROR) for one in found), None)


def of_plan(plan: Plan) -> Iterator[Problem]:
    """What somebody else did to files of ours on the host, and what stands in the way."""
    for path in plan.blocked:
        yield error("N031", path=path)
    for code, paths in (("N019", plan.altered), ("N023", plan.missing), ("N024", plan.spared)):
        if paths:
            yield warning(code, count=len(paths), names=named(paths))


def named(paths: tuple[str, ...]) -> str:
    """The first few of them, pages by their addresses."""
    names = [path.removesuffix("index.html") or "/" for path in paths[:_SHOWN]]
    return ", ".join(names) + (" …" if len(paths) > _SHOWN else "")
