"""Sentences that say what the numbers say: templates over value records, in both languages, singular cases written out.

No sentence claims more than its records: ties are ties at the printed precision, estimates say "约", and one illustrative
record is enough for the mark.
"""

from equity.headlines.page import headline
from equity.headlines.profile import district_sentences, most_hidden, ranked_gaps, with_standard
from equity.headlines.split import split_sentence
from equity.headlines.words import say

__all__ = [
    "district_sentences",
    "headline",
    "most_hidden",
    "ranked_gaps",
    "say",
    "split_sentence",
    "with_standard",
]
