"""The classes of a map with their colours: sequential for levels, purple–orange around zero for gaps.

Both are colour-blind safe. A positive gap is orange.
"""

import math
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from equity.draw.theme import theme as theme_of
from equity.indicators.records import ValueRecord
from equity.say import Voice
from equity.views import classes as views


@dataclass(frozen=True, slots=True)
class Scale:
    """``breaks``: inner limits, ascending, lower ones inclusive; one more ``colours`` and ``labels``."""

    breaks: tuple[float, ...]
    colours: tuple[str, ...]
    labels: tuple[str, ...]
    no_data_colour: str
    diverging: bool = False

    def index(self, value: float) -> int:
        """Class of a value, 0 is the lowest."""
        return bisect_right(self.breaks, value)

    def colour(self, value: float | None) -> str:
        return self.no_data_colour if value is None or math.isnan(value) else self.colours[self.index(value)]


def classes(
    records: Iterable[ValueRecord], *, theme: str = "light", lang: str = "zh", common: bool = True
) -> Scale:
    """The classes of these records (see :func:`equity.views.classes.classes`) in the colours of a theme."""
    found, colours = views.classes(records, Voice(lang), common=common), theme_of(theme)
    chosen = colours.gaps if found.diverging else colours.spread(len(found.breaks) + 1)
    return Scale(found.breaks, chosen, found.words, colours["no-data"], diverging=found.diverging)
