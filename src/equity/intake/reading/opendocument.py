"""What calamine does not tell of an OpenDocument sheet: rows and columns that are hidden or filtered away."""

import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

from equity.intake.reading.workbook_xml import Unseen

CONTENT = "content.xml"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
UNSEEN = ("collapse", "filter")  # hidden by hand, by a filter
MOST_REPEATED = 2_000  # blank rows and columns down to the end of the sheet are one element


def read_unseen_opendocument(path: Path, sheet: str) -> Unseen:
    """Of the sheet with that name, read piece by piece; rows are kept in memory one at a time."""
    unseen, name, row, column = Unseen(), "", 0, 0
    with zipfile.ZipFile(path) as archive, archive.open(CONTENT) as file:
        for event, element in ET.iterparse(file, ("start", "end")):
            if event == "start":
                if element.tag == f"{TABLE}table":
                    name, row, column = element.get(f"{TABLE}name", ""), 0, 0
                continue
            if element.tag == f"{TABLE}table-row":
                n = int(element.get(f"{TABLE}number-rows-repeated", "1"))
                if name == sheet and element.get(f"{TABLE}visibility") in UNSEEN:
                    unseen.rows += range(row + 1, row + 1 + min(n, MOST_REPEATED))
                row += n
                element.clear()
            elif element.tag == f"{TABLE}table-column":
                n = int(element.get(f"{TABLE}number-columns-repeated", "1"))
                if name == sheet and element.get(f"{TABLE}visibility") in UNSEEN:
                    unseen.columns += range(column, column + min(n, MOST_REPEATED))
                column += n
            elif element.tag == f"{TABLE}table":
                element.clear()
    return unseen
