"""The neutral document: its numbers are the facade's, its id is its content, its store writes once."""

from __future__ import annotations

import dataclasses

import pytest

from equity.errors import UserError
from equity.indicators.compute import Indicators
from equity.query import GAP, Query
from equity.settings import Settings
from equity.snapshot import (
    Options,
    Snapshot,
    build_snapshot,
    differences,
    load_snapshot,
    read_shapes,
    snapshot_id,
    store_snapshot,
)
from equity.snapshot.document import Bullets, Figure, Table, from_json
from equity.snapshot.identity import ID_PATTERN, SECTIONS
from tests.documents.conftest import GUANDU

ALWAYS = {"population", "bases", "map", "split", "shortfall", "measures", "sources", "limits"}


def test_every_record_is_the_facades(guandu: Snapshot, shipped: Indicators) -> None:
    assert len(guandu.records) > 200
    for record in guandu.records:
        assert record == shipped.value(record.query, record.zone)


def test_cells_show_the_number_behind_them(guandu: Snapshot, shipped: Indicators) -> None:
    table = next(t for _, t in guandu.tables() if t.id == "bases")
    for definition, row in zip(shipped.registry.of_kind("total", "facility"), table.rows, strict=True):
        for basis, cell in zip(("resident", "registered", GAP), row[1:4], strict=True):
            record = shipped.value(Query(definition.id, "supply_per_1000", basis), GUANDU)
            assert cell.value == record.value and cell.record == record
            assert cell.marked == (record.grade == "illustrative")


def test_parts_of_the_gap_are_the_facades(guandu: Snapshot, shipped: Indicators) -> None:
    table = next(t for _, t in guandu.tables() if t.id == "split")
    for definition, row in zip(shipped.registry.of_kind("facility"), table.rows, strict=True):
        split = shipped.split(definition.id, GUANDU)
        assert [c.value for c in row[1:7]] == [
            split.local, split.non_local, split.gap, split.reach, split.adequacy, split.entitlement,
        ]  # fmt: skip
        assert sum(c.value or 0 for c in row[4:7]) == pytest.approx(row[3].value, abs=1e-9)
        printed = [float(c.plain.replace("\u2212", "-")) for c in row[3:7]]
        assert sum(printed[1:]) == pytest.approx(printed[0], abs=1e-9), "and as printed"


def test_what_falls_short_is_what_the_page_says(guandu: Snapshot, shipped: Indicators) -> None:
    """Fixed standards first and apart from the city's average; no private housing to be added; the capped gap."""
    section = guandu.section("shortfall")
    assert section is not None
    table = next(b for b in section.blocks if isinstance(b, Table))
    kinds = [row[1].text for row in table.rows]
    assert kinds == sorted(kinds, key=["固定标准", "全市平均"].index) and set(kinds) == {
        "固定标准",
        "全市平均",
    }
    assert "住房建筑面积" not in [row[0].text for row in table.rows]
    assert "不是编制或建设计划" in table.note
    hidden = next(k for k in guandu.key_figures if k.label.startswith("户籍口径掩盖最多"))
    assert hidden.record == shipped.value(Query("public_service_staff", "coverage", GAP), GUANDU)


def test_sections_are_all_there(guandu: Snapshot, city: Snapshot) -> None:
    for snapshot in (guandu, city):
        assert {s.id for s in snapshot.sections} >= ALWAYS
        limits = snapshot.section("limits")
        assert (
            limits is not None and isinstance(limits.blocks[0], Bullets) and len(limits.blocks[0].items) > 4
        )
        assert len(snapshot.key_figures) >= 3 and snapshot.summary


def test_sections_and_services_can_be_chosen(shipped: Indicators, shapes) -> None:
    options = Options(services=("health_staff",), sections=("population", "bases"))
    snapshot = build_snapshot(shipped, GUANDU, "en", options, shapes=shapes)
    assert [s.id for s in snapshot.sections] == ["population", "bases"]
    assert {r.service for r in snapshot.records} == {"health_staff", "population"}
    assert not snapshot.facilities and not snapshot.illustrative and snapshot.notice == ""


def test_figures_say_in_words_what_they_show(guandu: Snapshot, xundian: Snapshot) -> None:
    for snapshot in (guandu, xundian):
        figures = [f for _, f in snapshot.figures()]
        assert {f.id for f in figures} == {"population", "map", "bases", "split"}
        for figure in figures:
            assert len(figure.alt) > 20 and figure.caption and figure.svg.startswith("<svg")


