"""Texts that stand by themselves: in ``texts.toml`` beside the modules that show them, a table for each module.

A text may have places that code fills in: ``"{zone}: {value}"``.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from equity.errors import Problem, UserError
from equity.say.label import Label


class Texts:
    """The texts of one module: ``texts.lead`` is ``lead = { zh = "…", en = "…" }`` of its table."""

    def __init__(self, texts: Mapping[str, Any]) -> None:
        self._texts = texts

    def __getattr__(self, name: str) -> Label:
        try:
            return Label(**self._texts[name])
        except KeyError:
            raise AttributeError(f"texts.toml has no text “{name}”") from None

    def user_error(self, name: str, /, **words: object) -> UserError:
        """The error that says the text of that name, filled in."""
        said = self.__getattr__(name).format(**words)
        return UserError(said.zh, said.en)

    def problem(
        self, name: str, /, file: str, field: str, value: str, row: int | None = None, **words: object
    ) -> Problem:
        """The fault of an input that the text of that name tells, filled in."""
        said = self.__getattr__(name).format(**words)
        return Problem(file, field, value, said.zh, said.en, row)

    def __getitem__(self, name: str) -> dict[str, Label]:
        """The texts of a table by their key, in the order of the file."""
        return {key: Label(text["zh"], text["en"]) for key, text in self._texts[name].items()}

    def entries(self, name: str) -> Mapping[str, Mapping[str, Any]]:
        """A table whose texts have something beside them, as it is written."""
        return self._texts[name]

    def several(self, name: str) -> tuple[Label, ...]:
        """The texts of a list."""
        return tuple(Label(**text) for text in self._texts[name])


def texts_of(module: str) -> Texts:
    """The texts of the module of that name (``texts_of(__name__)``)."""
    package, _, name = module.rpartition(".")
    return Texts(_read(package)[name])


@cache
def _read(package: str) -> dict[str, Any]:
    return tomllib.loads(resources.files(package).joinpath("texts.toml").read_text(encoding="utf-8"))
