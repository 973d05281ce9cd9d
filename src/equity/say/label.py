"""One text in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from pydantic import ConfigDict, Field

Lang = Literal["zh", "en"]
LANGS: tuple[Lang, ...] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Label:
    """The one bilingual type; ``label[lang]`` picks one. In a definition file neither text may be empty."""

    zh: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    def __getitem__(self, lang: str) -> str:
        return self.en if lang == "en" else self.zh

    def format(self, **words: object) -> Label:
        """Both texts filled in; a :class:`Label` among ``words`` gives each text its own language, of several words all are listed."""
        zh, en = ({k: _in(v, lang) for k, v in words.items()} for lang in LANGS)
        return Label(self.zh.format(**zh), self.en.format(**en))


NAMES = Label("、", ", ")


def listed(words: Sequence[object], between: Label = NAMES) -> Label:
    """Words one after the other, each text in its own language."""
    zh, en = (between[lang].join(str(_in(word, lang)) for word in words) for lang in LANGS)
    return Label(zh, en)


def _in(word: object, lang: str) -> object:
    if isinstance(word, (list, tuple)):
        return listed(word)[lang]
    return word[lang] if isinstance(word, Label) else word
