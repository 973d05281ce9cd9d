"""Every formula of the dashboard with its terms: written once, set as MathML by the methods page."""

from __future__ import annotations

from dataclasses import dataclass

from equity.text import Label
from equity.web.components.mathml import call, frac, math, mi, mn, mo, paren, row, sub, sup, total


@dataclass(frozen=True, slots=True)
class Formula:
    """``maths``: one or more MathML formulas. ``terms``: symbol (MathML) and what it stands for."""

    id: str
    title: Label
    maths: tuple[str, ...]
    terms: tuple[tuple[str, Label], ...]
    note: Label | None = None


D_B = call(mi("D"), mi("b"))
C_B = call(mi("C"), mi("b"))
P_I, R_I, K_I, E_I = (sub(mi(x), mi("i")) for x in "prke")
A_I, R_J, S_J, F_IJ, G_IJ = sub(mi("A"), mi("i")), sub(mi("V"), mi("j")), sub(mi("S"), mi("j")), sub(mi("f"), row("i", "j")), sub(mi("G"), row("i", "j"))
DELTA_D = row("δ", sub(mi("d"), row("i", "j")))
LOCAL, NON_LOCAL = Label("本地户籍常住", "local residents"), Label("外来常住", "non-local residents")


def term(symbol: str) -> str:
    return math(symbol, block=False)


