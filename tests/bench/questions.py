"""A judged set of questions over a site's news: what people look for, in eleven kinds, and which items answer it.

An item answers a question when its text holds what was meant, letter by letter: no search engine is asked. Blanks and
dots do not count, since writers set them as they like; a number is a number of its own and no part of another.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from bench import corpus

SEED = 2570
_THAI = "\u0e01-\u0e3a\u0e40-\u0e4e"
_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_MARKS = "ัิีึืฺุู็่้๊๋์ํ"
# Words of one spelling but for their tones; on a news site one of them is everywhere.
TONES = "ข้าว ข่าว ขาว เสื่อ เสือ เสื้อ ป่า ปา ไม้ ไม่ แม่ แม้ บ้าน บาน ด่าน ด้าน ตั้ง ถัง ชุด ที่ปรึกษา เลี้ยง เลี่ยง น้ำ ค่า ค้า หน้า".split()


@dataclass(frozen=True, slots=True)
class Question:
    """What is typed, and the items that answer it."""

    kind: str
    typed: str
    answers: frozenset[str]  # URLs


def flat(text: str) -> str:
    """A text for judging: lower case, Arabic digits, and nothing but letters and digits."""
    return re.sub(f"[^0-9a-z{_THAI}]+", "", _without_commas(text).lower())


def _without_commas(text: str) -> str:
    """A text with Arabic digits, 7,500 as 7500."""
    return re.sub(r"(?<=[0-9]),(?=[0-9]{3})", "", text.translate(_DIGITS))


def answering(meant: str, texts: Mapping[str, str]) -> frozenset[str]:
    """The URLs of the texts that hold every word of what was meant."""
    words = [word for word in meant.translate(_DIGITS).lower().split() if flat(word)]
    return frozenset(url for url, text in texts.items() if all(_holds(word, text) for word in words))


def _holds(word: str, text: str) -> bool:
    if word.isdigit():
        return re.search(f"(?<![0-9]){word}(?![0-9])", _without_commas(text)) is not None
    return flat(word) in flat(text)


def questions(texts: Mapping[str, str]) -> list[Question]:
    """The set for a site: `texts` are title, place, names and body of each item by URL. Each question has an answer."""
    dice = Random(SEED)  # noqa: S311 — the same questions each time is the point
    lines = [line for text in texts.values() for line in text.split("\n") if len(line) > 40]
    flats = {url: flat(text) for url, text in texts.items()}
    found: dict[str, Question] = {}
    for kind, count, make in KINDS:
        had = 0
        for _ in range(count * 30):
            typed, meant = make(dice, lines)
            if had == count or typed in found:
                continue
            answers = _answers(meant, texts, flats)
            if answers:
                found[typed] = Question(kind, typed, answers)
                had += 1
    return list(found.values())


def _answers(meant: str, texts: Mapping[str, str], flats: Mapping[str, str]) -> frozenset[str]:
    """`answering`, with the long way only for those that the short one lets through."""
    words = [flat(word) for word in meant.split()]
    near = {url: texts[url] for url, text in flats.items() if all(word in text for word in words)}
    return answering(meant, near)


Asked = tuple[str, str]  # what is typed, what was meant


def _same(word: str) -> Asked:
    return word, word


def _district(dice: Random, _: Sequence[str]) -> Asked:
    return _same(dice.choice(("", "", "อำเภอ")) + dice.choice(list(corpus.PLACES)))


def _office(dice: Random, _: Sequence[str]) -> Asked:
    return _same(dice.choice(("สำนักงานพัฒนาชุมชนอำเภอ", "พช.")) + dice.choice(list(corpus.PLACES)))


def _project(dice: Random, _: Sequence[str]) -> Asked:
    return _same(dice.choice([*corpus.TOPICS, *corpus.TAGS]))


def _part(dice: Random, _: Sequence[str]) -> Asked:
    """A piece of a name, from its beginning or its middle, as people type what they remember."""
    word = dice.choice(corpus.TOPICS)
    start = dice.choice((0, 0, dice.randrange(3, 8)))
    return _same(_whole(word[start : start + dice.randrange(5, 11)]))


def _phrase(dice: Random, lines: Sequence[str]) -> Asked:
    """A run of 6 to 18 characters out of any text."""
    line = dice.choice(lines)
    start = dice.randrange(len(line) - 20)
    return _same(" ".join(_whole(line[start : start + dice.randrange(6, 19)]).replace("\n", " ").split()))


def _number(dice: Random, lines: Sequence[str]) -> Asked:
    """A year or a number of a text, in Thai digits every second time."""
    numbers = re.findall(r"(?<![0-9.,])[0-9]{3,4}(?![0-9.,])", dice.choice(lines))
    number = dice.choice(numbers or ["2565"])
    return (number if dice.random() < 0.5 else number.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))), number


def _tone(dice: Random, _: Sequence[str]) -> Asked:
    return _same(dice.choice(TONES))


def _two(dice: Random, _: Sequence[str]) -> Asked:
    """A place and a matter."""
    return _same(f"{dice.choice(list(corpus.PLACES))} {dice.choice([*corpus.TOPICS, *corpus.TAGS])}")


def _person(dice: Random, _: Sequence[str]) -> Asked:
    return _same(f"{dice.choice(corpus.NAMES)} {dice.choice(corpus.FAMILIES)}")


def _without_tone(dice: Random, _: Sequence[str]) -> Asked:
    """A name whose tone marks were left out."""
    name = dice.choice([one for one in (*corpus.PLACES, *corpus.TOPICS, *corpus.TAGS) if re.search("[่้๊๋]", one)])
    return re.sub("[่้๊๋]", "", name), name


def _typo(dice: Random, lines: Sequence[str]) -> Asked:
    """A name, or every third time a phrase, with one sign left out, doubled, exchanged or put before its neighbour."""
    names = (*corpus.PLACES, *corpus.TOPICS, *corpus.TAGS)
    word = _phrase(dice, lines)[0] if dice.random() < 1 / 3 else dice.choice(names)
    at = dice.randrange(1, max(2, len(word) - 1))
    other = dice.choice("กนรดตบสอาิี่้")
    mistaken = (
        word[:at] + word[at + 1 :],
        word[:at] + other + word[at:],
        word[:at] + other + word[at + 1 :],
        word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :] if at < len(word) else word,
    )
    return dice.choice(mistaken), word


def _whole(piece: str) -> str:
    """A piece without marks and vowels at its beginning that belong to what was cut off."""
    return piece.lstrip(_MARKS + "ะาำๅๆฯ ").strip()


KINDS: tuple[tuple[str, int, Callable[[Random, Sequence[str]], Asked]], ...] = (
    ("district", 20, _district),
    ("office", 16, _office),
    ("project", 24, _project),
    ("part of a word", 24, _part),
    ("phrase", 40, _phrase),
    ("number", 14, _number),
    ("tones", 14, _tone),
    ("two words", 24, _two),
    ("person", 12, _person),
    ("no tone marks", 14, _without_tone),
    ("typing mistake", 32, _typo),
)


def recall(found: Sequence[str], question: Question) -> float:
    """How many of the ten best places, or of all answers where they are fewer, the answers have."""
    return len(question.answers & {*found[:10]}) / min(10, len(question.answers))


def precision(found: Sequence[str], question: Question) -> float:
    """How many of the first ten results are answers."""
    return len(question.answers & {*found[:10]}) / max(1, len(found[:10]))


def by_kind(asked: Iterable[Question]) -> Iterator[tuple[str, list[Question]]]:
    """The questions of each kind, and all."""
    every = list(asked)
    for kind, *_ in KINDS:
        yield kind, [one for one in every if one.kind == kind]
    yield "all", every
