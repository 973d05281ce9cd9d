"""The numbers of docs/numbers.md, worked out from the raw CSV files alone: imports nothing of the product.

python tools/numbers_by_hand.py data            prints the tables in Markdown
python tools/numbers_by_hand.py data --write docs/numbers.md   puts them between the markers of that file
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from access_by_hand import access

CITY, GUANDU, DONGCHUAN = "530100", "530111", "530113"
BEGIN, END = "<!-- numbers:begin -->", "<!-- numbers:end -->"
GP = 0.000399  # general practitioners per person, the country in 2023
NAMES = {
    CITY: "全市 city",
    GUANDU: "官渡 Guandu",
    DONGCHUAN: "东川 Dongchuan",
    "530114": "呈贡",
    "530124": "富民",
}
STAFF = ("health_staff", "education_staff", "public_service_staff")
AGES = {"primary_school": (6, 11), "junior_school": (12, 14), "senior_school": (15, 17)}
BANDS = {"age_0_4": 0, "age_5_9": 5, "age_10_14": 10, "age_15_19": 15}
LEVELS = {
    "primary_school": "primary",
    "junior_school": "junior",
    "senior_school": "senior, general schools only",
}
UNEVEN = (0.8, 1.2)  # fifths of a band that one of its years holds
RATIOS = {
    "primary_school": (0.59, 1.0, 1.41),
    "junior_school": (0.45, 1.0, 1.55),
    "senior_school": (0.45, 1.0, 1.55),
}

Row = dict[str, str]
Ends = tuple[float, float, float]  # value, low, high
Number = tuple[str, str, str, str, int, float]
"""service, measure, basis, zone, year, value as the dashboard shows it"""


class Raw:
    """The tables as rows of text."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.people = {
            (r["adcode"], int(r["year"]), r["population_group"]): r
            for r in self.rows("population/division_population.csv")
        }
        self.shares = {
            (r["adcode"], r["item"]): float(r["share"])
            for r in self.rows("population/division_shares.csv")
            if r["year"] == "2020"
        }
        self.totals = self.rows("services/totals.csv")
        self.divisions = [r["adcode"] for r in self.rows("geo/divisions.csv")]

    def rows(self, path: str) -> list[Row]:
        with (self.folder / path).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def persons(self, zone: str, group: str, year: int = 2020) -> float:
        return float(self.people[zone, year, group]["persons"])

    def staff(self, service: str, zone: str) -> float:
        return next(
            float(r["value"])
            for r in self.totals
            if (r["service"], r["item"], r["adcode"]) == (service, "capacity", zone)
        )

    def share_of_ages(self, zone: str, service: str, year: int) -> float:
        """Children of the service's ages in that year, as a share of the residents of 2020, single year by single year."""
        first, last = AGES[service]
        if zone == CITY:
            each = [
                (self.share_of_ages(d, service, year), self.persons(d, "resident")) for d in self.divisions
            ]
            return sum(s * p for s, p in each) / sum(p for _, p in each)
        ages = [age - (year - 2020) for age in range(first, last + 1)]
        return sum(
            self.shares[zone, band] / 5
            for age in ages
            for band, start in BANDS.items()
            if start <= age < start + 5
        )

    def people_with(self, item: str, zone: str) -> float:
        """Residents of whom a census share tells; of the city those of its divisions."""
        divisions = self.divisions if zone == CITY else [zone]
        return sum(self.shares[d, item] * self.persons(d, "resident") for d in divisions)

    def end(self, zone: str, group: str, year: int, end: str) -> float:
        row = self.people[zone, year, group]
        return float(row[end] or row["persons"])

    def residents_near(self, zone: str, year: int) -> float:
        """Residents of the published year since the census that is nearest; the later one of two."""
        years = self.years_of_residents(zone)
        return self.persons(zone, "resident", min(years, key=lambda y: (abs(y - year), -y)))

    def years_of_residents(self, zone: str) -> list[int]:
        return sorted(y for z, y, g in self.people if z == zone and g == "resident" and y >= 2020)

    def clinics(self) -> dict[str, float]:
        found: dict[str, float] = {}
        for r in self.rows("services/facilities/clinic.csv"):
            found[r["adcode"]] = found.get(r["adcode"], 0.0) + float(r["capacity"])
        return found


