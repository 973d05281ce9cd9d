"""Formulas of inequality between the divisions."""

from __future__ import annotations

from equity.dashboard.components.formula import Formula, term
from equity.dashboard.components.mathml import frac, math, mi, mn, mo, paren, row, sub, sup, total
from equity.say import Label

W_I, X_I = sub(mi("w"), mi("i")), sub(mi("x"), mi("i"))
INEQUALITY = (
    Formula(
        "gini",
        Label("基尼系数（人口加权）", "Gini (population-weighted)"),
        (
            math(
                "G",
                "=",
                frac(mn("1"), row(mn("2"), "μ")),
                total(
                    mi("i"),
                    total(
                        mi("j"),
                        row(W_I, sub(mi("w"), mi("j")), mo("|"), X_I, "−", sub(mi("x"), mi("j")), mo("|")),
                    ),
                ),
            ),
        ),
        (
            (term(X_I), Label("区县 i 的指标值", "value of division i")),
            (term(W_I), Label("其人口占比", "its share of the population")),
            (term(mi("μ")), Label("加权平均", "weighted mean")),
        ),
        Label("0 为完全相等。", "0 is full equality."),
    ),
    Formula(
        "theil",
        Label("泰尔指数 T", "Theil T"),
        (
            math(
                "T",
                "=",
                total(mi("i"), row(W_I, frac(X_I, mi("μ")), mi("ln"), frac(X_I, mi("μ")))),
                "=",
                sub(mi("T"), mi("B")),
                "+",
                sub(mi("T"), mi("W")),
            ),
        ),
        (
            (
                term(row(sub(mi("T"), mi("B")), ",", sub(mi("T"), mi("W")))),
                Label(
                    "功能区之间、功能区内部；两者之和等于 T",
                    "between and within functional zones; they add up to T",
                ),
            ),
        ),
    ),
    Formula(
        "cv",
        Label("差异系数", "Coefficient of variation"),
        (
            math(
                mi("CV"),
                "=",
                frac(mn("1"), mi("μ")),
                f"<msqrt>{total(mi('i'), row(W_I, sup(paren(X_I, '−', 'μ'), mn('2'))))}</msqrt>",
            ),
        ),
        (),
        Label(
            "义务教育均衡督导以小学 ≤ 0.50、初中 ≤ 0.45 为限（未核对原文）。",
            "The compulsory-education inspection sets ≤ 0.50 for primary and ≤ 0.45 for junior schools "
            "(not checked against the printed text).",
        ),
    ),
    Formula(
        "concentration",
        Label("集中指数", "Concentration index"),
        (
            math(
                "C",
                "=",
                frac(mn("2"), mi("μ")),
                total(mi("i"), row(W_I, X_I, sub(mi("ρ"), mi("i")))),
                "−",
                mn("1"),
            ),
        ),
        (
            (
                term(sub(mi("ρ"), mi("i"))),
                Label(
                    "区县按外来常住占比从低到高排列后的累计人口位次（取中点）",
                    "fractional rank of the division in the population ordered by non-local share, lowest "
                    "first (midpoint)",
                ),
            ),
        ),
        Label(
            "正值：指标集中在外来人口多的区县；负值：相反。",
            "Positive: the measure is concentrated where more non-local people live; negative: the opposite.",
        ),
    ),
)
