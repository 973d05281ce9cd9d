"""Non-local residents of a zone of several divisions: what no definition moves, and how many are registered outside the city."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from equity.indicators.facts import PopulationKey
from equity.indicators.interval import Estimate
from equity.indicators.publishable import Publishable
from equity.say import format_concerned, texts_of

GROUPS = ("non_local", "resident", "registered")
OTHER_PROVINCE = "registered_other_province"
TEXTS = texts_of(__name__)


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
        floor = TEXTS.floor[lang].format(persons=counts.pop("beyond")) if beyond > low else ""
        return TEXTS.note[lang].format(low=counts["low"], high=counts["high"], floor=floor)

    ends = {"low": low, "high": high, "beyond": beyond}
    return said("zh"), said("en")
