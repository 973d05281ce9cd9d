"""How many marks of each grade a page carries, those of its folded demonstration apart: ``python tools/shown_by_grade.py``.

The pages are read as the server sends them first, without a browser. For docs/numbers.md.
"""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from pathlib import Path

from equity.app import create_app
from equity.indicators.store import build_warehouse
from equity.say import GRADES
from equity.settings import Settings

PAGES = ("/", "/district/530111", "/district/530128", "/district/530100", "/policy", "/policy?include=demo")
CHIP = re.compile(rf'class="chip chip-({"|".join(GRADES)})"')
APART = re.compile(
    r'data-section="demonstration".*?(?=data-section="|<nav)', re.DOTALL
)  # one section up to the next


def counts(page: str) -> tuple[Counter[str], int]:
    """Marks by grade outside of the demonstration, and how many are in it."""
    apart = sum(len(CHIP.findall(part)) for part in APART.findall(page))
    return Counter(CHIP.findall(APART.sub("", page))), apart


def main() -> None:
    print("| page | observed | estimated | illustrative | in the demonstration |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as var:
        settings = Settings(var_dir=Path(var))
        build_warehouse(settings)
        client = create_app(settings).server.test_client()
        for address in PAGES:
            found, apart = counts(client.get(address).get_data(as_text=True))
            print(f"| `{address}` | {' | '.join(str(found[g]) for g in GRADES)} | {apart} |")


if __name__ == "__main__":
    main()
