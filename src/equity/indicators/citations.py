"""How a source is printed: issuing body and title in the reader's language, and whether only a copy was seen.

The data tables name their sources in short; ``citations.toml`` here and in the data folder have the words. A source without
words (an office's own register names its own) is printed as it stands.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources

from equity.city import Citation
from equity.indicators.records import ValueRecord
from equity.say import GRADES, Voice, texts_of, worst_grade

TEXTS = texts_of(__name__)
OBSERVED_COPY = TEXTS.observed_copy
_SEPARATOR = re.compile(r"\s*[;；]\s*")


def parts_of(source: str) -> list[str]:
    """The parts of a source as the tables give it."""
    return [part for part in _SEPARATOR.split(source) if part]


def grade_words(records: Iterable[ValueRecord], voice: Voice) -> str:
    """The worst grade among records in words; an observed figure of which only a copy was seen says so."""
    records = list(records)
    grade = worst_grade(*(r.grade for r in records))
    if grade == "observed" and any(r.quoted for r in records):
        return voice(OBSERVED_COPY)
    return voice(GRADES[grade])


class Citations:
    """Sources in words; ``own``: those that only the city's data name, beside those of every city."""

    def __init__(self, own: Mapping[str, Citation]) -> None:
        self._words = {**_of_every_city(), **own}

    def cite(self, source: str, voice: Voice) -> str:
        """A source in words, each part once."""
        said = dict.fromkeys(self._part(part, voice) for part in parts_of(source))
        return voice.items(said)

    def cite_all(self, sources: Iterable[str], voice: Voice) -> list[str]:
        """Several sources in words, each once and in their order: different short names can mean the same."""
        return list(dict.fromkeys(self.cite(source, voice) for source in sources))

    def cite_briefly(self, sources: Iterable[str], voice: Voice) -> list[str]:
        """The line under a figure: every part once, without addresses and editions; own estimates as one, at the end."""
        said = dict.fromkeys(self._briefly(part, voice) for source in sources for part in parts_of(source))
        return sorted(said, key=voice(TEXTS.estimates).__eq__)

    def quoted(self, sources: Iterable[str]) -> bool:
        """Whether of any of the sources nothing but a copy elsewhere was seen."""
        return any(self._only_copied(source) for source in sources)

    def has_words(self, part: str) -> bool:
        return part in self._words

    def _only_copied(self, source: str) -> bool:
        known = [self._words.get(part) for part in parts_of(source)]
        return bool(known) and all(words is not None and words.via for words in known)

    def _part(self, part: str, voice: Voice) -> str:
        words = self._words.get(part)
        if words is None:
            return part
        if words.via:
            return voice.bracketed(words[voice.lang], voice(TEXTS.quoted, via=words.via))
        if words.reference:
            return voice.bracketed(words[voice.lang], words.reference)
        return voice(TEXTS.estimate).format(what=words[voice.lang]) if words.estimate else words[voice.lang]

    def _briefly(self, part: str, voice: Voice) -> str:
        words = self._words.get(part)
        if words is None:
            return part
        if words.estimate:
            return voice(TEXTS.estimates)
        said = words[voice.lang]
        return voice.bracketed(said, voice(TEXTS.quoted_briefly)) if words.via else said


@cache
def _of_every_city() -> dict[str, Citation]:
    text = resources.files("equity.indicators").joinpath("citations.toml").read_text(encoding="utf-8")
    return {name: Citation.model_validate(words) for name, words in tomllib.loads(text).items()}
