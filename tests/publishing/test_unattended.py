"""Publishing while nobody looks on: the files that make a machine do it, and what it does then."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from defusedxml.ElementTree import fromstring
from publishing.places import Place, folder
from publishing.test_flow import shown
from stories import SETTINGS, item, tell

from site_builder.cli import main
from site_builder.publishing import hosts
from site_builder.publishing import run as opening
from site_builder.starting.unattended import SYSTEMS, Task, timetable

TASK = Task(
    site="/srv/ข่าว & 100%/it's",
    program="/opt/site builder/bin/site-builder",
    target="main",
    variable="SITE_BUILDER_MAIN_PASSWORD",
    package="site-builder[sftp]==0.1.0",
)
RUN = "publish main --unattended"
TASKS = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


def texts(system: str) -> dict[str, str]:
    """The files for a system, as text."""
    return {
        path: text if isinstance(text, str) else text.decode("utf-16") for path, text in timetable(system, TASK).items()
    }


def test_a_workflow_has_few_rights_and_pinned_actions() -> None:
    """GitHub: read alone, actions by commit, the secret for one step, one run at a time, each quarter of an hour."""
    workflow = yaml.safe_load(texts("github")[".github/workflows/publish.yml"])
    job = workflow["jobs"]["publish"]
    assert {"contents": "read"} == workflow["permissions"]
    assert {"group": "publish", "cancel-in-progress": False} == workflow["concurrency"]
    assert [{"cron": "*/15 * * * *"}] == workflow[True]["schedule"]  # YAML 1.1 reads the key `on` so
    assert {"TZ": "Asia/Bangkok", "SITE_BUILDER": TASK.package} == job["env"]
    assert all(re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40}", step["uses"]) for step in job["steps"] if "uses" in step)
    assert "secrets." not in str(job["steps"][:-1])
    last = {"run": f"site-builder {RUN}", "env": {TASK.variable: f"${{{{ secrets.{TASK.variable} }}}}"}}
    assert last == job["steps"][-1]


def test_a_branch_of_the_repository_may_be_written() -> None:
    """Where the target is one, the workflow may write, and the checkout keeps its token for the push."""
    task = Task("", "", "pages", "SITE_BUILDER_PAGES_PASSWORD", "site-builder==0.1.0", pushes=True)
    workflow = yaml.safe_load(timetable("github", task)[".github/workflows/publish.yml"])
    assert {"contents": "write"} == workflow["permissions"]
    assert {"persist-credentials": True} == workflow["jobs"]["publish"]["steps"][0]["with"]


def test_gitlab_runs_on_its_schedule_and_for_its_branch() -> None:
    """One job, one at a time, with the program's memory between two runs; the password is GitLab's variable."""
    job = yaml.safe_load(texts("gitlab")[".gitlab-ci.yml"])["publish"]
    assert ['$CI_PIPELINE_SOURCE == "schedule"', "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH"] == [
        rule["if"] for rule in job["rules"]
    ]
    assert ('pip install --quiet "$SITE_BUILDER"', f"site-builder {RUN}") == tuple(job["script"])
    assert ([".cache", "output"], "publish", "Asia/Bangkok") == (
        job["cache"]["paths"],
        job["resource_group"],
        job["variables"]["TZ"],
    )


def test_a_container_has_no_rights_and_no_secret_in_its_layers() -> None:
    """The password comes when it runs; nobody's own files are copied into it."""
    both = texts("docker")
    service = yaml.safe_load(both["compose.yaml"])
    assert {"password": {"environment": TASK.variable}} == service["secrets"]
    assert (["ALL"], ["no-new-privileges:true"]) == (
        service["services"]["publish"]["cap_drop"],
        service["services"]["publish"]["security_opt"],
    )
    orders = [line.split()[0] for line in both["Dockerfile"].splitlines() if not line.startswith("#")]
    assert ["FROM", "ENV", "RUN", "USER", "WORKDIR", "CMD"] == orders
    command = yaml.safe_load(both["Dockerfile"].splitlines()[-1].removeprefix("CMD "))
    assert "sh" == command[0]
    subprocess.run(["sh", "-n", "-c", command[2]], check=True)
    assert f'{TASK.variable}="$(cat /run/secrets/password)" site-builder {RUN}' in command[2]


