"""What the check of one file goes by: what the user decided, what the file raises, what is known."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from equity.checking.claims.questions import Questions
from equity.checking.datasets import Dataset
from equity.checking.gazetteer import Gazetteer
from equity.checking.surroundings import Areas, Surroundings


@dataclass(frozen=True, slots=True)
class Options:
    """``datum``: "" until decided. ``year``: of rows without one. ``source``: the office's source note, on every row.

    ``covers``: divisions the register is complete for: their earlier rows step back even where it has none. Empty: those that
    occur in it. ``fit_census``: settlement points are scaled to the census counts (and graded estimated). ``append``: rows that
    an office brought in before stay, except those with the same id. ``answers``: to the questions the file raises, by their id.
    """

    datum: str = ""
    year: int | None = None
    source: str = ""
    covers: tuple[str, ...] = ()
    fit_census: bool = False
    append: bool = False
    latest_year: int = 0
    answers: dict[str, str] = field(default_factory=dict)

    @property
    def this_year(self) -> int:
        return self.latest_year or datetime.now(UTC).year


@dataclass(frozen=True, slots=True)
class Check:
    """``dataset``: what the file is to become; ``around``: the present data it is checked against."""

    dataset: Dataset
    options: Options
    around: Surroundings
    questions: Questions

    @property
    def gazetteer(self) -> Gazetteer:
        return self.around.gazetteer

    @property
    def areas(self) -> Areas:
        return self.around.areas
