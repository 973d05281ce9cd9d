"""Formulas of register coverage, supply, gap and shortfall."""

from __future__ import annotations

from equity.dashboard.components.formula import Formula, term
from equity.dashboard.components.mathml import call, frac, math, mi, mn, mo, paren, row, sub, total
from equity.say import Label

D_B = call(mi("D"), mi("b"))
C_B = call(mi("C"), mi("b"))

PROVISION = (
    Formula(
        "register_coverage",
        Label("户籍口径覆盖", "Register coverage"),
        (
            math(mi("min"), paren(mn("1"), ",", frac(mi("H"), mi("R")))),
            math(mi("max"), paren(mn("0"), ",", row("R", "−", "H"))),
        ),
        (
            (term(mi("H")), Label("户籍人口", "registered population")),
            (
                term(mi("R")),
                Label(
                    "常住人口；第二式为户籍之外的人数",
                    "residents; the second line counts the people beyond the register",
                ),
            ),
        ),
        Label(
            "若服务恰好按户籍人口配足，常住人口中有多少能被覆盖。只由人口决定，不表示实际是这样规划的。",
            "If services were planned exactly to standard for the register: the share of residents that would be covered. Population alone decides it; "
            "it does not say that anything is planned so.",
        ),
    ),
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
            "年龄按供给当年计：2020 年普查的年龄段推到供给年份。户籍口径没有公布年龄结构，用常住人口的比重代替，至多为“估算”。",
            "By age in the year of the supply: the bands of the 2020 census are moved up by the years between. No age structure of the registered "
            "population is published; that of the residents stands in, estimated at best.",
        ),
    ),
    Formula(
        "supply",
        Label("人均供给", "Supply per head"),
        (math(frac(mi("S"), call(mi("D"), mi("R")))),),
        (
            (
                term(mi("S")),
                Label(
                    "供给：学位、床位、人员、住房、窗口", "supply: places, beds, staff, dwellings, counters"
                ),
            ),
            (
                term(call(mi("D"), mi("R"))),
                Label(
                    "常住需求（人或户），按该项服务惯用的基数",
                    "resident demand (persons or households), on the base usual for the service",
                ),
            ),
        ),
        Label(
            "只作背景：不说明够不够，不算差距，也不据此排先后。按居住地统计的人员只有这一项。",
            "Context alone: it does not say whether supply is enough, has no gap and ranks nobody as one. Staff counted where they live have this and no more.",
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
                    "明文标准：每名需求人口应有的供给；没有明文标准就没有覆盖率",
                    "a stated standard: units per person in demand; without one there is no coverage",
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
            "正值：按户籍规划，会掩盖常住人口遇到的缺口。它不说明人与人受到的待遇是否不同。",
            "Positive: planning by the register hides a shortage that residents meet. It does not say that people are treated unequally.",
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
    Formula(
        "percent_of_average",
        Label("相当于全市平均", "Percent of the city's average"),
        (math(frac(row("S", mo("/"), "D"), row(total(mi("z"), mi("S")), mo("/"), total(mi("z"), mi("D"))))),),
        ((term(mi("z")), Label("有数据的区县", "the divisions that have both figures")),),
        Label(
            "没有明文标准的服务用它：只说高低，不是覆盖率；全市没有这个数。",
            "For services without a stated standard: high or low among divisions, no coverage; the city itself has none.",
        ),
    ),
    Formula(
        "enrolment_ratio",
        Label("在校生与同龄儿童之比", "Pupils per 100 children of that age"),
        (math(mn("100"), "·", frac(mi("S"), call(mi("D"), mi("R")))),),
        (
            (term(mi("S")), Label("在校生（在校不等于学位）", "pupils enrolled, which is no capacity")),
            (
                term(call(mi("D"), mi("R"))),
                Label("同一年住在这里的同龄儿童", "children of that age who live here in the same year"),
            ),
        ),
        Label(
            "高于 100：有学生从别处来；低于 100：有学生到别处去。由此不能推出缺多少学位。",
            "Above 100, pupils come from elsewhere; below, they go elsewhere. No shortage of places follows from it.",
        ),
    ),
)
