"""What the supply of a service is set against: a standard, a national average, a goal, or the city's own average."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from equity.say import Label, texts_of

Kind = Literal["standard", "national_average", "goal", "city_average"]
TEXTS = texts_of(__name__)
NAMES = TEXTS["names"]


@dataclass(frozen=True, slots=True)
class Yardstick:
    """``item``: what is stated, by which ``document``; empty, without year and verified for the city's own average.

    ``verified``: read in the printed text.
    """

    kind: Kind
    year: int | None = None
    standard_id: str = ""
    item: Label | None = None
    document: str = ""
    verified: bool = True

    @classmethod
    def of_row(cls, row: Mapping[str, Any]) -> "Yardstick":
        """Of a row of the table of standards."""
        return cls(
            row["kind"],
            int(row["year"]),
            row["standard_id"],
            Label(row["item_zh"], row["item_en"]),
            row["document"],
            str(row["verified"]).lower() == "true",
        )

    @property
    def name(self) -> Label:
        """ "标准", "the national average": what a value is above or below."""
        return NAMES[self.kind]

    @property
    def dated(self) -> Label:
        """The same with its year: "2023 年全国平均水平", "the national average of 2023"."""
        return TEXTS.of_year.format(year=self.year, name=self.name) if self.year else self.name


CITY_AVERAGE = Yardstick("city_average")
