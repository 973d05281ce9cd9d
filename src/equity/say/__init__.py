"""How things are said in Chinese and English: the bilingual type, the vocabulary, and a voice per language."""

from equity.say.label import LANGS, Label, Lang, listed
from equity.say.numbers import (
    MINUS,
    format_concerned,
    format_number,
    format_range,
    format_value,
    round_to_total,
)
from equity.say.texts import Texts, texts_of
from equity.say.vocabulary import (
    BASES,
    BASES_SHORT,
    DOMAINS,
    GRADE_HELP,
    GRADE_ORDER,
    GRADES,
    PRODUCT,
    STATUSES,
    UNROUNDED,
    Grade,
    Status,
    worst_grade,
)
from equity.say.voice import Voice

__all__ = [
    "BASES",
    "BASES_SHORT",
    "DOMAINS",
    "GRADES",
    "GRADE_HELP",
    "GRADE_ORDER",
    "LANGS",
    "MINUS",
    "PRODUCT",
    "STATUSES",
    "UNROUNDED",
    "Grade",
    "Label",
    "Lang",
    "Status",
    "Texts",
    "Voice",
    "format_concerned",
    "format_number",
    "format_range",
    "format_value",
    "listed",
    "round_to_total",
    "texts_of",
    "worst_grade",
]
