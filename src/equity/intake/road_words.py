"""The summary of a road network in words, for the page and the command line."""

from equity.intake.roads import Summary
from equity.say import Label

PLACES = {
    "settlement_points": Label("离路 200 米以上的居民点", "settlement points farther than 200 m from a road"),
    "facilities": Label("离路 200 米以上的设施", "facilities farther than 200 m from a road"),
}


def summary_lines(summary: Summary) -> list[tuple[Label, str]]:
    """What is said, and its figure."""
    lines = [
        (Label("路段 / 节点", "edges / nodes"), f"{summary.edges:,} / {summary.nodes:,}"),
        (Label("在本市内的长度", "length inside the city"), f"{summary.inside:.1%}"),
        (Label("互不相连的部分", "separate parts"), f"{summary.parts:,}"),
        (Label("最大部分占长度", "length in the largest part"), f"{summary.largest_part:.1%}"),
        (
            Label("5 米内未接上的端点", "ends within 5 m of a road that they do not meet"),
            f"{summary.dangling:,}",
        ),
        (
            Label("没有节点、也不是桥隧的交叉", "crossings without a junction, bridge or tunnel"),
            f"{summary.crossings:,}",
        ),
        (Label("桥梁、隧道处的交叉", "crossings at bridges and tunnels"), f"{summary.bridges:,}"),
        (
            Label("有高程的长度（步行按坡度计时）", "length with heights (walking times by slope)"),
            f"{summary.sloped:.1%}",
        ),
    ]
    lines += [(PLACES[kind], f"{far:,} / {number:,}") for kind, (number, far) in summary.far.items()]
    if summary.leg_m is not None:
        lines.append(
            (
                Label("居民点到路的距离（中位数）", "settlement point to road, median"),
                f"{summary.leg_m:,.0f} m",
            )
        )
    return lines
