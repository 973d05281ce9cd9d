"""What if, as it is shown: one set of sentences, tables and drawings for page, documents and embed.

``plan_report(view, results, kept)`` is the whole; a page takes its parts: ``sentences_of``, ``gains_table``, ``change_map`` …
"""

from equity.views.plans.compare import side_by_side
from equity.views.plans.figures import change_map, change_records, dumbbells
from equity.views.plans.opening import opening_sentences, opening_tables
from equity.views.plans.report import of_plans, plan_key_figures, plan_report, plan_sections
from equity.views.plans.shares import shares_table
from equity.views.plans.tables import changes_table, division_table, gains_table, numbers_table, towns_table
from equity.views.plans.words import sentences_of

__all__ = [
    "change_map",
    "change_records",
    "changes_table",
    "division_table",
    "dumbbells",
    "gains_table",
    "numbers_table",
    "of_plans",
    "opening_sentences",
    "opening_tables",
    "plan_key_figures",
    "plan_report",
    "plan_sections",
    "sentences_of",
    "shares_table",
    "side_by_side",
    "towns_table",
]
