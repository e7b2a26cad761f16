"""The house: who may import whom, and what the pure rooms may not touch."""

from __future__ import annotations

import ast
from pathlib import Path

import site_builder

HOUSE = Path(site_builder.__file__).parent
VALUES = {"problems", "model", "views"}
PURE = {"reading", "planning", "rendering", "checking", "starting", "settings"}
ALLOWED = {
    "thai": {"thai"},
    "values": VALUES | {"thai"},
    "pure": VALUES | PURE | {"thai"},
}
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


def _layer(room: str) -> str:
    return "values" if room in VALUES else "pure" if room in PURE else room


def test_rooms_import_only_what_lies_below_them() -> None:
    """`thai` imports nothing of ours, values import each other and `thai`, the pure rooms import no shell."""
    wrong = [
        f"{path.name} imports {module}"
        for room, path in _modules()
        if _layer(room) in ALLOWED
        for module, names in _imports(path)
        if module.startswith("site_builder.") and module.split(".")[1] not in ALLOWED[_layer(room)]
    ]
    assert [] == wrong


def test_pure_rooms_touch_no_disk_clock_or_environment() -> None:
    """Time, paths and settings come in as arguments: the core imports nothing that could look for itself."""
    wrong = [
        f"{path.name} imports {module}"
        for room, path in _modules()
        if room == "thai" or _layer(room) in {"values", "pure"}
        for module, names in _imports(path)
        if module in SHELLS and not (names and names <= PURE_PATHS.get(module, set()))
    ]
    assert [] == wrong


def test_no_core_function_asks_the_clock() -> None:
    """`now()` and `today()` are called in cli.py alone, once."""
    calls = [
        f"{path.name}:{node.lineno}"
        for _, path in _modules()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"now", "today", "utcnow"}
    ]
    assert ["cli.py"] == [call.split(":")[0] for call in calls if not call.startswith("lock.py")]


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
    assert prints <= {"cli.py", "report.py"}


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