def test_chinese_has_full_width_punctuation(guandu: Snapshot) -> None:
    assert "，" in guandu.summary[0] and "," not in guandu.summary[0]
    assert "(示意)" not in guandu.to_json().decode()


def test_id_is_its_content(guandu: Snapshot, shipped: Indicators, shapes) -> None:
    again = build_snapshot(shipped, GUANDU, "zh", shapes=shapes)
    assert again == guandu and again.to_json() == guandu.to_json()
    assert ID_PATTERN.fullmatch(guandu.id)
    base = ("530111", "zh", Options(), "abc")
    changed = [
        ("530112", *base[1:]),
        (base[0], "en", *base[2:]),
        (*base[:2], Options(query=Query(basis="resident")), "abc"),
        (*base[:2], Options(services=("clinic",)), "abc"),
        (*base[:2], Options(sections=SECTIONS[:2]), "abc"),
        (*base[:3], "abd"),
    ]
    assert len({snapshot_id(*a) for a in [base, *changed]}) == 7


def test_json_keeps_everything(guandu: Snapshot) -> None:
    assert from_json(guandu.to_json()) == guandu


def test_store_writes_once(guandu: Snapshot, world_settings: Settings) -> None:
    assert load_snapshot(guandu.id, world_settings) is None
    path = store_snapshot(guandu, world_settings)
    before = path.read_bytes()
    store_snapshot(dataclasses.replace(guandu, title="changed"), world_settings)
    assert path.read_bytes() == before
    assert load_snapshot(guandu.id, world_settings) == guandu
    assert [p.name for p in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("number", ["", "../../etc/x", "ABCDEFGHIJ", "a" * 11, "aaaaaaaaa1"])
def test_store_takes_only_ids(number: str, world_settings: Settings) -> None:
    with pytest.raises(UserError, match="snapshot id"):
        load_snapshot(number, world_settings)


def test_differences_name_what_changed(guandu: Snapshot, shipped: Indicators) -> None:
    assert differences(guandu, shipped) == ()
    first, second = guandu.records[0], guandu.records[1]
    assert first.value is not None
    older = dataclasses.replace(
        guandu,
        data_version="000000000000",
        records=(
            dataclasses.replace(first, value=first.value - 5),
            second,
            dataclasses.replace(second, query=second.query.but(service="gone")),
        ),
    )
    found = differences(older, shipped)
    assert [(d.old.service, d.new is None) for d in found] == [(first.service, False), ("gone", True)]
    assert found[0].change == pytest.approx(5)


@pytest.mark.parametrize(
    ("zone", "lang", "options", "said"),
    [
        ("530999", "zh", Options(), "530111"),
        ("", "zh", Options(), "530111"),
        ("530111", "fr", Options(), "zh, en"),
        ("530111", "zh", Options(services=("magic",)), "health_staff"),
    ],
)
def test_what_does_not_exist_is_answered_with_what_does(zone, lang, options, said, shipped, shapes) -> None:
    with pytest.raises(UserError) as caught:
        build_snapshot(shipped, zone, lang, options, shapes=shapes)
    assert said in caught.value.en and caught.value.zh


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_division_where_nobody_lives(lang: str, world, world_settings: Settings) -> None:
    indicators = world()
    snapshot = build_snapshot(indicators, "530112", lang, shapes=read_shapes(world_settings))
    word = {"zh": "不适用", "en": "not applicable"}[lang]
    texts = [c.text for _, t in snapshot.tables() for row in t.rows for c in row]
    assert any(word in text for text in texts)
    assert all("nan" not in text.lower() for text in texts)


@pytest.mark.parametrize("zone", ["core", "530100"])
def test_zones_above_the_division(zone: str, shipped: Indicators, shapes) -> None:
    snapshot = build_snapshot(shipped, zone, "zh", shapes=shapes)
    members = (
        shipped.zones("division")
        if zone == "530100"
        else [z for z in shipped.zones("division") if z.functional_zone == zone]
    )
    assert {p.code for p in snapshot.places} == {z.code for z in members}
    figure = next(b for s in snapshot.sections for b in s.blocks if isinstance(b, Figure) and b.id == "map")
    assert figure.svg
