"""What click says, in our words: help and prompts from the catalogue, and its faults as Problems."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import NoReturn, TypeVar

import click

from site_builder.messages import sentence
from site_builder.problems import Problem, error

C = TypeVar("C", bound=click.Command)
USAGE = 2  # exit code


class Stop(Exception):  # noqa: N818 — not a fault: the way out with a problem to show
    """Ends a command with a problem and an exit code."""

    def __init__(self, problem: Problem, code: int) -> None:
        super().__init__(problem.code)
        self.problem = problem
        self.code = code


def stop(problem: Problem) -> NoReturn:
    """End the command: it was asked for in a way that cannot be."""
    raise Stop(problem, USAGE)


def spoken(group: click.Group, language: str) -> click.Group:
    """The commands in a language: every help text and prompt is a code of the catalogue, filled in on copies."""
    found = copy.copy(group)
    found.commands = {name: _of(command, language) for name, command in group.commands.items()}
    return _spoken(found, language)


def _of(command: click.Command, language: str) -> click.Command:
    return spoken(command, language) if isinstance(command, click.Group) else _spoken(command, language)


def _spoken(command: C, language: str) -> C:
    found = copy.copy(command)
    found.help = sentence(command.help or "", language)
    found.params = [_spoken_option(one, language) for one in command.params]
    return found


def _spoken_option(parameter: click.Parameter, language: str) -> click.Parameter:
    if not isinstance(parameter, click.Option):
        return parameter
    found = copy.copy(parameter)
    found.help = sentence(parameter.help or "", language)
    found.prompt = sentence(parameter.prompt, language) if parameter.prompt else None
    return found


def language_of(given: list[str]) -> str:
    """The language must be known before click reads the flags: help and usage faults are spoken too."""
    written = [*given, "--lang", "th"]
    return "en" if "--lang=en" in given or written[written.index("--lang") + 1] == "en" else "th"


def usage_problem(fault: click.UsageError, commands: Iterable[str]) -> Problem:
    """What click says in English, in our words."""
    match fault:
        case click.exceptions.NoSuchCommand():
            return error("U005", command=fault.command_name, nearest=", ".join(fault.possibilities or commands))
        case click.NoSuchOption():
            near = ", ".join(fault.possibilities or ()) or "--help"
            return error("U002", option=fault.option_name, nearest=near)
        case click.MissingParameter():
            return error("U003", name=_name_of(fault))
        case click.BadParameter():
            return error("U004", name=_name_of(fault), reason=fault.message)
        case click.BadOptionUsage():
            return error("U003", name=fault.option_name)
    return error("U001", reason=fault.message)


def _name_of(fault: click.BadParameter) -> str:
    parameter = fault.param
    return parameter.opts[-1] if isinstance(parameter, click.Option) else (parameter.name or "" if parameter else "")