def test_windows_gets_a_task_that_its_scheduler_takes() -> None:
    """UTF-16 with its mark, the schema's elements in order, Thai time, quarter hours, what was missed is made up."""
    data = timetable("windows", TASK)["schedule/site-builder.xml"]
    assert isinstance(data, bytes)
    assert data.startswith(b"\xff\xfe")
    task = fromstring(data)
    assert [f"{TASKS}{name}" for name in ("RegistrationInfo", "Triggers", "Principals", "Settings", "Actions")] == [
        part.tag for part in task
    ]
    assert (f"{TASKS}Task", {"version": "1.2"}) == (task.tag, task.attrib)

    def said(*path: str) -> str | None:
        found = task.find("/".join(f"{TASKS}{name}" for name in path))
        return found.text if found is not None else None

    trigger = ("Triggers", "TimeTrigger")
    assert ("PT15M", "false") == (
        said(*trigger, "Repetition", "Interval"),
        said(*trigger, "Repetition", "StopAtDurationEnd"),
    )
    assert "2022-01-01T00:00:00+07:00" == said(*trigger, "StartBoundary")
    assert ("true", "IgnoreNew", "LeastPrivilege") == (
        said("Settings", "StartWhenAvailable"),
        said("Settings", "MultipleInstancesPolicy"),
        said("Principals", "Principal", "RunLevel"),
    )
    action = ("Actions", "Exec")
    assert (TASK.program, f"{RUN} --quiet", TASK.site) == (
        said(*action, "Command"),
        said(*action, "Arguments"),
        said(*action, "WorkingDirectory"),
    )


def test_cron_runs_the_program_in_the_site(tmp_path: Path) -> None:
    """Whatever signs the paths hold: a line as cron takes it, every % escaped, comes to the program by the shell."""
    program = tmp_path / "site builder" / "100%"
    program.parent.mkdir()
    program.write_text('#!/bin/sh\necho "$(pwd)|$*|$TZ|$SITE_BUILDER_MAIN_PASSWORD"\n')
    program.chmod(0o755)
    place = tmp_path / "ข่าว & 100% it's"
    place.mkdir()
    (tmp_path / ".config/site-builder").mkdir(parents=True)
    (tmp_path / ".config/site-builder/main.env").write_text("SITE_BUILDER_MAIN_PASSWORD=secret\n")
    task = Task(str(place), str(program), "main", TASK.variable, "")
    text = timetable("cron", task)["schedule/crontab"]
    assert isinstance(text, str)
    (line,) = (line for line in text.splitlines() if not line.startswith("#"))
    found = re.fullmatch(r"\*/15 \* \* \* \* (.*)", line)
    assert found
    assert not re.search(r"(?<!\\)%", found[1])
    command = found[1].replace("\\%", "%")
    answer = subprocess.run(
        ["sh", "-c", command], check=True, capture_output=True, text=True, env={"HOME": str(tmp_path), "PATH": "/bin"}
    )
    assert f"{place}|{RUN} --quiet|Asia/Bangkok|secret\n" == answer.stdout


@pytest.mark.group_systemd
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    """`systemd-analyze` finds no fault with the units, and reads the time as quarter hours of Thai time."""
    site = tmp_path / 'ข่าว 100% "ก"'
    site.mkdir()
    task = Task(str(site), "/bin/true", "main", TASK.variable, "")
    for path, text in timetable("systemd", task).items():
        assert isinstance(text, str)
        (tmp_path / Path(path).name).write_text(text, "utf-8")
    units = [tmp_path / "site-builder.service", tmp_path / "site-builder.timer"]
    answer = subprocess.run(
        ["systemd-analyze", "verify", "--user", "--man=no", "--recursive-errors=no", *units],
        check=False,
        capture_output=True,
        text=True,
        env={"XDG_RUNTIME_DIR": str(tmp_path), "PATH": "/bin:/usr/bin"},
    )
    assert (0, "") == (answer.returncode, answer.stderr)
    when = (tmp_path / "site-builder.timer").read_text("utf-8").split("OnCalendar=")[1].splitlines()[0]
    told = subprocess.run(["systemd-analyze", "calendar", when], check=True, capture_output=True, text=True).stdout
    assert "Normalized form: *-*-* *:00/15:00 Asia/Bangkok" in told


def run(*arguments: str) -> int:
    """The command, by its exit code."""
    with pytest.raises(SystemExit) as ended:
        main([*arguments])
    return int(str(ended.value.code))


