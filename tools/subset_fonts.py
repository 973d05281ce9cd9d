"""Make the Chinese fonts that ship with the package: Noto CJK SC cut down to GB 2312, Latin and the symbols
used.

Run by hand when a new glyph is needed (``python tools/subset_fonts.py FOLDER_WITH_NOTO_TTC``); needs
``fonttools``.
The result is deterministic, so a second run leaves the files as they are. Noto CJK is under the SIL Open Font
License
1.1, which has no reserved font name for it; the licence text ships beside the fonts.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "src" / "equity" / "documents" / "fonts"
TEXT_SOURCES = (
    "src/**/*.py",
    "src/**/*.toml",
    "src/**/*.typ",
    "data/**/*.csv",
    "data/**/*.toml",
    "data/**/*.geojson",
)
EXTRA = (
    "—–−‰≤≥×·→←↑↓↗↘￥¥²³°′″±≈≠…•‧●○◐■□▲△▼▽◆◇★☆✓✗①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱"
    "“”‘’《》〈〉「」『』【】〔〕〇℃㎡€£©®™§¶†‡Σ√∞∑"
)
# collection file, family within it, name of the result, how the family is called in documents
FONTS = (
    ("NotoSansCJK-Regular.ttc", "Noto Sans CJK SC", "EquitySans-Regular.otf", "Equity Sans SC"),
    ("NotoSansCJK-Bold.ttc", "Noto Sans CJK SC", "EquitySans-Bold.otf", "Equity Sans SC"),
)


def gb2312() -> set[int]:
    """Every character of GB 2312: 682 symbols and 6,763 hanzi."""
    found: set[int] = set()
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                found.add(ord(bytes((row, cell)).decode("gb2312")))
            except UnicodeDecodeError:
                continue
    return found


def wanted() -> list[int]:
    """GB 2312, Latin, the symbols above and every character of the texts and tables of this repository."""
    characters = gb2312() | set(range(0x20, 0x7F)) | set(range(0xA0, 0x180)) | {ord(c) for c in EXTRA}
    for pattern in TEXT_SOURCES:
        for path in ROOT.glob(pattern):
            characters |= {ord(c) for c in path.read_text(encoding="utf-8") if c.isprintable()}
    return sorted(characters)


def cut(collection: Path, family: str, target: Path, new_family: str, characters: list[int]) -> int:
    """Write the subset of one face and return how many characters it covers."""
    fonts = TTCollection(str(collection), lazy=True).fonts
    font: TTFont = next(f for f in fonts if f["name"].getDebugName(1).split(" Bold")[0] == family)
    options = subset.Options(
        layout_features=["kern", "locl", "ccmp", "mark", "tnum", "lnum"],
        hinting=False,
        desubroutinize=False,
        name_IDs=["*"],
        notdef_outline=True,
        drop_tables=["DSIG", "BASE", "VORG"],
    )
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters)
    cutter.subset(font)
    rename(font, new_family)
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    font.save(str(target))
    return len(font.getBestCmap())


def rename(font: TTFont, family: str) -> None:
    """A subset must not be mistaken for the whole font when both are installed."""
    style = "Bold" if font["OS/2"].usWeightClass >= 600 else "Regular"
    names = {
        1: family,
        2: style,
        4: f"{family} {style}",
        6: f"{family.replace(' ', '')}-{style}",
        16: family,
        17: style,
    }
    table = font["name"]
    table.names = [record for record in table.names if record.langID == 0x409 and record.nameID not in names]
    for name_id, value in names.items():
        table.setName(value, name_id, 3, 1, 0x409)
    top = font["CFF "].cff
    top.fontNames = [names[6]]
    top.topDictIndex[0].FullName, top.topDictIndex[0].FamilyName = names[4], family


def main(folder: str) -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    characters = wanted()
    for collection, family, name, new_family in FONTS:
        covered = cut(Path(folder) / collection, family, TARGET / name, new_family, characters)
        size = (TARGET / name).stat().st_size
        print(f"{name}: {covered} of {len(characters)} characters, {size / 1e6:.2f} MB")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "/usr/share/fonts/opentype/noto")
