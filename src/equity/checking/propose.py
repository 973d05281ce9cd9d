"""Which column means what, proposed with reasons: by names, by the words in them, by what the cells hold."""

import re

from equity.checking.coordinate_columns import SURE_SHARE, Profile, choose_pair, heading_pairs, profiles
from equity.checking.datasets import POPULATION_COLUMNS, Dataset, Field
from equity.checking.mapping import Mapping
from equity.city import City
from equity.reading.vocabulary import grade_of, status_of
from equity.reading.words import excluded, plain, preferred, synonyms, whole
from equity.say import texts_of

TEXTS = texts_of(__name__)
EXACT_ONLY = {
    "facility_id",
    "point_id",
    "note",
    "service",
    "year",
    "persons",
    "status",
    "grade",
    "row_source",
}
ABOUT_EQUAL = 0.75  # of the best fit
CUT_BYTES = 9  # of the ten that a name in a Shapefile can have
YEAR_IN_NAME = re.compile(r"^(?:19|20)\d\d(?:年(?:度|末|底)?|-)?|(?:19|20)\d\d年?(?:末|底)?$")
TAIL = re.compile(r"数|数量|总数|总量|人数|个数|张数|套数|名|名称|全称|值|[a-z0-9]*")
LATIN_TAIL = re.compile(r"\d*|wgs84|gcj02|bd09|cn|zh|deg|name")


def propose(
    dataset: Dataset,
    names: tuple[str, ...],
    sample: list[list[str]],
    city: City,
    *,
    datum: str = "",
    cut: bool = False,
) -> Mapping:
    """A proposal for every field that some column can be: coordinates by headings and numbers, the others by name, then
    by names that end in a known one. Where two columns fit the field is left open.

    ``sample`` is rows of text cells below the header. A column is used once. ``datum``: the one chosen, if any.
    ``cut``: names may have lost their end, as those of a Shapefile do.
    """
    mapping = Mapping()
    cells = profiles(names, sample, city.bounds)
    filled = {i for i in range(len(names)) if not sample or any(row[i] for row in sample if i < len(row))}
    pairs = {i for i, profile in enumerate(cells) if profile == "pair"}
    if dataset.has_places:
        _coordinates(mapping, names, cells, filled, datum)
    for spec in dataset.fields:
        if not mapping.has(spec.name):
            _by_name(mapping, spec, dataset.service, names, filled, pairs, sample)
    if cut:
        _by_cut_name(mapping, dataset, names, pairs)
    _by_similar_name(mapping, dataset, names, filled - pairs, sample)
    if dataset.has_places and not mapping.has("lonlat"):
        _by_numbers(mapping, cells)
    _by_meaning(mapping, dataset, names, sample)
    _without_group(mapping, names)
    return mapping


def _coordinates(
    mapping: Mapping, names: tuple[str, ...], cells: list[Profile], filled: set[int], datum: str
) -> None:
    """Pairs of headings, and columns that hold both coordinates in one cell."""
    plausible = [i for i in sorted(filled) if cells[i] != "pair" and names[i]]
    pairs = heading_pairs(names, plausible)
    if pairs:
        best = choose_pair(pairs, datum)
        for field in ("lon", "lat"):
            hits = [getattr(p, field) for p in best]
            mapping.choose(field, hits, names, TEXTS.named)
            if len(best) == 1 and len(pairs) > 1:
                why = TEXTS.one_of_pairs.format(column=names[hits[0]], n=len(pairs) - 1)
                mapping.set(field, hits[0], why)
        return
    both = [i for i, profile in enumerate(cells) if profile == "pair"]
    called = [i for i in both if whole(names[i]) in synonyms("lonlat") or whole(names[i]) == "location"]
    if both:
        mapping.choose("lonlat", called if len(called) == 1 else both, names, TEXTS.both_coordinates)


def _by_name(
    mapping: Mapping,
    spec: Field,
    service: str,
    names: tuple[str, ...],
    filled: set[int],
    pairs: set[int],
    sample: list[list[str]],
) -> None:
    name, used = spec.name, {*mapping.columns.values(), *pairs}
    free = [i for i in range(len(names)) if i not in used and not excluded(name, names[i])]
    if spec.is_counted:
        known = set(synonyms(name, service))
        hits = [
            i
            for i in free
            if {whole(names[i]), plain(names[i]), _without_year(names[i])} & known and i in filled
        ]
        hits = hits and [*hits, *_preferred(spec, service, names, hits, free, filled)]
        if len(hits) > 1 and not _alike(hits, sample):
            return _open_between(mapping, name, service, hits, names)
    for word in synonyms(name, service):
        hits = (
            [i for i in free if whole(names[i]) == word]
            or [i for i in free if plain(names[i]) == word]
            or [i for i in free if name not in EXACT_ONLY and _fit(plain(names[i]), word) == 1]
        )
        hits = [i for i in hits if i in filled] or hits[:1]
        if hits:
            hits = hits[:1] if _alike(hits, sample) else hits
            if others := _preferred(spec, service, names, hits, free, filled):
                return _open_between(mapping, name, service, [*hits, *others], names)
            return mapping.choose(name, hits, names, TEXTS.named)


def _preferred(
    spec: Field, service: str, names: tuple[str, ...], hits: list[int], free: list[int], filled: set[int]
) -> list[int]:
    """Columns of numbers that are called like the field and are preferred to all of ``hits``: asked about as well."""
    if not spec.is_counted:
        return []
    words, best = synonyms(spec.name, service), min(preferred(spec.name, service, names[i]) for i in hits)
    return [
        i
        for i in free
        if i in filled
        and i not in hits
        and preferred(spec.name, service, names[i]) < best
        and any(_fit(plain(names[i]), word) for word in words)
    ]


