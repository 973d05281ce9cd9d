"""Chinese punctuation for print: half-width marks beside Chinese become full-width (GB/T 15834)."""

import re

CJK = "\u3007\u3400-\u4dbf\u4e00-\u9fff\u3001\u3002\u300a-\u3011\u2014\u201c\u201d\u2026\uff08\uff09"
FULL = {",": "\uff0c", ";": "\uff1b", ":": "\uff1a", "?": "\uff1f", "!": "\uff01"}
_AFTER = re.compile(rf"(?<=[{CJK}])([,;:?!]) ?")
_BEFORE = re.compile(rf"(?<![,;:?!])([,;:?!]) ?(?=[{CJK}])")
_PAIR = re.compile(r" ?\(([^()]*)\) ?")
_HAS_CJK = re.compile(f"[{CJK}]")


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
