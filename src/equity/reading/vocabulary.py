"""The words of ``vocabulary.toml``: what a cell says about grade, kind, status or datum."""

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

PARTS = re.compile(r"[;；/、>|]+")
DASHED = re.compile(r"[-—–_ ]([^-—–_ ]{2,6})\s*$")
BRACKETED = re.compile(r"[(（\[【]([^()（）\[\]【】]{1,12})[)）\]】]\s*$")


@cache
def vocabulary() -> dict[str, Any]:
    with Path(__file__).with_name("vocabulary.toml").open("rb") as file:
        return tomllib.load(file)


def close(text: str) -> str:
    """Text for comparison: half-width, lower case, single blanks."""
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())


@cache
def grade_of(text: str) -> str:
    """observed, estimated or illustrative; "" for what is no grade."""
    said = close(text).strip("*()[]【】 ")
    return next(
        (g for g in ("observed", "estimated", "illustrative") if said in vocabulary()["grades"][g]), ""
    )


@cache
def _kind_words() -> tuple[tuple[str, str], ...]:
    pairs = [(word, kind) for kind, words in vocabulary()["kinds"].items() for word in words]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


@cache
def kind_of(text: str) -> str:
    """The kind a cell names, the last part of "医疗保健服务;综合医院" first; "" where it names none.

    >>> kind_of("民办九年一贯制学校")
    'nine_year'
    """
    for part in reversed([p for p in PARTS.split(close(text)) if p]):
        for word, kind in _kind_words():
            if _occurs(word, part):
                return kind
    return ""


@cache
def _endings() -> tuple[dict[str, tuple[int, str]], int]:
    """How names of a kind end, with the turn of the word among all (longer words first) and its kind; the longest ending."""
    endings: dict[str, tuple[int, str]] = {}
    for turn, (word, kind) in enumerate(_kind_words()):
        if len(word) > 1:
            for ending in (word,) if word.isascii() else (word, word + "校"):
                endings.setdefault(ending, (turn, kind))
    return endings, max(map(len, endings), default=0)


def kind_of_name(text: str) -> str:
    """The kind that the name of a place ends in, apart from brackets: 某大学附属小学 is a primary school."""
    name = re.sub(r"[(（][^()（）]*[)）]", "", close(text)).strip()
    endings, longest = _endings()
    ends = (name[-length:] for length in range(1, min(longest, len(name)) + 1))
    return min((endings[end] for end in ends if end in endings), default=(0, ""))[1]


@cache
def kinds_in(text: str) -> frozenset[str]:
    """Every kind that a title speaks of; a word inside of a longer one says nothing."""
    said, kinds = close(text), set()
    for word, kind in _kind_words():
        if len(word) > 1 and _occurs(word, said):
            said = said.replace(word, " ")
            kinds.add(kind)
    return frozenset(kinds)


@cache
def kind_hint() -> str:
    """An RE2 pattern that finds every name that may tell a kind, and few others."""
    return "|".join(re.escape(word) for word, _ in _kind_words() if len(word) > 1)


def serves(kind: str) -> tuple[str, ...]:
    """The services whose registers hold places of that kind; none for a kind that no service counts."""
    return tuple(vocabulary()["serves"].get(kind, ()))


@cache
def status_of(text: str) -> str:
    """open, closed or planned; "" for what is no status."""
    said = close(text)
    if not said or len(said) > 30:
        return ""
    for status in ("planned", "closed", "open"):
        if any(_occurs(word, said) for word in vocabulary()["status"][status]):
            return status
    return ""


@cache
def remark_status(text: str, this_year: int) -> str:
    """The status that a name states at its end, or a remark that says no more than that, when and into which other place."""
    known = vocabulary()["status"]
    words, date = known["remark_words"], known["remark_date"]
    said = close(text).rstrip("。.；; ")
    bracketed = BRACKETED.search(said) or DASHED.search(said)
    core = bracketed[1] if bracketed else said
    if (opens := re.fullmatch(known["remark_future"], core)) and int(opens[1]) > this_year:
        return "planned"
    if re.fullmatch(f"{date}(已|被)*{known['remark_merged']}", core):
        return "closed"
    found = bracketed and re.fullmatch(f".{{0,4}}({words})(中|期|整顿)?", core)
    if not found and not re.fullmatch(
        f"{date}(已经?|现|目前|被|正式|全部|,|:)*({words})(中|期|办学|整顿)?", core
    ):
        return ""
    return "planned" if core == "筹" else status_of(core)


def mentions_status(text: str) -> bool:
    """Whether a remark speaks of places that are closed or planned, of whichever."""
    return re.search(vocabulary()["status"]["remark_words"].replace("|筹|", "|"), close(text)) is not None


@cache
def datum_of(text: str) -> str:
    """The datum a heading or a remark names; "" where it names none."""
    said = close(text)
    return next((d for d, words in vocabulary()["datums"].items() if any(w in said for w in words)), "")


def _occurs(word: str, text: str) -> bool:
    if not word.isascii():
        return word in text
    return re.search(rf"(?<![a-z]){re.escape(word)}(s|es)?(?![a-z])", text) is not None
