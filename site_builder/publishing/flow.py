"""The flow of `publish` and `rollback`: build → open → claim → find → plan → ask → send → remove → look at it live."""

from __future__ import annotations

import datetime as dt
import getpass
import platform
import secrets as random
from contextlib import closing
from pathlib import Path

from msgspec.structs import replace

from site_builder.build import build
from site_builder.problems import Problem, error
from site_builder.publishing.claim import Claim, Signature
from site_builder.publishing.host import Host
from site_builder.publishing.journal import Journal
from site_builder.publishing.lists import Lists
from site_builder.publishing.live import compare, is_shown
from site_builder.publishing.looking import Found, Remembered, find
from site_builder.publishing.plan import LISTS, Plan, plan
from site_builder.publishing.publication import Means, Order, Publication
from site_builder.publishing.published import Published
from site_builder.publishing.questions import of_plan, questions, refusal
from site_builder.publishing.run import Run, alone, begun, opened
from site_builder.publishing.sending import Errand, carry_out, save
from site_builder.publishing.stock import Release, known
from site_builder.storing import manifest
from site_builder.storing.lock import Lock
from site_builder.storing.manifest import generation
from site_builder.unchanged import unchanged

_MEANS = Means()
_EPOCH = dt.datetime.fromtimestamp(0, dt.UTC)  # where no moment counts


def publish(site: Path, order: Order, now: dt.datetime, means: Means = _MEANS) -> Publication:
    """Bring the site to a target; raises StoringFailed where this machine or the host stands in the way.

    A site that was not built since its content changed is built first. Nothing on the host is changed by a dry run, nor
    before all questions are agreed to. `Publication.published` is true only once readers were seen to get the new site.
    """
    run, problems = begun(site, order, now, means)
    if run is None:
        return Publication(problems=problems)
    with alone(run.stock):
        run, fault = _former(run) if order.back else _present(run)
        publication = Publication(
            run.target.name, run.target.url, problems=problems, outcome=run.outcome, release=run.release
        )
        if fault:
            return replace(publication, problems=(*problems, fault))
        if order.unattended and _is_settled(run):
            return replace(publication, idle=True)
        with closing(opened(run)) as host:
            return _looked_up(run, host, publication) if order.dry_run else _done(run, host, publication)


def _present(run: Run) -> tuple[Run, Problem | None]:
    """The run with what is built now; built before, where anything has changed since."""
    output = run.order.output or run.site / "output"
    outcome = unchanged(run.site, output, run.now) or build(run.site, output, run.now, run.means.building)
    run = replace(run, outcome=outcome)
    if not outcome.built:
        return run, error("N007")
    if refused := refusal(outcome):
        return run, refused
    with Lock(run.site / ".cache"):
        found, problem = manifest.read(output)
        if found is None or problem or found.former:
            return run, problem or error("N007")
        run.stock.lay_in(output, found.files)
    return replace(run, ours=found.files), None


def _is_settled(run: Run) -> bool:
    """Whether readers were seen to get this very site from here, or somebody went back from it."""
    ours, releases, memory = generation(run.files), run.stock.releases(run.target.name), run.memory
    if memory.record.token or memory.expected():
        return False
    return bool(memory.undone(ours)) or bool(releases and releases[0].generation == ours)


def _former(run: Run) -> tuple[Run, Problem | None]:
    """The run with a former site."""
    releases = run.stock.releases(run.target.name)
    number = run.order.release
    if number:
        release = next((one for one in releases if one.number == number), None)
    else:
        release = releases[1] if len(releases) > 1 else None
    if release is None:
        numbers = ", ".join(str(one.number) for one in releases[1:]) or "-"
        return run, error("N008", number=number or "-", numbers=numbers)
    if not run.stock.holds(digest for _, digest in release.files.values()):
        return run, error("N009", number=release.number)
    return replace(run, ours=release.files, release=release), None


