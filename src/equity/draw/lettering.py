"""How wide text is, where it breaks: estimated, since the face that will be used is the reader's."""

import re

_TOKEN = re.compile(r"[A-Za-z0-9%‰.,+\-−'’()/:=·]+\s?|\s+|.", re.DOTALL)
# these may not begin a line of Chinese text
_CLOSING = set("\uff0c。、\uff1b\uff1a\uff1f\uff01\uff09》」』】〕%‰…,.;:?!)]}”’")


def text_width(content: str, size: float) -> float:
    """Width in the unit of ``size``: a Chinese character is one em, a capital 0.72, other Latin 0.56, narrow marks 0.32."""
    total = 0.0
    for char in content:
        code = ord(char)
        if code >= 0x2E80 or char in "—…“”‘’":
            total += 1.0
        elif char in "ilI.,:;|'! ()·":
            total += 0.32
        elif char.isupper() or char in "%‰mwMW+−=×":
            total += 0.72
        else:
            total += 0.56
    return total * size


def wrap(content: str, size: float, width: float) -> list[str]:
    """Lines no wider than ``width``; Latin words stay whole, a closing mark never begins a line."""
    lines, line = [], ""
    for token in _TOKEN.findall(content):
        if line and text_width(line + token.rstrip(), size) > width and token not in _CLOSING:
            lines.append(line.rstrip())
            line = token.lstrip()
        else:
            line += token
    return [*lines, line.rstrip()] if line.strip() else lines


def clip(content: str, size: float, width: float) -> str:
    """``content`` shortened with an ellipsis to fit one line."""
    if text_width(content, size) <= width:
        return content
    while content and text_width(content + "…", size) > width:
        content = content[:-1]
    return content.rstrip() + "…"
