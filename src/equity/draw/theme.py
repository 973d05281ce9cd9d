"""The colours and the type of everything drawn or printed, read from ``assets/tokens.css``: decided there, once."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from equity.settings import ASSETS

TOKENS = ASSETS / "tokens.css"
SHIPPED_FONT = "Equity Sans SC"
# A ring stands for the register, a filled dot for the people who are here.
RINGS = frozenset({"registered", "local"})
_BLOCK = re.compile(r"([^{}]+)\{([^{}]*)\}")
_TOKEN = re.compile(r"--([a-z0-9-]+)\s*:\s*([^;]+);")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Theme:
    """Values by token: ``theme["ink-2"]``. An unknown token is a KeyError, so that a typing error shows at once."""

    name: str
    tokens: Mapping[str, str]

    def __getitem__(self, token: str) -> str:
        return self.tokens[token]

    def side(self, side: str) -> str:
        """The colour of a population or of a part of a gap; what has none of its own is drawn as residents are."""
        return self.own(side) or self.tokens["resident"]

    def own(self, side: str) -> str:
        """The colour of a population or of a part of a gap, empty where it has none."""
        return self.tokens.get(side.replace("_", "-"), "")

    def spread(self, count: int) -> tuple[str, ...]:
        """So many levels, from light to dark; the middle one where there is only one."""
        levels = self.levels
        if count == 1:
            return (levels[len(levels) // 2],)
        return tuple(levels[round(i * (len(levels) - 1) / (count - 1))] for i in range(count))

    def office(self, token: str) -> str:
        """The colour as office libraries take it: ``0B6B67``."""
        return self.tokens[token].removeprefix("#").upper()

    @property
    def levels(self) -> tuple[str, ...]:
        """Five colours from low to high."""
        return tuple(self.tokens[f"level-{i}"] for i in range(1, 6))

    @property
    def gaps(self) -> tuple[str, ...]:
        """Seven colours around zero; the last ones are the largest positive gaps."""
        return tuple(self.tokens[f"gap-{i}"] for i in range(1, 8))

    @property
    def font(self) -> str:
        """A font list for drawings: in files the shipped face first, which pictures and PDF are drawn with."""
        listed = self.tokens["font"]
        return listed if self.name == "page" else f"'{SHIPPED_FONT}', {listed}"


@cache
def theme(name: str = "light") -> Theme:
    """``light`` and ``dark`` hold colours; ``page`` holds ``var(--…)``, for drawings inside a page that has the tokens:
    they change with its theme and need not be drawn again. Any other name is ``light``.
    """
    shared, light, dark = _read()
    if name == "page":
        return Theme(name, {token: f"var(--{token})" for token in shared | light})
    return Theme("dark", shared | dark) if name == "dark" else Theme("light", shared | light)


@cache
def _read() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    shared: dict[str, str] = {}
    light: dict[str, str] = {}
    dark: dict[str, str] = {}
    text = _COMMENT.sub("", TOKENS.read_text(encoding="utf-8"))
    for selector, body in _BLOCK.findall(text):
        found = {token: " ".join(value.replace('"', "'").split()) for token, value in _TOKEN.findall(body)}
        target = dark if '"dark"' in selector else light if '"light"' in selector else shared
        target.update({k: v for k, v in found.items() if not k.startswith("mantine-")})
    return shared, light, dark


INKS = ("#16212b", "#ffffff")


def readable_on(colour: str) -> str:
    """Ink that can be read on a colour: dark or light, whichever has the higher WCAG contrast."""
    return max(INKS, key=lambda ink: contrast(ink, colour))


def contrast(a: str, b: str) -> float:
    """WCAG contrast ratio of two colours, 1 to 21."""
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    """WCAG relative luminance of ``#rrggbb``, 0 (black) to 1 (white)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