def population(raw: Raw) -> list[Number]:
    found = []
    for zone in (GUANDU, DONGCHUAN, CITY):
        resident, registered, local, non_local, absent = (
            raw.persons(zone, g) for g in ("resident", "registered", "local", "non_local", "absent")
        )
        for measure, value in {
            "residents": resident,
            "local_residents": local,
            "non_local_residents": non_local,
            "registered": registered,
            "absent": absent,
            "register_coverage": 100 * min(1.0, registered / resident),
            "beyond_register": max(0.0, resident - registered),
            "spare_register": max(0.0, registered - resident),
            "spare_share": 100 * max(0.0, registered / resident - 1),
            "registered_ratio": resident / registered,
            "non_local_share": 100 * non_local / resident,
            "from_this_province": 100 * raw.people_with("registered_elsewhere_in_province", zone) / resident,
            "from_other_provinces": 100 * raw.people_with("registered_other_province", zone) / resident,
        }.items():
            found.append(("population", measure, "value", zone, 2020, value))
    return found


def provision(raw: Raw) -> list[Number]:
    found: list[Number] = []
    everyone = {d: raw.persons(d, "resident") for d in raw.divisions}
    for service in STAFF:
        staff = {d: raw.staff(service, d) for d in raw.divisions}
        average = sum(staff.values()) / sum(everyone.values())
        rate = staff[GUANDU] / everyone[GUANDU]
        found += [
            (service, "supply_rate", "resident", GUANDU, 2020, 10_000 * rate),
            (service, "supply_rate", "resident", CITY, 2020, 10_000 * average),
            (service, "percent_of_average", "resident", GUANDU, 2020, 100 * rate / average),
        ]
    clinics = raw.clinics()
    for zone in (GUANDU, CITY):
        inside = raw.divisions if zone == CITY else [zone]
        covered = {}
        for basis in ("resident", "registered"):
            need = {d: GP * raw.persons(d, basis) for d in inside}
            met = sum(min(clinics[d], need[d]) for d in inside)
            covered[basis] = 100 * met / sum(need.values())
            found.append(("clinic", "coverage", basis, zone, 2020, covered[basis]))
            found.append(("clinic", "shortfall", basis, zone, 2020, sum(need.values()) - met))
        found.append(("clinic", "coverage", "gap", zone, 2020, covered["registered"] - covered["resident"]))
    for service in AGES:
        for year in (2020, 2023):
            for zone in (GUANDU, CITY):
                children = Cohorts(raw).of(zone, service, year)[0]
                found.append((service, "demand", "resident", zone, year, children))
                level = service.removesuffix("_school")
                found.append(("population", f"children_{level}", "value", zone, year, children))
    return found


def years_of_a_band(persons: float, taken: int) -> Ends:
    """People of ``taken`` of its five years: as few as these can hold, given what the others can take, and as many."""
    fifth = persons / 5
    few, many = (
        [fifth * (UNEVEN[end] if year < taken else UNEVEN[1 - end]) for year in range(5)] for end in (0, 1)
    )
    for years, over in ((few, persons - sum(few)), (many, persons - sum(many))):
        # what does not fit in: first to those left over, who are as full (or as empty) as may be already, so to those taken
        each = over / taken if taken and (over > 0) == (years is few) else 0.0
        years[:taken] = [y + each for y in years[:taken]]
    return taken * fifth, sum(few[:taken]), sum(many[:taken])