@pytest.mark.parametrize("system", SYSTEMS)
def test_the_command_writes_them_once(site: Path, system: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Into the site, for its target, naming what to do next; what stands there already is not written over."""
    tell(
        site, f"-- content/site.toml --\n{SETTINGS}[publish.web]\nkind = 'sftp'\nhost = 'h'\nuser = 'u'\npath = 'www'\n"
    )
    assert 0 == run("schedule", system, "--site", str(site))
    said = capsys.readouterr().out
    written = {path: (site / path).read_bytes() for path in SYSTEMS[system]}
    assert all(path in said for path in written)
    assert "SITE_BUILDER_WEB_PASSWORD" in said or "site-builder:web" in said
    assert 2 == run("schedule", system, "--site", str(site))
    assert written == {path: (site / path).read_bytes() for path in SYSTEMS[system]}
    assert any(b"publish web --unattended" in data.replace(b"\0", b"") for data in written.values())


def test_without_a_target_it_says_how_one_is_written(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is written."""
    tell(site, "")
    assert 1 == run("schedule", "cron", "--site", str(site), "--lang", "en")
    assert "N001" in capsys.readouterr().err
    assert not (site / "schedule").exists()


def test_a_new_site_can_bring_its_service_along(tmp_path: Path) -> None:
    """`init --ci` writes the files of a service beside those of the site."""
    flags = ["--province", "ระนอง", "--title", "ก", "--unit", "พช.ระนอง", "--base-url", "https://x.example.go.th"]
    assert 0 == run("init", str(tmp_path / "new"), *flags, "--ci", "github", "--quiet")
    workflow = (tmp_path / "new/.github/workflows/publish.yml").read_text("utf-8")
    assert f"site-builder {RUN}" in workflow
    assert 'SITE_BUILDER: "site-builder[sftp,s3]==' in workflow


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which hosts were reached."""
    found: list[str] = []

    def kind_of(name: str) -> object:
        found.append(name)
        return real(name)

    real: Callable[[str], object] = hosts.kind_of
    monkeypatch.setattr(opening, "kind_of", kind_of)
    return found


def unattended(site: Path, now: str) -> int:
    """One run of the timer."""
    return run("publish", "--site", str(site), "--now", f"{now}+07:00", "--unattended", "--lang", "en")


@pytest.mark.usefixtures("quick")
def test_what_falls_due_is_published_and_nothing_else(
    site: Path, tmp_path: Path, opened: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """An item and an announcement come and go at their times; between them the host is not even reached."""
    with folder(tmp_path) as place:
        started(
            site,
            place,
            "[announcement]\ntext = 'ปิดถนน'\nfrom = '5 มกราคม 2565 เวลา 09.00 น.'\nto = '6 มกราคม 2565'\n",
            item("ใหม่", "2565-01-03", "publish_on: 2565-01-04 08.30", "expire_on: 2565-01-07", "slug: new"),
        )
        found = []
        for now in (
            "2022-01-03T12:00",
            "2022-01-03T12:15",
            "2022-01-04T08:15",
            "2022-01-04T08:30",
            "2022-01-04T08:45",
            "2022-01-05T09:00",
            "2022-01-07T00:00",
            "2022-01-08T00:00",
            "2022-01-08T00:15",
        ):
            opened.clear()
            assert 0 == unattended(site, now)
            pages = shown(place)
            is_there = any("/new/" in path for path in pages)
            found.append((bool(opened), is_there, "ปิดถนน".encode() in pages["index.html"]))
    assert [
        (True, False, False),
        (False, False, False),
        (False, False, False),
        (True, True, False),
        (False, True, False),
        (True, True, True),
        (True, True, False),
        (True, False, False),
        (False, False, False),
    ] == found
    assert "Nothing has changed or fallen due since it was published last" in capsys.readouterr().out


@pytest.mark.usefixtures("quick")
def test_a_doubt_stops_it(site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An item with errors is somebody's to look at: the run fails, the host stays as it was, and the reason is said."""
    with folder(tmp_path) as place:
        started(site, place, "", item("ข", "2565-01-03"))
        assert 0 == unattended(site, "2022-01-03T12:00")
        before = place.tree()
        tell(site, f"-- content/news/b.md --\n{item('ข', '99-99-99')}")
        assert 1 == unattended(site, "2022-01-03T12:15")
        assert {path: data for path, data in before.items() if "lock" not in path} == place.tree()
    assert "N010" in capsys.readouterr().err


@pytest.mark.usefixtures("quick")
def test_what_somebody_went_back_from_stays_undone(site: Path, tmp_path: Path, opened: list[str]) -> None:
    """After a rollback the timer does not bring the same site again; the next change does."""
    with folder(tmp_path) as place:
        started(site, place, "", item("ข", "2565-01-03"))
        assert 0 == unattended(site, "2022-01-03T12:00")
        tell(site, f"-- content/news/b.md --\n{item('ค', '2565-01-03')}")
        assert 0 == unattended(site, "2022-01-03T12:15")
        assert 0 == run("rollback", "--site", str(site), "--now", "2022-01-03T12:20+07:00", "--yes")
        opened.clear()
        assert 0 == unattended(site, "2022-01-03T12:30")
        assert [] == opened
        tell(site, f"-- content/news/b.md --\n{item('ง', '2565-01-03')}")
        assert 0 == unattended(site, "2022-01-03T12:45")
        assert ["folder"] == opened


def started(site: Path, place: Place, settings: str, second: str) -> None:
    """A small site with the place as its target."""
    target = f"{settings}[publish.main]\n{place.table}url = '{place.url}'\n"
    news = f"-- content/news/a.md --\n{item('ก', '2565-01-01')}-- content/news/b.md --\n{second}"
    tell(site, f"-- content/site.toml --\n{SETTINGS}{target}{news}")
