"""Make the web fonts in ``assets/fonts``: Noto Sans CJK SC in slices, and the style sheet that names them.

Run by hand when a character is missing (a test says so)::

    apt-get download fonts-noto-cjk && dpkg -x fonts-noto-cjk_*.deb noto
    python tools/web_fonts.py noto/usr/share/fonts/opentype/noto

A browser fetches a slice only when the page draws one of its characters with this family, which stands after
the reader's own Chinese fonts. So the slices follow the pages: the characters of the first pages are in one,
those of the other pages in a few, then whatever else the texts and tables of this repository hold, then the
rest of GB 2312 by code point. The same sources and pages give the same files.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection
from page_letters import Letters, read_pages
from subset_fonts import EXTRA, ROOT, TEXT_SOURCES, gb2312, rename

TARGET = ROOT / "assets" / "fonts"
SHEET = ROOT / "assets" / "fonts.css"
FAMILY = "Equity Sans Web"
FACES = (("NotoSansCJK-Regular.ttc", "regular", "400 500"), ("NotoSansCJK-Bold.ttc", "bold", "600 900"))
SHOWN_SOURCES = (*TEXT_SOURCES, "src/**/*.html", "src/**/*.js", "assets/*.js", "assets/*.css")
LATIN = frozenset(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x100)))) | set(
    "、。，：；？！（）「」《》【】％"
)
FIRST_HANZI = "\u2e80"  # what comes before are letters and signs
SLICE = 240  # about 70 kB: a page that needs one rare character pays no more for it
HEAD = """/* Made by tools/web_fonts.py; do not edit. Noto Sans CJK SC in slices, under the SIL Open Font License 1.1
   (fonts/OFL.txt). A later rule goes before an earlier one, so the wide ranges at the top give way. */
"""


def product_letters(tables: Iterable[Path]) -> set[str]:
    """Every character of the texts, tables and scripts that ship, and of ``tables``."""
    shipped = (path for pattern in SHOWN_SOURCES for path in ROOT.glob(pattern) if path != SHEET)
    paths = (*shipped, *tables)
    return {c for path in paths for c in path.read_text(encoding="utf-8") if c.isprintable()}


def parts(characters: Sequence[str]) -> list[list[str]]:
    """Parts of about equal size, none above ``SLICE``."""
    count = -(-len(characters) // SLICE)
    return [
        list(characters[len(characters) * i // count : len(characters) * (i + 1) // count])
        for i in range(count)
    ]


def by_use(pages: Iterable[frozenset[str]]) -> list[str]:
    """The characters of pages, those on most pages first."""
    counts = Counter(c for page in pages for c in page)
    return sorted(counts, key=lambda c: (-counts[c], c))


def plan(letters: Letters, weight: str, product: set[str]) -> tuple[list[list[str]], list[list[str]]]:
    """Slices by use (the most used last) and, below them, the slices of the remaining GB 2312 in code order."""
    first, drawn = letters.first[weight], by_use(letters.pages[weight])
    latin = LATIN | {c for c in (*product, *first, *drawn) if c < FIRST_HANZI}
    named = sorted(product - latin - first - set(drawn))
    used = [
        sorted(latin),
        sorted(first - latin),
        *parts([c for c in drawn if c not in latin and c not in first]),
        *parts(named),
    ]
    listed = {c for part in used for c in part}
    rest = {chr(c) for c in gb2312() if c > 0x7F} | set(EXTRA)
    return used[::-1], parts(sorted(rest - listed))


def ranges(characters: Iterable[str], *, wide: bool = False) -> str:
    """A ``unicode-range``; ``wide`` spans from the first character to the last."""
    codes = sorted(map(ord, characters))
    if wide:
        return f"U+{codes[0]:x}-{codes[-1]:x}"
    runs: list[list[int]] = []
    for code in codes:
        if runs and code == runs[-1][1] + 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return ",".join(f"U+{a:x}" if a == b else f"U+{a:x}-{b:x}" for a, b in runs)


def cut(collection: Path, characters: Sequence[str]) -> tuple[bytes, set[str]]:
    """One slice as WOFF2, and the characters it has."""
    fonts = TTCollection(str(collection), lazy=True).fonts
    font = next(f for f in fonts if f["name"].getDebugName(1).split(" Bold")[0] == "Noto Sans CJK SC")
    options = subset.Options(
        layout_features=["kern", "locl", "ccmp", "mark", "tnum", "lnum"],
        hinting=False,
        desubroutinize=True,
        name_IDs=[1, 2, 4, 6, 13, 14],
        drop_tables=["DSIG", "BASE", "VORG", "vhea", "vmtx"],
    )
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=map(ord, characters))
    cutter.subset(font)
    rename(font, FAMILY)
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    font.flavor = "woff2"
    held = {chr(c) for c in font.getBestCmap()}
    body = BytesIO()
    font.save(body)
    return body.getvalue(), held


def write(folder: Path, target: Path, letters: Letters, product: set[str]) -> str:
    """All slices into ``target``; returns the style sheet."""
    rules = [HEAD]
    for name, weight, span in FACES:
        used, rest = plan(letters, weight, product)
        for group, wide in ((rest, True), (used, False)):
            for characters in group:
                body, held = cut(folder / name, characters)
                if not held:
                    continue
                file = f"{weight}-{hashlib.sha256(body).hexdigest()[:10]}.woff2"
                (target / file).write_bytes(body)
                print(f"{file} {len(held):4} characters {len(body) / 1000:6.1f} kB")
                rules.append(
                    f'@font-face{{font-family:"{FAMILY}";font-weight:{span};font-display:block;'
                    f'src:url(fonts/{file}) format("woff2");unicode-range:{ranges(held, wide=wide)}}}\n'
                )
    return "".join(rules)


def main(folder: str, *tables: str) -> None:
    letters, product = read_pages(), product_letters(map(Path, tables))
    with tempfile.TemporaryDirectory(dir=ROOT / "assets") as made:
        sheet = write(Path(folder), Path(made), letters, product)
        for old in TARGET.glob("*.woff2"):
            old.unlink()
        TARGET.mkdir(exist_ok=True)
        for file in Path(made).iterdir():
            shutil.move(file, TARGET / file.name)
    shutil.copy(next(ROOT.glob("src/equity/*/fonts/OFL.txt")), TARGET)
    SHEET.write_text(sheet, encoding="utf-8", newline="\n")
    total = sum(file.stat().st_size for file in TARGET.iterdir())
    print(
        f"{total / 1e6:.2f} MB in {TARGET.relative_to(ROOT)}, {SHEET.stat().st_size / 1000:.1f} kB of rules"
    )


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: python tools/web_fonts.py FOLDER_WITH_NOTO_TTC [TABLE_WITH_MORE_NAMES ...]")
    main(*sys.argv[1:])