class Cohorts:
    """The children of a division in a year, band by band, birth by birth: the second opinion on the projection."""

    def __init__(self, raw: Raw) -> None:
        self.raw = raw
        self.births = {
            int(r["year"]): float(r["births"])
            for r in raw.rows("population/births.csv")
            if r["adcode"] == CITY
        }
        years = {y for _, y, g in raw.people if g == "resident" and y > 2020}
        self.later = max(y for y in years if all((d, y, "resident") in raw.people for d in raw.divisions))

    def people(self, zone: str, item: str) -> float:
        return self.raw.shares[zone, item] * self.raw.persons(zone, "resident")

    def births_part(self, zone: str) -> tuple[float, float]:
        """Of the city's births: by the young of the census, by the residents since; the smaller first."""
        young = self.people(zone, "age_0_4") / sum(self.people(d, "age_0_4") for d in self.raw.divisions)
        now = [self.raw.persons(d, "resident", self.later) for d in self.raw.divisions]
        since = self.raw.persons(zone, "resident", self.later) / sum(now)
        return min(young, since), max(young, since)

    def moves(self, zone: str, year: int) -> Ends:
        """As all residents moved, as far as these are published; then half way between nobody more and the trend until
        the newest year that all divisions have; perhaps nobody ever."""
        raw, years = self.raw, self.raw.years_of_residents(zone)
        then, now = (raw.persons(zone, "resident", y) for y in (2020, self.later))
        on = ((now / then) ** (1 / (self.later - 2020))) ** max(0, year - years[-1])
        around = [max(y for y in years if y <= year), min([y for y in years if y >= year] or years[-1:])]
        value = raw.residents_near(zone, year) * (1 + on) / 2
        low = min(raw.end(zone, "resident", y, "low") for y in around) * min(1.0, on)
        high = max(raw.end(zone, "resident", y, "high") for y in around) * max(1.0, on)
        return value / then, min(1.0, low / then), max(1.0, high / then)

    def of_division(self, zone: str, service: str, year: int) -> Ends:
        """Everybody born in the right years: those of a band together, those of each later year by themselves."""
        first, last = AGES[service]
        born = range(year - last, year - first + 1)
        found = [0.0, 0.0, 0.0]
        for band, youngest in BANDS.items():
            taken = sum(2020 - youngest - 4 <= y <= 2020 - youngest for y in born)
            for n, part in enumerate(years_of_a_band(self.people(zone, band), taken)):
                found[n] += part
        low, high = self.births_part(zone)
        for y in born:
            if y > 2020:
                for n, part in enumerate(((low + high) / 2, low, high)):
                    found[n] += part * self.births[y]
        value, least, most = (n * m for n, m in zip(found, self.moves(zone, year), strict=True))
        return value, least, most

    def of(self, zone: str, service: str, year: int, group: str = "value") -> Ends:
        """Of a division or the city, all of them or one group: the ends of its divisions added up."""
        total = [0.0, 0.0, 0.0]
        for d in self.raw.divisions if zone == CITY else [zone]:
            ends, parts = self.of_division(d, service, year), self.part(d, service, group)
            total = [t + e * p for t, e, p in zip(total, ends, parts, strict=True)]
        return total[0], total[1], total[2]

    def part(self, zone: str, service: str, group: str) -> Ends:
        if group == "value":
            return 1.0, 1.0, 1.0
        share = self.raw.persons(zone, "non_local") / self.raw.persons(zone, "resident")
        low, value, high = (min(1.0, ratio * share) for ratio in RATIOS[service])
        return (value, low, high) if group == "non_local" else (1 - value, 1 - high, 1 - low)


def pupils(raw: Raw) -> list[tuple[str, int, tuple[str, ...], float, Ends]]:
    """Every number of pupils published since the census, and the children of those ages; levels that were published as one
    number, so that each is an estimate, are added up again."""
    cohorts, rows = Cohorts(raw), [r for r in raw.totals if r["item"] == "enrolled" and r["service"] in AGES]
    together: dict[tuple[str, int, str], list[Row]] = {}
    for r in rows:
        apart = "" if r["low"] else r["service"]
        together.setdefault((r["adcode"], int(r["year"]), apart), []).append(r)
    found = []
    for (zone, year, _), each in together.items():
        services = tuple(r["service"] for r in each)
        ends = [cohorts.of(zone, s, year) for s in services]
        all_of_them = tuple(sum(e[n] for e in ends) for n in range(3))
        found.append((zone, year, services, sum(float(r["value"]) for r in each), all_of_them))
    return sorted(
        found, key=lambda row: (row[1], row[0], -len(row[2]), row[2] != ("primary_school",), row[2])
    )


def enrolment(raw: Raw) -> list[Number]:
    found = []
    for row in raw.totals:
        if row["item"] == "enrolled":
            zone, service, year = row["adcode"], row["service"], int(row["year"])
            children = Cohorts(raw).of(zone, service, year)[0]
            found.append(
                (service, "enrolment_ratio", "resident", zone, year, 100 * float(row["value"]) / children)
            )
    return found


