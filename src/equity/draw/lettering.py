"""Text for print: how wide it is and where it breaks (estimated, since the face that will be used is the reader's), and Chinese
punctuation: half-width marks beside Chinese become full-width (GB/T 15834)."""

import re

_TOKEN = re.compile(r"[A-Za-z0-9%‰.,+\-−'’()/:=·]+\s?|\s+|.", re.DOTALL)
# these may not begin a line of Chinese text
_CLOSING = set("\uff0c。、\uff1b\uff1a\uff1f\uff01\uff09》」』】〕%‰…,.;:?!)]}”’")
CJK = "\u3007\u3400-\u4dbf\u4e00-\u9fff\u3001\u3002\u300a-\u3011\u2014\u201c\u201d\u2026\uff08\uff09"
FULL = {",": "\uff0c", ";": "\uff1b", ":": "\uff1a", "?": "\uff1f", "!": "\uff01"}
_AFTER = re.compile(rf"(?<=[{CJK}])([,;:?!]) ?")
_BEFORE = re.compile(rf"(?<![,;:?!])([,;:?!]) ?(?=[{CJK}])")
_PAIR = re.compile(r" ?\(([^()]*)\) ?")
_HAS_CJK = re.compile(f"[{CJK}]")


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


def punctuate(text: str) -> str:
    """``text`` with full-width punctuation where its neighbour is Chinese; numbers, codes and Latin text stay
    as they are.

    >>> punctuate("按常住 8.7 人/千人,按户籍 22.9(估算);2020 年: 12,345") == (
    ...     "按常住 8.7 人/千人\\uff0c按户籍 22.9\\uff08估算\\uff09\\uff1b2020 年\\uff1a12,345")
    True
    """
    if not _HAS_CJK.search(text):
        return text
    text = _PAIR.sub(_parenthesis, text)
    text = _AFTER.sub(lambda m: FULL[m[1]], text)
    return _BEFORE.sub(lambda m: FULL[m[1]], text)


def _parenthesis(match: re.Match[str]) -> str:
    """Full-width when Chinese stands inside or right before; then without the spaces around."""
    before = match.string[: match.start()][-1:]
    if _HAS_CJK.search(match[1]) or (before and _HAS_CJK.search(before)):
        return f"\uff08{match[1]}\uff09"
    return match[0]
