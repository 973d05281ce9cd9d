"""What a version did to the numbers: recorded at its commit, taken apart by hand, compared with another version."""

from __future__ import annotations

import json
from dataclasses import replace

import lxml.html
import pytest

from equity.app import create_app
from equity.intake.difference import difference
from equity.intake.effect import EFFECT_FILE, State, effect
from equity.intake.versions import registers_folder
from equity.say import Voice
from tests.intake.test_versions import built, commit, register_text, small
from tests.intake.test_web import SECRET, sign_in
from tests.world import CODES

A = "530102"
__all__ = ["built", "small"]


def moved_of(settings, version, since=""):
    found = difference(settings, version, since).moved
    assert found is not None
    return {m.division: m for m in found if m.service == "clinic"}


def test_a_register_in_place_of_a_placeholder_is_not_taken_apart(small) -> None:
    first = commit(small, register_text(3, 4))["version"]
    here = moved_of(small, first)[A]
    assert here.after is not None and here.after.supply == 7 and here.after.grade == "observed"
    assert here.before is None or here.before.grade == "illustrative"
    assert (here.supply, here.people, here.method) == (None, None, None)


def test_between_two_versions_supply_alone_moves(small) -> None:
    first = commit(small, register_text(3, 4))["version"]
    second = commit(small, register_text(3, 4, 7))["version"]
    for found in (moved_of(small, second), moved_of(small, second, first)):
        here = found[A]
        assert here.before is not None and here.after is not None
        assert (here.before.supply, here.after.supply) == (7, 14)
        assert here.supply == pytest.approx(here.after.value - here.before.value) and here.supply > 0
        assert (here.people, here.method) == (0, 0)


def test_parts_of_supply_people_and_method_add_up(tmp_path) -> None:
    """By hand: 100 of 1,000 at a yardstick of 0.1 is 1; 150 of 1,500 at 0.2 is a half."""
    before, after = State(100, 1000, 0.1, "observed"), State(150, 1500, 0.2, "estimated")
    plain = [["clinic", A, s.supply, s.people, s.per, s.grade] for s in (before, after)]
    (tmp_path / EFFECT_FILE).write_text(
        json.dumps({"before": plain[:1], "after": plain[1:]}), encoding="utf-8"
    )
    (found,) = effect(tmp_path) or ()
    assert found.supply + found.people + found.method == pytest.approx(-0.5)
    # 50 more of supply at the people and the yardstick of then, of now, and of one of each
    assert found.supply == pytest.approx((2 * 0.5 + 1 / 3 + 1 / 4 + 2 * 1 / 6) / 6)
    assert found.method < 0 and found.people == pytest.approx(-0.5 - found.supply - found.method)


def test_a_version_without_a_record_says_so(small) -> None:
    version = commit(small, register_text(3))
    folder = registers_folder(small) / version["dataset"] / version["version"]
    (folder / EFFECT_FILE).write_text("{", encoding="utf-8")
    assert difference(small, version["version"]).moved is None
    (folder / EFFECT_FILE).unlink()
    assert difference(small, version["version"]).moved is None


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_map_of_a_version_shows_what_moved(small, lang) -> None:
    """The divisions in the colours of their change and with its words, which are those of the table; what did not move is 0."""
    first = commit(small, register_text(3, 4))["version"]
    second = commit(small, register_text(3, 4, 7))["version"]
    settings = replace(small, admin_secret=SECRET)
    client = create_app(settings).server.test_client()
    sign_in(client)
    change = moved_of(small, second, first)[A].whole
    assert change is not None and change > 0
    page = client.get(f"/data/import/history/{second}?since={first}&lang={lang}").text
    drawn = lxml.html.fromstring(page).xpath("//div[@class='effect-map']//svg")
    assert len(drawn) == 1, "one service moved"
    spoken = {
        e.get("data-code"): (e.get("aria-label"), e.get("fill"))
        for e in drawn[0].iter()
        if e.get("data-code")
    }
    assert set(spoken) == set(CODES)
    told = Voice(lang).number(100 * change, decimals=1, signed=True)
    assert told in spoken[A][0] and told in page.partition("</svg>")[2]
    assert all("0.0" in words for code, (words, _) in spoken.items() if code != A)
    colours = {code: fill for code, (_, fill) in spoken.items()}
    assert colours[A] not in {colours[code] for code in CODES if code != A}
    # the version that took the place of a placeholder has nothing to compare with, and so no map
    alone = client.get(f"/data/import/history/{first}?lang={lang}").text
    assert not lxml.html.fromstring(alone).xpath("//div[@class='effect-map']//svg")


def test_a_profile_shows_what_versions_changed(small) -> None:
    first, second = (commit(small, register_text(*c))["version"] for c in ((3, 4), (3, 4, 7)))
    page = create_app(small).server.test_client().get(f"/district/{A}").text
    told = page.partition("台账版本带来的变化")[2]
    assert told and first in told and second in told and "示意" in told
    other = create_app(small).server.test_client().get("/district/530103").text
    assert "台账版本带来的变化" not in other
