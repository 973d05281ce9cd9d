"""Questions that a file raises: with options, a proposal and, where an answer must come first, a stop."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from equity.errors import UserError
from equity.intake.findings import Findings
from equity.say import Label

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


def question_of(plain: Mapping[str, Any]) -> Question:
    """The question that :meth:`Question.as_dict` wrote."""
    options = tuple(Option(o["value"], Label(o["zh"], o["en"]), o["rows"]) for o in plain["options"])
    return Question(
        plain["id"],
        Label(plain["text"]["zh"], plain["text"]["en"]),
        options,
        tuple(plain["chosen"]),
        plain["many"],
        plain["answered"],
        plain["first"],
        tuple(tuple(row) for row in plain["table"]),
    )


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
        zh, en = (f"{text[lang]}{_state(question, lang)}" for lang in ("zh", "en"))
        self.findings.add(code, [0], field, id, a=zh, b=en)
        return chosen

    def report_unasked(self) -> None:
        """Answers to questions that this file does not raise: a word for each, so that none is thought to hold."""
        for id in self.answers.keys() - {q.id for q in self.asked}:
            self.findings.add("unasked", [0], "—", id)

    @property
    def open(self) -> tuple[Question, ...]:
        return tuple(q for q in self.asked if q.is_open)


def _state(question: Question, lang: str) -> str:
    """The options, and which of them holds."""
    labels = {o.value: o.label[lang] for o in question.options}
    held = [labels.get(c, c) for c in question.chosen]
    options = question.options_in(lang)
    if lang == "en":
        now = ", ".join(held) or "none of them"
        word = "proposed" if question.is_open else "chosen" if question.answered else "for now"
        return f" Options: {options}." + ("" if question.is_open and not held else f" {word}: {now}.")
    now = "、".join(held) or "都不计入"
    word = "建议" if question.is_open else "您选的是" if question.answered else "现按"
    return f"可选：{options}。" + ("" if question.is_open and not held else f"{word}：{now}。")


def _read(id: str, given: str, options: tuple[Option, ...], many: bool) -> tuple[str, ...]:
    known = {o.value.lower(): o.value for o in options} | {
        w.lower(): o.value for o in options for w in (o.label.zh, o.label.en)
    }
    text = given.strip()
    if many and text.lower() in ("all", "全部"):
        return tuple(o.value for o in options)
    if many and text.lower() in ("", "none", "-", "都不"):
        return ()
    parts = (
        [text] if text.lower() in known or not many else [p.strip() for p in SPLIT.split(text) if p.strip()]
    )
    if any(p.lower() not in known for p in parts):
        listed = "、".join(o.value for o in options)
        raise UserError(
            f"问题 {id} 没有“{given}”这个选项；可选 {listed}{'，可几项并列，或 all、none' if many else ''}。",
            f"question {id} has no option “{given}”; there are {listed.replace('、', ', ')}"
            f"{'; several with commas, or all, none' if many else ''}.",
        )
    return tuple(dict.fromkeys(known[p.lower()] for p in parts))
