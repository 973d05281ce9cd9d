"""CSV and its relatives: comma, tab, semicolon, bar."""

import csv
from collections import Counter
from itertools import islice
from pathlib import Path

from equity.reading import limits
from equity.reading.encoding import ALLOWED, detect_encoding
from equity.reading.raw import About, GridBuilder, Progress, RawTable
from equity.say import texts_of

TEXTS = texts_of(__name__)

DELIMITERS = TEXTS["delimiters"]
SAMPLE_LINES = 200


def read_delimited(
    path: Path, *, encoding: str = "", delimiter: str = "", progress: Progress = None
) -> RawTable:
    """A delimited text file as text cells; a row is a record, so that quoted line breaks do not shift the numbers.

    Raises :class:`UserError` for a wrong encoding, an unpaired quotation mark (with the row) and null bytes.
    """
    about = About("csv")
    if encoding:
        if encoding.lower() not in ALLOWED:
            raise TEXTS.user_error("no_encoding", encoding=encoding, known=ALLOWED)
        about.note(TEXTS.chosen_encoding.format(encoding=encoding))
    else:
        encoding, reason = detect_encoding(path)
        about.note(reason)
    chosen, delimiter = bool(delimiter), delimiter or detect_delimiter(path, encoding)
    if delimiter not in DELIMITERS:
        raise TEXTS.user_error("no_delimiter", known=list(DELIMITERS.values()))
    said = TEXTS.chosen_delimiter if chosen else TEXTS.delimiter
    about.note(said.format(delimiter=DELIMITERS[delimiter]))
    csv.field_size_limit(limits.MAX_CELL_CHARACTERS * 4)
    builder, number = GridBuilder(progress), 0
    try:
        with path.open(encoding=encoding, newline="") as file:
            for number, cells in enumerate(csv.reader(file, delimiter=delimiter, strict=True), start=1):
                if any(cells):
                    builder.add(number, cells)
    except UnicodeDecodeError as error:
        raise TEXTS.user_error("wrong_bytes", row=number + 1, encoding=encoding) from error
    except csv.Error as error:
        raise TEXTS.user_error("unsplit", row=number + 1, error=error) from error
    return builder.finish(about)


def detect_delimiter(path: Path, encoding: str) -> str:
    """The delimiter that splits most sample lines into the same number of cells, at least two."""
    with path.open(encoding=encoding, newline="", errors="replace") as file:
        lines = [line[: limits.MAX_CELL_CHARACTERS] for line in islice(file, SAMPLE_LINES) if line.strip()]
    best, best_score = ",", 0.0
    for delimiter in DELIMITERS:
        try:
            widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if len(row) > 1)
        except csv.Error:
            continue
        if widths:
            width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
            if (score := count + width / 1000) > best_score:
                best, best_score = delimiter, score
    return best