def _found(run: Run, host: Host) -> tuple[Found, Plan, tuple[Problem, ...]]:
    """What the host holds, what is to be done, and what must be agreed to."""
    releases = run.stock.releases(run.target.name)
    remembered = Remembered(run.memory.folder, known(releases), run.memory.record)
    found = find(host, run.files, remembered, run.means.tell)
    lists = LISTS | {taxonomy.key for taxonomy in run.settings.taxonomies}
    made = plan(run.files, found.theirs, found.looks, run.now, lists)
    undone = "" if run.order.back else run.memory.undone(generation(run.files))
    lost = bool(releases) and not found.listed
    return found, made, tuple(questions(made, run.outcome, lost=lost, undone=undone))


def _looked_up(run: Run, host: Host, publication: Publication) -> Publication:
    """A dry run: the plan, and what somebody would have to agree to."""
    _, made, doubts = _found(run, host)
    return replace(publication, plan=made, questions=doubts, problems=(*publication.problems, *of_plan(made)))


def _done(run: Run, host: Host, publication: Publication) -> Publication:
    """A real one, from the host's lock to the look at the live site."""
    token, memory = random.token_hex(8), run.memory
    who = f"{getpass.getuser()}@{platform.node()}"
    mine = memory.sign(token)
    signature = Signature(token, who, run.now.isoformat(timespec="minutes"))
    with Claim(host, signature, mine, run.means.tell, run.means.pace) as claim:
        found, made, doubts = _found(run, host)
        told = (*publication.problems, *claim.notices, *of_plan(made))
        publication = replace(publication, plan=made, questions=doubts, problems=told)
        if made.blocked:
            return publication
        if doubts and not run.means.ask(made, doubts):
            return replace(publication, problems=(*told, error("N018")))
        _change(run, host, claim, (found, made, signature))
        publication = replace(publication, sent=True)
        wrong, looked = _seen_live(run, host, made)
    problems = (*told, *wrong)
    return replace(publication, problems=problems, published=not wrong, looked=looked)


def _change(run: Run, host: Host, claim: Claim, what: tuple[Found, Plan, Signature]) -> None:
    """Everything that changes the host: its list first, then the plan, then the list again."""
    found, made, signature = what
    theirs, memory = found.theirs, run.memory
    if (
        found.is_clean
        and not made.sends
        and not made.removals
        and (made.files, made.retired)
        == (
            theirs.files,
            theirs.retired,
        )
    ):
        return
    number = 1 + max([theirs.number, *(one.number for one in run.stock.releases(run.target.name))])
    time = run.now.isoformat(timespec="seconds")
    pending = {one.path: (one.size, one.digest) for one in made.sends}
    lists = Lists(host, memory.folder, found.base, theirs.base)
    save(host, (*made.foreign, *made.altered), run.site / ".kept" / f"{run.target.name}-{run.now:%Y%m%d-%H%M%S}")
    memory.expect({one.path: ((one.size, one.digest), made.former.get(one.path)) for one in made.sends})
    memory.expect({path: (None, made.former.get(path)) for path in made.removals})
    if made.sends or made.removals:
        lists.write(replace(theirs, pending=pending, token=signature.token))
        with Journal(memory.journal, signature.token) as pages:
            carry_out(made, Errand(host, run.stock, pages, claim, run.means.tell))
    claim.check()
    lists.write(Published(made.files, made.retired, number=number, time=time, by=signature.by))
    host.finish()
    memory.settle(generation(made.former) if run.order.back else "", time)
    run.stock.keep(run.target.name, Release(number, time, made.files))


def _seen_live(run: Run, host: Host, made: Plan) -> tuple[tuple[Problem, ...], int]:
    """What readers do not get as it should be, and how many pages were fetched; what was wrong is asked for again."""
    expected = {path: both for path, both in run.memory.expected().items() if both[0] == made.files.get(path)}
    wanted = {"index.html": made.files.get("index.html"), **{path: both[0] for path, both in expected.items()}}
    former = {path: both[1] for path, both in expected.items() if both[1]}
    wrong = compare(run.target.url, wanted, former, host.delay, run.means.tell)
    if not wrong:
        run.memory.forget()
    return wrong, sum(map(is_shown, wanted))


def former(site: Path, name: str) -> tuple[tuple[Release, ...], tuple[Problem, ...]]:
    """The sites that were published to a target from this machine, the present one first."""
    run, problems = begun(site, Order(name), _EPOCH, _MEANS)
    return (run.stock.releases(run.target.name) if run else ()), problems
