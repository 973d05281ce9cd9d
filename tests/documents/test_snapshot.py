"""The neutral document: its numbers are the facade's, its id is its content, its store writes once."""

from __future__ import annotations

import dataclasses
import gzip
import json
from dataclasses import asdict
from pathlib import Path

import pytest

from equity.documents.differences import differences
from equity.documents.identity import ID_PATTERN, Options, snapshot_id
from equity.documents.making import make_report, read_shapes
from equity.documents.store import list_ids, load_report, read_entry, store_report
from equity.documents.writers import write_format
from equity.errors import UserError
from equity.indicators.children import LEVEL_OF_MEASURE
from equity.indicators.compute import Indicators
from equity.query import Query
from equity.settings import CENSUS_YEAR, Settings
from equity.views.drawings import Figure
from equity.views.kept import from_json, to_json
from equity.views.model import Bullets, Report
from equity.views.report import SECTIONS
from tests.documents.conftest import GUANDU

ALWAYS = {"people", "services", "map", "shortfall", "measures", "sources", "limits"}


def test_every_record_is_the_facades(guandu: Report, shipped: Indicators) -> None:
    assert len(guandu.records) > 200
    for record in guandu.records:
        expected = shipped.value(record.query, record.zone)
        if (
            record.measure in LEVEL_OF_MEASURE and record.rank is None
        ):  # of the years to come: not ranked one by one
            assert record.year > CENSUS_YEAR
            expected = dataclasses.replace(
                expected, rank=None, rank_low=None, rank_high=None, ranked_among=None
            )
        assert record == expected


def test_cells_show_the_number_behind_them(guandu: Report, shipped: Indicators) -> None:
    cells = [c for _, t in guandu.tables() for row in t.rows for c in row if c.record and c.value is not None]
    assert len(cells) > 60
    for cell in cells:
        assert cell.record is not None
        assert cell.value == cell.record.value == shipped.value(cell.record.query, cell.record.zone).value
        assert cell.marked == (cell.record.grade == "illustrative")


def test_demonstration_figures_stand_apart(guandu: Report, city: Report) -> None:
    for section in guandu.sections:
        assert section.illustrative == section.apart == (section.id == "demonstration")
    assert not any(s.apart for s in city.sections)
    assert not any(r.grade == "illustrative" for r in city.records)


def test_sections_are_all_there(guandu: Report, city: Report) -> None:
    for snapshot in (guandu, city):
        assert {s.id for s in snapshot.sections} >= ALWAYS
        limits = snapshot.section("limits")
        assert (
            limits is not None and isinstance(limits.blocks[0], Bullets) and len(limits.blocks[0].items) >= 4
        )
        assert len(snapshot.key_figures) >= 3 and snapshot.summary


def test_sections_and_services_can_be_chosen(shipped: Indicators, shapes) -> None:
    options = Options(services=("health_staff",), sections=("people", "services"))
    snapshot = make_report(shipped, GUANDU, "en", options, shapes=shapes)
    assert [s.id for s in snapshot.sections] == ["people", "services"]
    assert {r.service for r in snapshot.records} == {"health_staff", "population"}
    assert not snapshot.facilities and not snapshot.illustrative and snapshot.notice == ""


def test_figures_say_in_words_what_they_show(guandu: Report, xundian: Report) -> None:
    for snapshot in (guandu, xundian):
        figures = [f for _, f in snapshot.figures()]
        assert {f.id for f in figures} == {
            "population",
            "ages",
            "origins",
            "years",
            "children",
            "map",
            "split",
        }
        for figure in figures:
            assert len(figure.alt) > 20 and figure.caption and figure.svg.startswith("<svg")


def test_chinese_has_full_width_punctuation(guandu: Report) -> None:
    said = [x.text for x in guandu.summary]
    assert "，" in said[0] and not any("," in text for text in said)
    assert "(示意)" not in to_json(guandu).decode()


