"""Non-local residents of a zone of several divisions: what no definition moves, and how many are registered outside the city."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from equity.indicators.facts import PopulationKey
from equity.indicators.interval import Estimate
from equity.indicators.publishable import Publishable
from equity.say import Label, format_concerned

GROUPS = ("non_local", "resident", "registered")
OTHER_PROVINCE = "registered_other_province"
NOTE = Label(
    "R − H = N − A，不随“外来”怎样界定而变。N 按区县计，含户口在本市其他区县的人；户口在本市以外的在 {low}（外省）与 {high}（N 的全部）之间{floor}。"
    "统计上的“流动人口”不含市辖区内人户分离，不是 N。",
    "R − H = N − A, however “non-local” is defined. N counts by division and so holds people registered in another division of the "
    "city; between {low} (other provinces) and {high} (all of N) are registered outside the city{floor}. The floating population "
    "(流动人口) of official statistics leaves out moves between districts of a city and is not N.",
)
FLOOR = Label("，且不少于 R − H（{persons}）", ", and no fewer than R − H ({persons})")


def with_outside(
    population: Mapping[PopulationKey, Estimate],
    members: Mapping[str, tuple[str, ...]],
    shares: pd.DataFrame,
    publishable: Publishable,
) -> dict[PopulationKey, Estimate]:
    """The same, with :data:`NOTE` on the non-local residents of every zone of several divisions, where the census has the figures.

    It knows who is registered in another province and who elsewhere in this one, but not whether that is this city: the bounds
    are those of other provinces and all. Of the whole city those registered outside are R − H and those of its register who
    live outside, so no fewer than R − H.
    """
    noted = dict(population)
    whole = max(members, key=lambda zone: len(members[zone]))
    for r in shares[shares["item"] == OTHER_PROVINCE].itertuples():
        zone, year = r.zone_code, r.year
        people = {g: noted.get((zone, year, g), Estimate.missing("no_data")).value for g in GROUPS}
        everyone, residents, registered = (people[g] for g in GROUPS)
        if everyone is None or len(members[zone]) < 2:
            continue
        if publishable.people(zone, year, "non_local", OTHER_PROVINCE):
            known = residents is not None and registered is not None and zone == whole
            beyond = (residents or 0.0) - (registered or 0.0) if known else 0.0
            note = _note(min(r.persons, everyone), everyone, beyond)
            noted[zone, year, "non_local"] = replace(noted[zone, year, "non_local"], note=note)
    return noted


def _note(low: float, high: float, beyond: float) -> tuple[str, str]:
    def said(lang: str) -> str:
        counts = {n: format_concerned(v, "人" if lang == "zh" else "", lang) for n, v in ends.items()}
        floor = FLOOR[lang].format(persons=counts.pop("beyond")) if beyond > low else ""
        return NOTE[lang].format(low=counts["low"], high=counts["high"], floor=floor)

    ends = {"low": low, "high": high, "beyond": beyond}
    return said("zh"), said("en")