PROVISION = (
    Formula(
        "demand", Label("需求", "Demand"), (math(D_B, "=", row(sub(mi("P"), mi("b")), "·", total(mi("k"), row(sub(mi("w"), mi("k")), sub(mi("a"), mi("k")))))),),
        (
            (term(sub(mi("P"), mi("b"))), Label("口径 b 的人口:常住 R 或户籍 H", "population on basis b: residents R or registered H")),
            (term(sub(mi("a"), mi("k"))), Label("年龄段 k 占常住人口的比重(2020 年普查)", "share of age band k among residents (2020 census)")),
            (term(sub(mi("w"), mi("k"))), Label("该年龄段中需要服务的部分,如小学为 5–9 岁的 4/5 加 10–14 岁的 2/5", "part of the band in need, e.g. primary school 4/5 of ages 5–9 plus 2/5 of 10–14")),
        ),
        Label("户籍口径没有公布年龄结构,用常住人口的比重代替;因此户籍口径的学龄需求至多为“估算”。", "No age structure of the registered population is published; that of the residents stands in, so registered demand by age is estimated at best."),
    ),
    Formula(
        "supply", Label("每千人供给", "Supply per 1,000"), (math(mn("1000"), "·", frac(mi("S"), D_B)),),
        ((term(mi("S")), Label("供给:学位、床位、人员、住房、窗口", "supply: places, beds, staff, dwellings, counters")), (term(D_B), Label("需求(人或户)", "demand (persons or households)"))),
    ),
    Formula(
        "coverage", Label("供给覆盖率", "Provision coverage"),
        (
            math(C_B, "=", mi("min"), paren(mn("1"), ",", frac(mi("S"), row("q", D_B)))),
            math(sub(mi("C"), mi("Z")), paren("b"), "=", frac(total(row("z", "∈", "Z"), row(mi("min"), paren(sub(mi("S"), mi("z")), ",", row("q", sub(mi("D"), mi("z")), paren("b"))))), total(row("z", "∈", "Z"), row("q", sub(mi("D"), mi("z")), paren("b"))))),
        ),
        (
            (term(mi("q")), Label("标准:每名需求人口应有的供给;没有法定标准的,取全市供给除以全市常住需求", "yardstick: units per person in demand; where no legal standard exists, the city's supply over the city's resident demand")),
            (term(mi("Z")), Label("功能区或全市:逐区县封顶后合并,一个区县的富余不能补另一个区县的不足", "functional zone or city: pooled division by division, so that surplus in one does not serve another")),
        ),
        Label("“不封顶”的覆盖率去掉 min,用于看清富余的程度。", "The uncapped version leaves out the min, to show how large a surplus is."),
    ),
    Formula(
        "gap", Label("口径差距", "Basis gap"), (math("G", "=", call(mi("C"), mi("H")), "−", call(mi("C"), mi("R"))),),
        ((term(call(mi("C"), mi("H"))), Label("按户籍人口", "by the registered population")), (term(call(mi("C"), mi("R"))), Label("按常住人口", "by the residents"))),
        Label("正值:按户籍规划,供给看起来比居民实际得到的更充足。", "Positive: planning by the register makes provision look better than it is for those who live there."),
    ),
    Formula(
        "shortfall", Label("缺口数量", "Shortfall"), (math(mi("max"), paren(mn("0"), ",", row("q", call(mi("D"), mi("R")), "−", "S"))),),
        ((term(row("q", call(mi("D"), mi("R")))), Label("让常住人口达到标准所需的供给", "supply that the residents need to reach the yardstick")),),
    ),
)
ACCESS = (
    Formula(
        "reach", Label("可达率", "Reach"), (math(frac(total(mi("i"), row(P_I, R_I)), total(mi("i"), P_I))),
            math(sub(mi("r"), mi("i")), "=", mn("1"), mo("⇔"), mi("min"), paren(DELTA_D), "≤", "ρ"),),
        (
            (term(P_I), Label("居民点 i 的需求人口", "people in demand at settlement point i")),
            (term(DELTA_D), Label("直线距离 × 绕行系数 δ;载入路网距离后改用路网", "straight line × detour factor δ; network distance where one is loaded")),
            (term(mi("ρ")), Label("服务半径;恰好等于半径算可达", "service radius; exactly at the radius counts as inside")),
        ),
        Label("不可达记为 0,不是缺失。", "Unreached counts as 0, not as missing."),
    ),
    Formula(
        "catchment", Label("容量:两步移动搜索(2SFCA、E2SFCA)", "Capacity: two-step floating catchment (2SFCA, E2SFCA)"),
        (
            math(R_J, "=", frac(S_J, total(mi("i"), row(P_I, F_IJ)))),
            math(A_I, "=", total(mi("j"), row(R_J, F_IJ))),
            math(call(mi("f"), mi("d")), "=", frac(row(sup(mi("e"), row("−", frac(mn("1"), mn("2")), sup(paren(row("d", mo("/"), "ρ")), mn("2")))), "−", sup(mi("e"), row("−", frac(mn("1"), mn("2"))))), row(mn("1"), "−", sup(mi("e"), row("−", frac(mn("1"), mn("2"))))))),
        ),
        (
            (term(R_J), Label("设施 j 的供需比", "supply per weighted demand of facility j")),
            (term(A_I), Label("居民点 i 的可得容量", "capacity available at point i")),
            (term(F_IJ), Label("距离权重:2SFCA 半径内为 1;E2SFCA 为高斯衰减,距离 0 为 1、半径处为 0(本看板的基准)", "distance weight: 1 within the radius (2SFCA); Gaussian decay from 1 at no distance to 0 at the radius (E2SFCA, the baseline here)")),
        ),
        Label("总量守恒:人口 × 可得容量之和等于有人可达的设施的供给之和。", "Nothing is lost: people × available capacity add up to the supply of the facilities that anyone reaches."),
    ),
    Formula(
        "three_step", Label("三步移动搜索(3SFCA,仅作对照)", "Three-step floating catchment (3SFCA, for comparison only)"),
        (
            math(G_IJ, "=", frac(F_IJ, total(mi("l"), sub(mi("f"), row("i", "l"))))),
            math(R_J, "=", frac(S_J, total(mi("i"), row(G_IJ, F_IJ, P_I)))),
            math(A_I, "=", total(mi("j"), row(G_IJ, F_IJ, R_J))),
        ),
        ((term(G_IJ), Label("居民点 i 选择设施 j 的份额", "share of point i's demand that goes to facility j")),),
        Label(
            "已知的批评:份额只看距离,不看设施容量,大医院与小诊所同距离即同份额;新增一处设施会把需求从原设施分走,个别居民点的得分可能因此下降。所以本看板不用它作基准,只用它看排名是否稳定。",
            "Known criticism: the shares look at distance only, not at capacity, so a hospital and a small clinic at the same distance get the same share; a new facility draws demand away from the old ones, and the score of some points may fall because of it. It is therefore not the baseline here, only a test of how stable the ranks are.",
        ),
    ),
    Formula(
        "effective", Label("有效覆盖率 = 可达 × 容量 × 资格", "Effective coverage = reach × capacity × entitlement"),
        (math(call(mi("E"), mi("g")), "=", frac(total(mi("i"), row(P_I, R_I)), total(mi("i"), P_I)), "·", frac(total(mi("i"), row(P_I, R_I, K_I)), total(mi("i"), row(P_I, R_I))), "·", frac(total(mi("i"), row(P_I, R_I, K_I, E_I)), total(mi("i"), row(P_I, R_I, K_I)))),),
        (
            (term(row(K_I, "=", mi("min"), paren(mn("1"), ",", row(A_I, mo("/"), "q")))), Label("居民点 i 的容量充足度", "adequacy at point i")),
            (term(E_I), Label("规则准许的比例:本地户籍为 1;外来常住按规则的各项条件相乘", "share the rule admits: 1 for local residents; for non-local residents the product of the rule's conditions")),
            (term(mi("g")), Label("群体:本地户籍常住或外来常住", "group: local or non-local residents")),
        ),
        Label("三个因子在任何一级(居民点、区县、功能区、全市)相乘都恰好等于有效覆盖率。均等指数 = E(外来) / E(本地)。", "At every level (point, division, functional zone, city) the three factors multiply to effective coverage exactly. Parity = E(non-local) / E(local)."),
    ),
    Formula(
        "split", Label("差距的拆分(Shapley 值)", "The gap taken apart (Shapley value)"),
        (
            math(sub(mi("E"), mi("L")), "−", sub(mi("E"), mi("N")), "=", sub(mi("φ"), mi("r")), "+", sub(mi("φ"), mi("k")), "+", sub(mi("φ"), mi("e"))),
            math(sub(mi("φ"), mi("r")), "=", paren(sub(mi("r"), mi("L")), "−", sub(mi("r"), mi("N"))), paren(frac(row(sub(mi("k"), mi("L")), sub(mi("e"), mi("L"))), mn("3")), "+", frac(row(sub(mi("k"), mi("L")), sub(mi("e"), mi("N")), "+", sub(mi("k"), mi("N")), sub(mi("e"), mi("L"))), mn("6")), "+", frac(row(sub(mi("k"), mi("N")), sub(mi("e"), mi("N"))), mn("3")))),
        ),
        (
            (term(row("L", ",", "N")), Label("L:本地户籍常住;N:外来常住", "L: local residents; N: non-local residents")),
            (term(row("r", ",", "k", ",", "e")), Label("可达率、充足度、资格符合率;另两部分的公式同理", "reach, adequacy, entitlement; the other two parts likewise")),
        ),
        Label("等于把三个因子按六种次序逐个换掉、再取平均;三部分之和恰好等于差距,与次序无关。", "This is the average over the six orders in which the factors can be exchanged one by one; the three parts add up to the gap exactly, whatever the order."),
    ),
)
W_I, X_I = sub(mi("w"), mi("i")), sub(mi("x"), mi("i"))
INEQUALITY = (
    Formula(
        "gini", Label("基尼系数(人口加权)", "Gini (population-weighted)"), (math("G", "=", frac(mn("1"), row(mn("2"), "μ")), total(mi("i"), total(mi("j"), row(W_I, sub(mi("w"), mi("j")), mo("|"), X_I, "−", sub(mi("x"), mi("j")), mo("|"))))),),
        ((term(X_I), Label("区县 i 的指标值", "value of division i")), (term(W_I), Label("其人口占比", "its share of the population")), (term(mi("μ")), Label("加权平均", "weighted mean"))),
        Label("0 为完全相等。", "0 is full equality."),
    ),
    Formula(
        "theil", Label("泰尔指数 T", "Theil T"), (math("T", "=", total(mi("i"), row(W_I, frac(X_I, mi("μ")), mi("ln"), frac(X_I, mi("μ")))), "=", sub(mi("T"), mi("B")), "+", sub(mi("T"), mi("W"))),),
        ((term(row(sub(mi("T"), mi("B")), ",", sub(mi("T"), mi("W")))), Label("功能区之间、功能区内部;两者之和等于 T", "between and within functional zones; they add up to T")),),
    ),
    Formula(
        "cv", Label("差异系数", "Coefficient of variation"), (math(mi("CV"), "=", frac(mn("1"), mi("μ")), f"<msqrt>{total(mi('i'), row(W_I, sup(paren(X_I, '−', 'μ'), mn('2'))))}</msqrt>"),),
        (), Label("义务教育均衡督导以小学 ≤ 0.50、初中 ≤ 0.45 为限(未核对原文)。", "The compulsory-education inspection sets ≤ 0.50 for primary and ≤ 0.45 for junior schools (not checked against the printed text)."),
    ),
    Formula(
        "concentration", Label("集中指数", "Concentration index"), (math("C", "=", frac(mn("2"), mi("μ")), total(mi("i"), row(W_I, X_I, sub(mi("ρ"), mi("i")))), "−", mn("1")),),
        ((term(sub(mi("ρ"), mi("i"))), Label("区县按外来常住占比从低到高排列后的累计人口位次(取中点)", "fractional rank of the division in the population ordered by non-local share, lowest first (midpoint)")),),
        Label("正值:指标集中在外来人口多的区县;负值:相反。", "Positive: the measure is concentrated where more non-local people live; negative: the opposite."),
    ),
)
