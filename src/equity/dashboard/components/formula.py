"""What a formula of the methods page is: its MathML, its terms, what to bear in mind."""

from __future__ import annotations

from dataclasses import dataclass

from equity.dashboard.components.mathml import math
from equity.say import Label


@dataclass(frozen=True, slots=True)
class Formula:
    """``maths``: one or more MathML formulas. ``terms``: symbol (MathML) and what it stands for."""

    id: str
    title: Label
    maths: tuple[str, ...]
    terms: tuple[tuple[str, Label], ...]
    note: Label | None = None


def term(symbol: str) -> str:
    return math(symbol, block=False)
