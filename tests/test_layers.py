"""The house: who may import whom, and what the pure rooms may not touch."""

from __future__ import annotations

import ast
from pathlib import Path

import site_builder

HOUSE = Path(site_builder.__file__).parent
VALUES = {"problems", "names", "pictures", "model", "details", "machine_views", "views", "outcome", "digest"}
PURE = {
    "thai": set[str](),
    "problems": set[str](),
    "pictures": VALUES,
    "picturing": VALUES,
    "names": set[str](),
    "model": VALUES | {"thai"},
    "details": VALUES | {"thai"},
    "machine_views": VALUES | {"thai"},
    "views": VALUES | {"thai"},
    "outcome": VALUES | {"thai"},
    "digest": VALUES | {"thai"},
    "messages": VALUES,
    "texts": VALUES | {"thai", "messages"},
    "reading": VALUES | {"thai"},
    "showing": VALUES | {"thai", "reading"},
    "settings": VALUES | {"thai", "reading", "showing"},
    "searching": VALUES | {"thai"},
    "counting": VALUES,
    "planning": VALUES | {"thai", "settings", "showing", "searching"},
    "rendering": VALUES | {"thai", "searching"},
    "checking": VALUES | {"thai", "settings", "reading"},
    "starting": VALUES | {"thai", "reading"},
    "importing": VALUES | {"thai", "reading"},
    "editing": VALUES | {"thai", "reading"},
}  # room → the rooms that it may import beside itself: the table of ARCHITECTURE.md
SHELLS = {
    "os",
    "sys",
    "time",
    "pathlib",
    "socket",
    "subprocess",
    "urllib.request",
    "tempfile",
    "shutil",
    "random",
    "locale",
}
PURE_PATHS = {"pathlib": {"PurePosixPath", "PurePath"}}


def _imports(path: Path) -> list[tuple[str, frozenset[str]]]:
    tree = ast.parse(path.read_text("utf-8"))
    found = [
        (name.name, frozenset[str]()) for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names
    ]
    froms = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    return found + [(node.module or "", frozenset(name.name for name in node.names)) for node in froms]


def _modules() -> list[tuple[str, Path]]:
    """(Room, file) of every module; a module of the top floor is a room of its own."""
    paths = sorted(HOUSE.rglob("*.py"))
    rooms = [path.relative_to(HOUSE).parts for path in paths]
    return [(parts[0].removesuffix(".py"), path) for parts, path in zip(rooms, paths, strict=True)]


def _ours(path: Path) -> set[str]:
    """The rooms that a module imports: `from site_builder import names` and `from site_builder.thai import dates`."""
    found: set[str] = set()
    for module, names in _imports(path):
        if module == "site_builder":
            found |= names
        elif module.startswith("site_builder."):
            found.add(module.split(".")[1])
    return found


def test_rooms_import_only_what_lies_below_them() -> None:
    """Each pure room imports what the table allows and no more; `thai` imports nothing of ours."""
    wrong = [
        f"{path.name} imports {module}"
        for room, path in _modules()
        if room in PURE
        for module in _ours(path)
        if module not in PURE[room] | {room}
    ]
    assert [] == wrong


def test_the_preview_prints_nothing() -> None:
    """It takes the texts of problems from texts.py, as its desk does, and knows neither printers nor commands."""
    preview = [path for room, path in _modules() if room in {"preview", "desk"}]
    assert preview
    assert [] == [path.name for path in preview if _ours(path) & {"report", "cli", "progress"}]


def test_pure_rooms_touch_no_disk_clock_or_environment() -> None:
    """Time, paths and settings come in as arguments: the core imports nothing that could look for itself."""
    wrong = [
        f"{path.name} imports {module}"
        for room, path in _modules()
        if room in PURE
        for module, names in _imports(path)
        if module in SHELLS and not (names and names <= PURE_PATHS.get(module, set()))
    ]
    assert [] == wrong


def test_no_core_function_asks_the_clock() -> None:
    """`now()` and `today()` are called in moments.py alone, once."""
    calls = [
        f"{path.name}:{node.lineno}"
        for _, path in _modules()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"now", "today", "utcnow"}
    ]
    assert ["moments.py"] == [call.split(":")[0] for call in calls if not call.startswith("lock.py")]


def test_only_the_edge_prints_and_exits() -> None:
    """cli.py and report.py alone print; cli.py alone exits."""
    prints = {
        path.name
        for _, path in _modules()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and (
            (isinstance(node.func, ast.Name) and node.func.id == "print")
            or (isinstance(node.func, ast.Attribute) and node.func.attr in {"exit", "echo", "secho"})
        )
    }
    assert prints <= {"cli.py", "report.py", "progress.py"}


def test_files_and_functions_stay_small() -> None:
    """No file over 350 lines, no function over 60, and half of all functions at most 10 lines long."""
    long_files = [path.name for _, path in _modules() if path.read_text("utf-8").count("\n") > 350]
    lengths = sorted(
        (node.end_lineno or 0) - node.lineno + 1
        for _, path in _modules()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
    )
    assert [] == long_files
    assert lengths[-1] <= 60
    assert lengths[len(lengths) // 2] <= 10


def test_no_two_test_files_have_one_name() -> None:
    """Pytest imports them by their name alone, and would leave the second one out."""
    names = [path.name for path in Path(__file__).parent.rglob("test_*.py")]
    assert sorted(set(names)) == sorted(names)
