"""A few words of MathML: functions that return markup, so that formulas read like formulas in code."""

from __future__ import annotations

from html import escape

NAMESPACE = "http://www.w3.org/1998/Math/MathML"


def mi(name: str) -> str:
    """A variable; more than one letter is set upright, as names of functions are."""
    return f"<mi>{escape(name)}</mi>"


def mn(number: str) -> str:
    return f"<mn>{escape(number)}</mn>"


def mo(operator: str) -> str:
    return f"<mo>{escape(operator)}</mo>"


def words(text: str) -> str:
    return f"<mtext>{escape(text)}</mtext>"


def row(*parts: str) -> str:
    """Parts side by side. A part of one character or an operator may be given as it is."""
    return f"<mrow>{''.join(_part(p) for p in parts)}</mrow>"


def frac(over: str, under: str) -> str:
    return f"<mfrac>{_one(over)}{_one(under)}</mfrac>"


def sub(base: str, index: str) -> str:
    return f"<msub>{_one(base)}{_one(index)}</msub>"


def sup(base: str, power: str) -> str:
    return f"<msup>{_one(base)}{_one(power)}</msup>"


def total(under: str, body: str) -> str:
    """Sum over ``under`` of ``body``."""
    return (
        f'<mrow><munder><mo movablelimits="false" class="sum">∑</mo>{_one(under)}</munder>{_one(body)}</mrow>'
    )


def call(name: str, *arguments: str) -> str:
    """``name(a, b)``"""
    inside = "<mo>,</mo>".join(_one(a) for a in arguments)
    return f'<mrow>{_one(name)}<mo stretchy="true">(</mo>{inside}<mo stretchy="true">)</mo></mrow>'


def paren(*parts: str) -> str:
    return f'<mrow><mo stretchy="true">(</mo>{row(*parts)}<mo stretchy="true">)</mo></mrow>'


def math(*parts: str, block: bool = True, label: str = "") -> str:
    """A whole formula. ``label`` is what a screen reader says where it cannot read MathML."""
    shown = ' display="block"' if block else ' displaystyle="true"'
    spoken = f' aria-label="{escape(label, quote=True)}"' if label else ""
    return f'<math xmlns="{NAMESPACE}"{shown}{spoken}>{row(*parts)}</math>'


def _one(part: str) -> str:
    return (
        part if part.startswith("<mrow") or (part.startswith("<m") and part.count("<m") == 1) else row(part)
    )


def _part(part: str) -> str:
    if part.startswith("<"):
        return part
    if part.replace(".", "").replace(",", "").isdigit():
        return mn(part)
    if part and all(c in "+−=·×/≤≥<>∈{}()[],|→≈" for c in part):
        return mo(part)
    return mi(part)