def test_id_is_its_content(guandu: Report, shipped: Indicators, shapes) -> None:
    again = make_report(shipped, GUANDU, "zh", Options(demo=True), shapes=shapes)
    assert again == guandu and to_json(again) == to_json(guandu)
    assert ID_PATTERN.fullmatch(guandu.id)
    base = ("530111", "zh", Options(), "abc")
    changed = [
        ("530112", *base[1:]),
        (base[0], "en", *base[2:]),
        (*base[:2], Options(query=Query(basis="resident")), "abc"),
        (*base[:2], Options(services=("clinic",)), "abc"),
        (*base[:2], Options(sections=SECTIONS[:2]), "abc"),
        (*base[:2], Options(demo=True), "abc"),
        (*base[:3], "abd"),
    ]
    assert len({snapshot_id(*a) for a in [base, *changed]}) == 8


def test_another_wording_is_another_id(monkeypatch) -> None:
    before = snapshot_id("530111", "zh", Options(), "abc")
    monkeypatch.setattr("equity.documents.identity.edition", lambda: "another")
    assert snapshot_id("530111", "zh", Options(), "abc") != before


def test_json_keeps_everything(guandu: Report) -> None:
    assert from_json(to_json(guandu)) == guandu


def test_store_writes_once(guandu: Report, world_settings: Settings) -> None:
    assert load_report(guandu.id, world_settings) is None
    path = store_report(guandu, world_settings)
    before = path.read_bytes()
    store_report(dataclasses.replace(guandu, title="changed"), world_settings)
    assert path.read_bytes() == before
    assert load_report(guandu.id, world_settings) == guandu
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_a_list_needs_the_first_line_only(guandu: Report, world_settings: Settings) -> None:
    path = store_report(guandu, world_settings)
    with gzip.open(path) as file:
        head = json.loads(file.readline())
    entry = read_entry(world_settings, guandu.id)
    assert entry is not None and asdict(entry) == head
    assert (entry.title, entry.released, entry.illustrative) == (guandu.title, str(guandu.released), True)


def test_a_snapshot_of_layout_2_is_listed_and_read(world_settings: Settings) -> None:
    kept = Path(__file__).parents[1] / "views" / "kept" / "layout2-zh.json.gz"
    number = json.loads(gzip.decompress(kept.read_bytes()))["id"]
    path = world_settings.var_dir / "snapshots" / f"{number}.json.gz"
    path.parent.mkdir(parents=True)
    path.write_bytes(kept.read_bytes())
    entry, report = read_entry(world_settings, number), load_report(number, world_settings)
    assert list_ids(world_settings) == [number]
    assert entry is not None and report is not None and entry.title == report.title
    for name in ("pdf", "docx", "pptx", "xlsx", "csv"):
        assert all(write_format(report, name).values()), name


@pytest.mark.parametrize("number", ["", "../../etc/x", "ABCDEFGHIJ", "a" * 11, "aaaaaaaaa1"])
def test_store_takes_only_ids(number: str, world_settings: Settings) -> None:
    with pytest.raises(UserError, match="snapshot id"):
        load_report(number, world_settings)


def test_differences_name_what_changed(guandu: Report, shipped: Indicators) -> None:
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
        make_report(shipped, zone, lang, options, shapes=shapes)
    assert said in caught.value.en and caught.value.zh


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_division_where_nobody_lives(lang: str, world, world_settings: Settings) -> None:
    indicators = world()
    snapshot = make_report(indicators, "530112", lang, shapes=read_shapes(world_settings))
    word = {"zh": "不适用", "en": "not applicable"}[lang]
    texts = [c.text for _, t in snapshot.tables() for row in t.rows for c in row]
    assert any(word in text for text in texts)
    assert all("nan" not in text.lower() for text in texts)


@pytest.mark.parametrize("zone", ["core", "530100"])
def test_zones_above_the_division(zone: str, shipped: Indicators, shapes) -> None:
    snapshot = make_report(shipped, zone, "zh", shapes=shapes)
    members = (
        shipped.zones("division")
        if zone == "530100"
        else [z for z in shipped.zones("division") if z.functional_zone == zone]
    )
    assert {p.code for p in snapshot.places} == {z.code for z in members}
    figure = next(b for s in snapshot.sections for b in s.blocks if isinstance(b, Figure) and b.id == "map")
    assert figure.svg
