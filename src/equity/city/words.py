"""What is said of a city's data and plan: ``words.toml`` and ``citations.toml`` beside ``city.toml``."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from equity.say import Label

Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Text = Annotated[str, Field(min_length=1)]


class Strict(BaseModel):
    """What the files of a city have in common: nothing unknown in them."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Caveat(Strict):
    """What a reader has to know of a service; ``illustrative``: only where placeholders are shown."""

    zh: Text
    en: Text
    when: Literal["always", "illustrative"] = "always"

    @property
    def label(self) -> Label:
        return Label(self.zh, self.en)


class Citation(Strict):
    """How a source is printed. ``reference``: edition or address. ``estimate``: worked out by the program. ``via``: only a copy there
    was seen."""

    zh: Text
    en: Text
    reference: str = ""
    estimate: bool = False
    via: str = ""

    def __getitem__(self, lang: str) -> str:
        return self.en if lang == "en" else self.zh


class Plan(Strict):
    """The plan that the measures, targets and progress of the folder come from, with what English readers need to follow it.

    ``summary`` may hold {total}, {measured} and {bare}: measures in all, with an indicator, without. ``services``: numbers of the
    measures that a service helps to judge. ``rules``: where it says whom a service admits.
    """

    document: Text
    name: Label
    year: Annotated[int, Field(ge=1950, le=2100)]
    summary: Label
    targets_title: Label
    measures_title: Label
    chapters_en: dict[str, Text] = Field(default_factory=dict)
    clauses_en: dict[str, Text] = Field(default_factory=dict)
    targets_en: dict[str, Text] = Field(default_factory=dict)
    progress_en: dict[str, Text] = Field(default_factory=dict)
    services: dict[Code, tuple[Annotated[int, Field(ge=1)], ...]] = Field(default_factory=dict)
    rules: dict[Code, Label] = Field(default_factory=dict)


class Words(Strict):
    """``tables``: what to bear in mind of a table; ``published``: names of scattered figures; ``caveats``: by service."""

    plan: Plan | None = None
    tables: dict[Code, Label] = Field(default_factory=dict)
    published: dict[Code, Label] = Field(default_factory=dict)
    caveats: dict[Code, tuple[Caveat, ...]] = Field(default_factory=dict)
