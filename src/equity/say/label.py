"""One text in both languages."""

from __future__ import annotations

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
        """Both texts filled in; a :class:`Label` among ``words`` gives each text its own language."""
        zh, en = ({k: _in(v, lang) for k, v in words.items()} for lang in LANGS)
        return Label(self.zh.format(**zh), self.en.format(**en))


def _in(word: object, lang: str) -> object:
    return word[lang] if isinstance(word, Label) else word
