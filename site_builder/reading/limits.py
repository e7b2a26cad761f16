"""Cheap counters before conversion: refuses bodies on which Markdown takes more than linear time, and names the line.

Python-Markdown leaves such input to its users. Each counter stands for one thing that its code scans again and again, and
each limit lies where that costs about half a second, a hundred times above what any release holds. Nothing is converted here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from site_builder.problems import Problem, Span, error
from site_builder.reading.office_blocks import LONGEST

SIZE = 16_000_000  # characters of a body; 10 MB of prose takes some 2 s
LINE = 60_000_000  # characters × signs of markup of a line longer than a paragraph may be: each match copies the line
BRACKETS = 500_000  # characters from each "[" or "](" to what closes it, summed: each is scanned by six patterns
TAGS = 5_000_000  # characters from each "<" of a tag to the next ">", summed
DEPTH = 200  # raw elements open at once: the HTML parser walks them at each step
DECLARATIONS = 20  # <![CDATA[, <!DOCTYPE …, and comments inside a line
TICKS = 10_000_000  # "`" runs × characters of their paragraph, summed
TABLE = 10_000_000  # "|" × "`" of a line, summed
CELLS = 30_000  # "|" of the body
RUNS = 10_000  # runs of "*" or "_", or one in a hundred characters
NOTES = 1_000  # [^…] of the body
QUOTES = 20  # ">" at the beginning of a line
