"""How far the figures of a service can be relied on, by the grade of the data that are loaded, not by what kind of service it is."""

from typing import Literal

from equity.indicators.definition import Definition
from equity.say import worst_grade
from equity.warehouse import Warehouse

Standing = Literal["real", "demonstration", "waiting"]


class Standings:
    """The grades of what is loaded: supply by service and division, and the places that access is reckoned from."""

    def __init__(self, warehouse: Warehouse) -> None:
        supply = warehouse.read(
            "SELECT service, division_code, grade FROM core_supply WHERE supply IS NOT NULL"
        )
        self._supply = {(r.service, r.division_code): r.grade for r in supply.itertuples()}
        places = warehouse.read(
            "SELECT service, grade_name(max(grade_rank(grade))) AS grade FROM core_facilities GROUP BY service "
            "UNION ALL SELECT '', grade_name(max(grade_rank(grade))) FROM core_points"
        )
        self._places = {r.service: r.grade for r in places.itertuples()}

    def places_grade(self, service: str) -> str:
        """The worse grade of where facilities of the service and where people are."""
        return worst_grade(*(self._places.get(of) or "illustrative" for of in (service, "")))

    def of(self, definition: Definition, divisions: tuple[str, ...], family: str) -> Standing:
        """``waiting``: nothing is loaded for these divisions; ``demonstration``: some of it is a placeholder."""
        if definition.kind not in {"total", "facility"}:
            return "real"
        found = [self._supply[definition.id, d] for d in divisions if (definition.id, d) in self._supply]
        if not found:
            return "waiting"
        grade = worst_grade(*found)
        if family == "access":
            grade = worst_grade(grade, self.places_grade(definition.id))
        return "demonstration" if grade == "illustrative" else "real"
