"""Questions that a file raises: with options, a proposal and, where an answer must come first, a stop."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from equity.checking.findings import Findings
from equity.say import Label, texts_of

TEXTS = texts_of(__name__)

SPLIT = re.compile(r"[,，、;；|]")
MANY_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Option:
    """One answer. ``rows``: how many rows it is about; None where that says nothing."""

    value: str
    label: Label
    rows: int | None = None

    def words(self, lang: str) -> str:
        label = self.label[lang]
        said = label if label == self.value else f"{self.value} = {label}"
        return said if self.rows is None else f"{said} × {self.rows:,}"


@dataclass(frozen=True, slots=True)
class Question:
    """``chosen``: what holds now, answered or proposed. ``many``: any number of the options may hold.

    ``first``: no row is taken before it is answered. ``table``: rows to look at before answering.
    """

    id: str
    text: Label
    options: tuple[Option, ...]
    chosen: tuple[str, ...] = ()
    many: bool = False
    answered: bool = False
    first: bool = False
    table: tuple[tuple[str, ...], ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether everything waits for its answer."""
        return self.first and not self.answered

    def options_in(self, lang: str) -> str:
        shown = [o.words(lang) for o in self.options[:MANY_SHOWN]]
        more = len(self.options) - len(shown)
        return ("、" if lang == "zh" else ", ").join(shown) + (f" … +{more}" if more > 0 else "")

    def as_dict(self) -> dict[str, Any]:
        """Everything in both languages, for JSON."""
        return {
            "id": self.id,
            "text": {"zh": self.text.zh, "en": self.text.en},
            "options": [
                {"value": o.value, "zh": o.label.zh, "en": o.label.en, "rows": o.rows} for o in self.options
            ],
            "chosen": list(self.chosen),
            "many": self.many,
            "answered": self.answered,
            "first": self.first,
            "table": [list(row) for row in self.table],
        }


@dataclass
class Questions:
    """The questions of one file, with the answers the user gave: id → option, or options separated by commas."""

    answers: Mapping[str, str]
    findings: Findings
    asked: list[Question] = field(default_factory=list)

    def ask(
        self,
        id: str,
        text: Label,
        options: Iterable[Option],
        *,
        proposed: Iterable[str] = (),
        many: bool = False,
        first: bool = False,
        field: str = "—",
        table: tuple[tuple[str, ...], ...] = (),
    ) -> tuple[str, ...]:
        """What holds: the user's answer, else the proposal. Raises :class:`UserError` for an answer that is no option."""
        options = tuple(options)
        given = self.answers.get(id)
        chosen = tuple(proposed) if given is None else _read(id, given, options, many)
        question = Question(id, text, options, chosen, many, given is not None, first, table)
        self.asked.append(question)
        code = "asked_first" if question.is_open else "answered" if question.answered else "asked"
        state = _state(question)
        self.findings.add(code, [0], field, id, a=text.zh + state.zh, b=f"{text.en} {state.en}")
        return chosen

    def report_unasked(self) -> None:
        """Answers to questions that this file does not raise: a word for each, so that none is thought to hold."""
        for id in self.answers.keys() - {q.id for q in self.asked}:
            self.findings.add("unasked", [0], "—", id)

    @property
    def open(self) -> tuple[Question, ...]:
        return tuple(q for q in self.asked if q.is_open)


def _state(question: Question) -> Label:
    """The options, and which of them holds."""
    labels = {o.value: o.label for o in question.options}
    held = [labels.get(c, c) for c in question.chosen] or TEXTS.none_of_them
    options = Label(question.options_in("zh"), question.options_in("en"))
    if question.is_open and not question.chosen:
        return TEXTS.options.format(options=options)
    said = TEXTS.proposed if question.is_open else TEXTS.answered if question.answered else TEXTS.for_now
    return said.format(options=options, held=held)


def _read(id: str, given: str, options: tuple[Option, ...], many: bool) -> tuple[str, ...]:
    known = {word.lower(): o.value for o in options for word in (o.label.zh, o.label.en, o.value)}
    text = given.strip().lower()
    if many and text in ("all", "全部"):
        return tuple(o.value for o in options)
    if many and text in ("", "none", "-", "都不"):
        return ()
    parts = [p.strip() for p in SPLIT.split(text) if p.strip()] if many and text not in known else [text]
    if any(part not in known for part in parts):
        several = TEXTS.any_number if many else ""
        listed = [o.value for o in options]
        raise TEXTS.user_error("no_option", id=id, given=given, options=listed, several=several)
    return tuple(dict.fromkeys(known[part] for part in parts))