def conditions(raw: Raw) -> list[Number]:
    items = {
        "running_water": "running_water_share",
        "kitchen": "kitchen_share",
        "toilet": "toilet_share",
        "bath": "bath_share",
        "housing_space": "m2_per_person",
    }
    values = {(r["adcode"], r["item"]): float(r["value"]) for r in raw.rows("services/conditions.csv")}
    homes = {r["adcode"]: r for r in raw.rows("population/households.csv")}
    found: list[Number] = []
    for service, item in items.items():
        amount = item == "m2_per_person"
        weight = {
            d: float(h["family_households"]) * (float(h["avg_household_size"]) if amount else 1)
            for d, h in homes.items()
        }
        city = sum(values[d, item] * weight[d] for d in weight) / sum(weight.values())
        measure, scale = ("amount", 1) if amount else ("condition", 100)
        found.append((service, measure, "resident", GUANDU, 2020, scale * values[GUANDU, item]))
        found.append((service, measure, "resident", CITY, 2020, scale * city))
    return found


def numbers(raw: Raw) -> list[Number]:
    of_access = access(raw.folder, GUANDU, CITY)
    return [*population(raw), *provision(raw), *enrolment(raw), *of_access, *conditions(raw)]


Compared = tuple[str, float, float, float, float, str]
"""what was published, the figure, our own with its interval, and the mark: = taken over, ✓ within, ✗ outside"""

YEAR_END = {  # residents of 31 December 2020 (the census is of 1 November); hfbida.com/news/688414
    CITY: 8_463_000,
    "530102": 1_144_000,
    "530103": 988_000,
    GUANDU: 1_602_600,
    "530112": 961_000,
    DONGCHUAN: 261_000,
    "530114": 650_600,
}


def published(raw: Raw) -> list[Compared]:
    """Every published figure of what is measured here, and what we say instead or as well."""
    return [*_sums(raw), *_taken_over(raw), *_against_estimates(raw), *_migrants(raw)]


def _mark(figure: float, low: float, high: float) -> str:
    return "✓" if low <= figure <= high else "✗"


def _sums(raw: Raw) -> list[Compared]:
    """Published totals against the sum of our divisions."""

    def by_age(item: str) -> float:
        return sum(raw.shares[d, item] * raw.persons(d, "resident") for d in raw.divisions)

    def summed(year: int) -> float:
        return sum(raw.persons(d, "resident", year) for d in raw.divisions)

    slack = 0.00005 * 8_460_088  # shares are printed to four decimals
    return [
        (name, figure, ours, ours - slack, ours + slack, _mark(figure, ours - slack, ours + slack))
        for name, figure, ours in (
            ("全市常住 2020，各区县之和 · residents, sum of divisions", 8_460_088, summed(2020)),
            ("全市常住 2023，各区县之和 · residents, sum of divisions", 8_680_000, summed(2023)),
            ("0–14 岁 2020 · ages 0–14", 1_267_713, by_age("age_0_14")),
            ("60 岁以上 2020 · ages 60+", 1_218_187, by_age("age_60_plus")),
            ("65 岁以上 2020 · ages 65+", 887_222, by_age("age_65_plus")),
        )
    ]


def _taken_over(raw: Raw) -> list[Compared]:
    """Published figures that are shown as they are, since 2018; the interval is their rounding."""
    names = {r["adcode"]: r["short_zh"] for r in raw.rows("geo/divisions.csv")} | {CITY: "全市"}
    kinds = {"resident": "常住 residents", "registered": "户籍 registered"}
    found = []
    for (zone, year, group), row in sorted(raw.people.items()):
        if row["grade"] == "observed" and group in kinds and year >= 2018:
            figure, low, high = (float(row[end] or row["persons"]) for end in ("persons", "low", "high"))
            found.append((f"{names[zone]} {kinds[group]} {year}", figure, figure, low, high, "="))
    return found


