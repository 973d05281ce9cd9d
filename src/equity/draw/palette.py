"""The colours of populations and of the parts of a gap: the same on page, embed, image and document.

The page takes its own from ``assets/tokens.css``; a test compares the two.
"""

from __future__ import annotations

SIDES: dict[str, dict[str, str]] = {
    "light": {
        "resident": "#0b6b67",
        "registered": "#a3721c",
        "local": "#3e5c8a",
        "non_local": "#b0563b",
        "absent": "#c3ccd2",
    },
    "dark": {
        "resident": "#5cc2bc",
        "registered": "#dda94f",
        "local": "#8aaee0",
        "non_local": "#e5937b",
        "absent": "#43515c",
    },
}
# A ring stands for the register, a filled dot for the people who are here.
RINGS = frozenset({"registered", "local"})
PARTS = {"reach": "#4a7fb0", "adequacy": "#d19a1d", "entitlement": "#8b5aa8"}
