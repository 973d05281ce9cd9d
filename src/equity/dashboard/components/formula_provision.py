"""Formulas of supply, gap and shortfall."""

from __future__ import annotations

from equity.dashboard.components.formula import Formula, term
from equity.dashboard.components.mathml import call, frac, math, mi, mn, paren, row, sub, total
from equity.say import Label

D_B = call(mi("D"), mi("b"))
C_B = call(mi("C"), mi("b"))

PROVISION = (
    Formula(
        "demand",
        Label("需求", "Demand"),
        (
            math(
                D_B,
                "=",
                row(
                    sub(mi("P"), mi("b")),
                    "·",
                    total(mi("k"), row(sub(mi("w"), mi("k")), sub(mi("a"), mi("k")))),
                ),
            ),
        ),
        (
            (
                term(sub(mi("P"), mi("b"))),
                Label("口径 b 的人口：常住 R 或户籍 H", "population on basis b: residents R or registered H"),
            ),
            (
                term(sub(mi("a"), mi("k"))),
                Label(
                    "年龄段 k 占常住人口的比重（2020 年普查）",
                    "share of age band k among residents (2020 census)",
                ),
            ),
            (
                term(sub(mi("w"), mi("k"))),
                Label(
                    "该年龄段中需要服务的部分，如小学为 5–9 岁的 4/5 加 10–14 岁的 2/5",
                    "part of the band in need, e.g. primary school 4/5 of ages 5–9 plus 2/5 of 10–14",
                ),
            ),
        ),
        Label(
            "户籍口径没有公布年龄结构，用常住人口的比重代替；因此户籍口径的学龄需求至多为“估算”。",
            "No age structure of the registered population is published; that of the residents stands in, "
            "so registered demand by age is estimated at best.",
        ),
    ),
    Formula(
        "supply",
        Label("每千人供给", "Supply per 1,000"),
        (math(mn("1000"), "·", frac(mi("S"), D_B)),),
        (
            (
                term(mi("S")),
                Label(
                    "供给：学位、床位、人员、住房、窗口", "supply: places, beds, staff, dwellings, counters"
                ),
            ),
            (term(D_B), Label("需求（人或户）", "demand (persons or households)")),
        ),
    ),
    Formula(
        "coverage",
        Label("供给覆盖率", "Provision coverage"),
        (
            math(C_B, "=", mi("min"), paren(mn("1"), ",", frac(mi("S"), row("q", D_B)))),
            math(
                sub(mi("C"), mi("Z")),
                paren("b"),
                "=",
                frac(
                    total(
                        row("z", "∈", "Z"),
                        row(
                            mi("min"),
                            paren(sub(mi("S"), mi("z")), ",", row("q", sub(mi("D"), mi("z")), paren("b"))),
                        ),
                    ),
                    total(row("z", "∈", "Z"), row("q", sub(mi("D"), mi("z")), paren("b"))),
                ),
            ),
        ),
        (
            (
                term(mi("q")),
                Label(
                    "标准：每名需求人口应有的供给；没有法定标准的，取全市供给除以全市常住需求",
                    "yardstick: units per person in demand; where no legal standard exists, the city's "
                    "supply over the city's resident demand",
                ),
            ),
            (
                term(mi("Z")),
                Label(
                    "功能区或全市：逐区县封顶后合并，一个区县的富余不能补另一个区县的不足",
                    "functional zone or city: pooled division by division, so that surplus in one does not "
                    "serve another",
                ),
            ),
        ),
        Label(
            "“不封顶”的覆盖率去掉 min，用于看清富余的程度。",
            "The uncapped version leaves out the min, to show how large a surplus is.",
        ),
    ),
    Formula(
        "gap",
        Label("口径差距", "Basis gap"),
        (math("G", "=", call(mi("C"), mi("H")), "−", call(mi("C"), mi("R"))),),
        (
            (term(call(mi("C"), mi("H"))), Label("按户籍人口", "by the registered population")),
            (term(call(mi("C"), mi("R"))), Label("按常住人口", "by the residents")),
        ),
        Label(
            "正值：按户籍规划，供给看起来比居民实际得到的更充足。",
            "Positive: planning by the register makes provision look better than it is for those who "
            "live there.",
        ),
    ),
    Formula(
        "shortfall",
        Label("缺口数量", "Shortfall"),
        (math(mi("max"), paren(mn("0"), ",", row("q", call(mi("D"), mi("R")), "−", "S"))),),
        (
            (
                term(row("q", call(mi("D"), mi("R")))),
                Label(
                    "让常住人口达到标准所需的供给", "supply that the residents need to reach the yardstick"
                ),
            ),
        ),
    ),
)