def _open_between(mapping: Mapping, name: str, service: str, hits: list[int], names: tuple[str, ...]) -> None:
    """The field left open, with a proposal where a preference is stated."""
    mapping.choose(name, hits, names, TEXTS.named)
    ranks = [preferred(name, service, names[i]) for i in hits]
    if ranks.count(min(ranks)) == 1:
        best = names[hits[ranks.index(min(ranks))]]
        mapping.reasons[name] = TEXTS.best_of.format(why=mapping.reasons[name], best=best)
        mapping.proposed[name] = best


def _alike(hits: list[int], sample: list[list[str]]) -> bool:
    """Whether the columns hold the same in every row that is known."""
    rows = [[row[i] for i in hits] for row in sample if len(row) > max(hits)]
    return bool(rows) and all(len(set(cells)) == 1 for cells in rows)


def _without_year(name: str) -> str:
    """A heading without a year before or behind it: 2022年末床位数 is a number of beds."""
    return plain(YEAR_IN_NAME.sub("", plain(name)))


def _by_cut_name(mapping: Mapping, dataset: Dataset, names: tuple[str, ...], pairs: set[int]) -> None:
    """Names of a Shapefile end after ten bytes: 学校名 for 学校名称."""
    for spec in dataset.fields:
        if mapping.has(spec.name) or spec.name in EXACT_ONLY:
            continue
        taken = {*mapping.columns.values(), *pairs}
        hits = [
            i
            for i in range(len(names))
            if i not in taken
            and len(names[i].encode()) >= CUT_BYTES
            and any(w.startswith(whole(names[i])) for w in synonyms(spec.name, dataset.service))
        ]
        if len(hits) == 1:
            mapping.choose(spec.name, hits, names, TEXTS.cut_off)


def _by_similar_name(
    mapping: Mapping, dataset: Dataset, names: tuple[str, ...], filled: set[int], sample: list[list[str]]
) -> None:
    """Every free column goes to the field of which it says most; every field takes the column that says it clearly best."""
    fitting: dict[str, list[tuple[float, int]]] = {}
    fields = [f.name for f in dataset.fields if not mapping.has(f.name) and f.name not in EXACT_ONLY]
    for i in [i for i in range(len(names)) if i not in mapping.taken and (i in filled or not sample)]:
        fits = [
            (max(_fit(form, w) for form in (plain(names[i]), whole(names[i])) for w in words), field)
            for field in fields
            if (words := synonyms(field, dataset.service)) and not excluded(field, names[i])
        ]
        best, field = max(fits, key=lambda pair: pair[0], default=(0.0, ""))
        if best:
            fitting.setdefault(field, []).append((best, i))
    for field, found in fitting.items():
        best = max(fit for fit, _ in found)
        hits = [i for fit, i in found if fit > ABOUT_EQUAL * best]
        if len(hits) > 1 and dataset.field(field).is_counted and not _alike(hits, sample):
            _open_between(mapping, field, dataset.service, hits, names)
            continue
        mapping.choose(field, hits, names, TEXTS.named_like)


def _fit(header: str, word: str) -> float:
    """How much of a header the word says, 0 to 1, but for a harmless ending as in 床位数; 0 where the header is about
    something else in the end."""
    least, tail = (4, LATIN_TAIL) if word.isascii() else (2, TAIL)
    start = header.rfind(word)
    if len(word) < least or start < 0 or not tail.fullmatch(header[start + len(word) :]):
        return 0.0
    return len(word) / (start + len(word))


def _without_group(mapping: Mapping, names: tuple[str, ...]) -> None:
    """A number of persons means nothing beside columns for each group, if no column says whose it is."""
    if "population_group" in mapping.columns or not set(POPULATION_COLUMNS) & set(mapping.columns):
        return
    if (column := mapping.columns.pop("persons", None)) is not None:
        mapping.reasons["persons"] = TEXTS.no_group.format(column=names[column])


def _by_numbers(mapping: Mapping, cells: list[Profile]) -> None:
    """Coordinates by what their numbers are, where no heading says so: degrees, or metres both ways."""
    taken = set(mapping.columns.values())
    for kinds in (("lon", "lat"), ("east", "north")):
        found = [
            next((i for i, c in enumerate(cells) if c == kind and i not in taken), None) for kind in kinds
        ]
        for name, profile, column in zip(("lon", "lat"), kinds, found, strict=True):
            if mapping.has(name) or column is None:
                continue
            if profile in ("east", "north") and None in found:
                continue
            mapping.set(name, column, TEXTS["profiles"][profile])


def _by_meaning(mapping: Mapping, dataset: Dataset, names: tuple[str, ...], sample: list[list[str]]) -> None:
    """The columns of status and grade by what their cells say."""
    for name, meaning in (("status", status_of), ("grade", grade_of)):
        if not dataset.has(name) or name in mapping.columns:
            continue
        taken = set(mapping.columns.values())
        for i in [i for i in range(len(names)) if i not in taken and names[i]]:
            cells = [row[i] for row in sample if i < len(row) and row[i].strip()]
            if len(cells) >= 2 and sum(bool(meaning(c)) for c in cells) >= SURE_SHARE * len(cells):
                mapping.set(name, i, TEXTS["meanings"][name])
                break
