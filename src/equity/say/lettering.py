"""Chinese text with figures in it: a space between a Chinese character and a Western one, none at punctuation."""

from collections.abc import Mapping
from string import Formatter


def fill(template: str, words: Mapping[str, str]) -> str:
    """A Chinese template with its fields filled in; the template itself is written without spaces around them.

    >>> fill("占{share}，其中{about}在外省", {"share": "8.7%", "about": "约 2.1 万人"})
    '占 8.7%，其中约 2.1 万人在外省'
    """
    text = ""
    for literal, field, _, _ in Formatter().parse(template):
        text = _join(text, literal)
        if field is not None:
            text = _join(text, words[field])
    return text


def _join(before: str, after: str) -> str:
    if not before or not after:
        return before + after
    a, b = before[-1], after[0]
    gap = (_is_han(a) and _is_western(b)) or (_is_western(a) and _is_han(b))
    return f"{before} {after}" if gap else before + after


def _is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff"


def _is_western(character: str) -> bool:
    """Letters, digits, signs and what stays attached to a number."""
    return (character.isascii() and character.isalnum()) or character in "%‰+−×"