def _against_estimates(raw: Raw) -> list[Compared]:
    """Published figures that are not used, or not of the same day or people, against what we show."""
    names = {r["adcode"]: r["short_zh"] for r in raw.rows("geo/divisions.csv")} | {CITY: "全市"}
    asked = [
        (f"{names[zone]}常住 2020 年末 · residents, year end", zone, 2020, "resident", float(figure))
        for zone, figure in YEAR_END.items()
    ]
    asked += [
        ("全市户籍 2020，市公报 · city register, communique", CITY, 2020, "registered", 5_827_900),
        ("全市户籍 2020，省年鉴 · city register, yearbook", CITY, 2020, "registered", 5_802_826),
        ("西山户籍 2022（疑误）· Xishan, doubtful, against 2023", "530112", 2023, "registered", 584_100),
        ("石林户籍 2023，对 2020 年估计 · Shilin, against the estimate of 2020", "530126", 2020, "registered", 256_016),
        ("安宁户籍 2022（存疑）· Anning, doubtful", "530181", 2020, "registered", 290_100),
        ("呈贡户籍 2022（仅实际管辖区）· Chenggong, own administration only", "530114", 2020, "registered", 157_400),
        ("禄劝 2009（口径不明）· Luquan, kind not stated", "530128", 2020, "registered", 448_000),
        ("寻甸 2009（口径不明）· Xundian, kind not stated", "530129", 2020, "registered", 513_000),
        ("安宁常住 2022（存疑），对 2023 年 · Anning residents, doubtful, against 2023", "530181", 2023, "resident", 491_400),
        ("石林常住 2023（与统计局矛盾）· Shilin residents, contradicts the bureau", "530126", 2023, "resident", 280_287),
        ("禄劝常住 2019（与前后年矛盾），对 2018 年 · Luquan residents, against 2018", "530128", 2018, "resident", 357_000),
        ("全市常住 2025（未见原文），对 2024 年 · residents, original not seen, against 2024", CITY, 2024, "resident", 8_744_000),
    ]  # fmt: skip
    found = []
    for name, zone, year, group, figure in asked:
        low, high = (raw.end(zone, group, year, end) for end in ("low", "high"))
        found.append((name, figure, raw.persons(zone, group, year), low, high, _mark(figure, low, high)))
    return found


def _migrants(raw: Raw) -> list[Compared]:
    """Migrant children among pupils against the non-local ones."""
    found = []
    for name, services, figure in (
        ("小学 primary", ("primary_school",), 24.45),
        ("初中 junior", ("junior_school",), 17.63),
        ("义务教育 compulsory", ("primary_school", "junior_school"), 22.36),
    ):
        of = {(d, s): raw.share_of_ages(d, s, 2020) for d in raw.divisions for s in services}
        ours = 100 * sum(n * raw.persons(d, "non_local") for (d, _), n in of.items())
        ours /= sum(n * raw.persons(d, "resident") for (d, _), n in of.items())
        label = f"随迁子女占在校生 2017，% · migrant children among pupils, {name}"
        found.append((label, figure, ours, ours, ours, _mark(figure, ours, ours)))
    return found


def shown(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.2f}"


def markdown(raw: Raw) -> str:
    lines = ["| service | measure | basis | zone | year | by hand |", "|---|---|---|---|---|---|"]
    lines += [
        f"| `{s}` | `{m}` | {b} | {NAMES.get(z, z)} | {y} | {shown(v)} |" for s, m, b, z, y, v in numbers(raw)
    ]
    lines += ["", "| 公布数 published | figure | ours | interval | |", "|---|---|---|---|---|"]
    lines += [
        f"| {name} | {shown(figure)} | {shown(ours)} | {shown(low)}–{shown(high)} | {mark} |"
        for name, figure, ours, low, high, mark in published(raw)
    ]
    lines += [
        "",
        "| 区域、年份 area, year | pupils of | published | children projected | |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {NAMES[zone]} {year} | {' + '.join(LEVELS[s] for s in services)} | {shown(count)} | "
        f"{shown(value)} ({shown(low)}–{shown(high)}) | {'✓' if low <= count <= high else '✗'} |"
        for zone, year, services, count, (value, low, high) in pupils(raw)
    ]
    return "\n".join(lines)


def main(folder: str, *more: str) -> None:
    text = markdown(Raw(Path(folder)))
    if more[:1] != ("--write",):
        print(text)
        return
    path = Path(more[1])
    before, rest = path.read_text(encoding="utf-8").split(BEGIN)
    path.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{rest.split(END)[1]}", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
