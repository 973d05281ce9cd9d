"""Parts in a row, and labels within a sentence."""

from collections.abc import Iterable


def inside(label: str) -> str:
    """An English label within a sentence: "Primary care (GPs)" becomes "primary care (GPs)"; a name in capitals stays."""
    first = label.split(" ", 1)[0]
    return label if first[1:] != first[1:].lower() else label[:1].lower() + label[1:]


def listed(parts: Iterable[str], lang: str, *, mark: str = ",") -> str:
    """Join with commas, or with semicolons (``mark`` ";")."""
    return {",": "，", ";": "；"}[mark].join(parts) if lang == "zh" else f"{mark} ".join(parts)
