"""Formulas of reach, capacity, entitlement, effective coverage and the gap taken apart."""

from __future__ import annotations

from equity.dashboard.components.formula import Formula, term
from equity.dashboard.components.mathml import call, frac, math, mi, mn, mo, paren, row, sub, sup, total
from equity.say import Label

P_I, R_I, K_I, E_I = (sub(mi(x), mi("i")) for x in "prke")
A_I, R_J, S_J, F_IJ, G_IJ = (
    sub(mi("A"), mi("i")),
    sub(mi("V"), mi("j")),
    sub(mi("S"), mi("j")),
    sub(mi("f"), row("i", "j")),
    sub(mi("G"), row("i", "j")),
)
DELTA_D = row("δ", sub(mi("d"), row("i", "j")))

ACCESS = (
    Formula(
        "reach",
        Label("可达率", "Reach"),
        (
            math(frac(total(mi("i"), row(P_I, R_I)), total(mi("i"), P_I))),
            math(sub(mi("r"), mi("i")), "=", mn("1"), mo("⇔"), mi("min"), paren(DELTA_D), "≤", "ρ"),
        ),
        (
            (term(P_I), Label("居民点 i 的需求人口", "people in demand at settlement point i")),
            (
                term(DELTA_D),
                Label(
                    "直线距离 × 绕行系数 δ；载入路网距离后改用路网",
                    "straight line × detour factor δ; network distance where one is loaded",
                ),
            ),
            (
                term(mi("ρ")),
                Label(
                    "服务半径；恰好等于半径算可达", "service radius; exactly at the radius counts as inside"
                ),
            ),
        ),
        Label("不可达记为 0，不是缺失。", "Unreached counts as 0, not as missing."),
    ),
    Formula(
        "catchment",
        Label("容量：两步移动搜索（2SFCA、E2SFCA）", "Capacity: two-step floating catchment (2SFCA, E2SFCA)"),
        (
            math(R_J, "=", frac(S_J, total(mi("i"), row(P_I, F_IJ)))),
            math(A_I, "=", total(mi("j"), row(R_J, F_IJ))),
            math(
                call(mi("f"), mi("d")),
                "=",
                frac(
                    row(
                        sup(
                            mi("e"),
                            row("−", frac(mn("1"), mn("2")), sup(paren(row("d", mo("/"), "ρ")), mn("2"))),
                        ),
                        "−",
                        sup(mi("e"), row("−", frac(mn("1"), mn("2")))),
                    ),
                    row(mn("1"), "−", sup(mi("e"), row("−", frac(mn("1"), mn("2"))))),
                ),
            ),
        ),
        (
            (term(R_J), Label("设施 j 的供需比", "supply per weighted demand of facility j")),
            (term(A_I), Label("居民点 i 的可得容量", "capacity available at point i")),
            (
                term(F_IJ),
                Label(
                    "距离权重：半径内一律为 1（2SFCA，本看板的基准，容量里不含远近）；E2SFCA 为高斯衰减，只作情景，其容量部分称“容量与远近”",
                    "distance weight: 1 within the radius (2SFCA, the baseline here, so that capacity holds no distance); Gaussian decay in the "
                    "scenario E2SFCA, whose part is called capacity and nearness",
                ),
            ),
        ),
        Label(
            "总量守恒：人口 × 可得容量之和等于有人可达的设施的供给之和。",
            "Nothing is lost: people × available capacity add up to the supply of the facilities that "
            "anyone reaches.",
        ),
    ),
    Formula(
        "three_step",
        Label(
            "三步移动搜索（3SFCA，仅作对照）", "Three-step floating catchment (3SFCA, for comparison only)"
        ),
        (
            math(G_IJ, "=", frac(F_IJ, total(mi("l"), sub(mi("f"), row("i", "l"))))),
            math(R_J, "=", frac(S_J, total(mi("i"), row(G_IJ, F_IJ, P_I)))),
            math(A_I, "=", total(mi("j"), row(G_IJ, F_IJ, R_J))),
        ),
        (
            (
                term(G_IJ),
                Label("居民点 i 选择设施 j 的份额", "share of point i's demand that goes to facility j"),
            ),
        ),
        Label(
            "已知的批评：份额只看距离，不看设施容量，大医院与小诊所同距离即同份额；"
            "新增一处设施会把需求从原设施分走，个别居民点的得分可能因此下降。所以本看板不用它作基准，"
            "只用它看排名是否稳定。",
            "Known criticism: the shares look at distance only, not at capacity, so a hospital and a small "
            "clinic at the same distance get the same share; a new facility draws demand away from the old "
            "ones, and the score of some points may fall because of it. It is therefore not the baseline "
            "here, only a test of how stable the ranks are.",
        ),
    ),
    Formula(
        "effective",
        Label("有效覆盖率 = 可达 × 容量 × 资格", "Effective coverage = reach × capacity × entitlement"),
        (
            math(
                call(mi("E"), mi("g")),
                "=",
                frac(total(mi("i"), row(P_I, R_I)), total(mi("i"), P_I)),
                "·",
                frac(total(mi("i"), row(P_I, R_I, K_I)), total(mi("i"), row(P_I, R_I))),
                "·",
                frac(total(mi("i"), row(P_I, R_I, K_I, E_I)), total(mi("i"), row(P_I, R_I, K_I))),
            ),
        ),
        (
            (
                term(row(K_I, "=", mi("min"), paren(mn("1"), ",", row(A_I, mo("/"), "q")))),
                Label("居民点 i 的容量充足度", "adequacy at point i"),
            ),
            (
                term(E_I),
                Label(
                    "规则准许的比例：本地户籍为 1；外来常住按规则的各项条件相乘",
                    "share the rule admits: 1 for local residents; for non-local residents the product of "
                    "the rule's conditions",
                ),
            ),
            (term(mi("g")), Label("群体：本地户籍常住或外来常住", "group: local or non-local residents")),
        ),
        Label(
            "三个因子在任何一级（居民点、区县、功能区、全市）相乘都恰好等于有效覆盖率。均等指数 = "
            "E（外来） / E（本地）。",
            "At every level (point, division, functional zone, city) the three factors multiply to "
            "effective coverage exactly. Parity = E(non-local) / E(local).",
        ),
    ),
    Formula(
        "split",
        Label("差距的拆分（Shapley 值）", "The gap taken apart (Shapley value)"),
        (
            math(
                sub(mi("E"), mi("L")),
                "−",
                sub(mi("E"), mi("N")),
                "=",
                sub(mi("φ"), mi("r")),
                "+",
                sub(mi("φ"), mi("k")),
                "+",
                sub(mi("φ"), mi("e")),
            ),
            math(
                sub(mi("φ"), mi("r")),
                "=",
                paren(sub(mi("r"), mi("L")), "−", sub(mi("r"), mi("N"))),
                paren(
                    frac(row(sub(mi("k"), mi("L")), sub(mi("e"), mi("L"))), mn("3")),
                    "+",
                    frac(
                        row(
                            sub(mi("k"), mi("L")),
                            sub(mi("e"), mi("N")),
                            "+",
                            sub(mi("k"), mi("N")),
                            sub(mi("e"), mi("L")),
                        ),
                        mn("6"),
                    ),
                    "+",
                    frac(row(sub(mi("k"), mi("N")), sub(mi("e"), mi("N"))), mn("3")),
                ),
            ),
        ),
        (
            (
                term(row("L", ",", "N")),
                Label("L：本地户籍常住；N：外来常住", "L: local residents; N: non-local residents"),
            ),
            (
                term(row("r", ",", "k", ",", "e")),
                Label(
                    "可达率、充足度、资格符合率；另两部分的公式同理",
                    "reach, adequacy, entitlement; the other two parts likewise",
                ),
            ),
        ),
        Label(
            "等于把三个因子按六种次序逐个换掉、再取平均；三部分之和恰好等于差距，与次序无关。",
            "This is the average over the six orders in which the factors can be exchanged one by one; the "
            "three parts add up to the gap exactly, whatever the order.",
        ),
    ),
    Formula(
        "zones",
        Label("几个区县合计：区县内部与居住分布", "Zones of several divisions: within, and where they live"),
        (
            math(
                sub(mi("E"), mi("L")),
                "−",
                sub(mi("E"), mi("N")),
                "=",
                total(
                    mi("z"),
                    row(
                        sub(mi("w"), row("N", "z")),
                        paren(sub(mi("E"), row("L", "z")), "−", sub(mi("E"), row("N", "z"))),
                    ),
                ),
                "+",
                total(
                    mi("z"),
                    row(
                        paren(sub(mi("w"), row("L", "z")), "−", sub(mi("w"), row("N", "z"))),
                        sub(mi("E"), row("L", "z")),
                    ),
                ),
            ),
        ),
        (
            (
                term(sub(mi("w"), row("N", "z"))),
                Label(
                    "外来常住人口中住在区县 z 的比例；L 同理",
                    "share of non-local residents who live in division z; L likewise",
                ),
            ),
        ),
        Label(
            "第一项是区县内部的差距，第二项来自两个群体住在不同的区县；两项之和恰好等于差距，以内部的为先。",
            "The first sum is the gap within divisions, the second comes from where the groups live; they add up exactly, and the first leads.",
        ),
    ),
)
