"""The projections that a register of a city is likely to be in: Gauss-Krüger and UTM with a central meridian near to it."""

import re

from equity.say import Label

THREE_DEGREE = Label(
    "CGCS2000 3度带投影，中央经线{cm}°（EPSG:{epsg}）",
    "CGCS2000 3-degree Gauss-Krüger, CM {cm}°E (EPSG:{epsg})",
)
SIX_DEGREE = Label(
    "CGCS2000 高斯投影，中央经线{cm}°：6度带{six}带、3度带{three}带（EPSG:{epsg}）",
    "CGCS2000 Gauss-Krüger, CM {cm}°E: 6-degree zone {six}, 3-degree zone {three} (EPSG:{epsg})",
)
UTM = Label("WGS-84 UTM {zone}N 带（EPSG:{epsg}）", "WGS-84 UTM zone {zone}N (EPSG:{epsg})")
FIRST_CM, LAST_CM = 75, 135  # degrees east: China
FIRST_THREE, FIRST_SIX, FIRST_UTM = (
    4534,
    4502,
    32600,
)  # EPSG codes of CM 75° E by 3 and by 6 degrees, of UTM zone 0


def near_projections(lon: float) -> tuple[str, ...]:
    """Ids (epsg4543 …), the nearest central meridian first: two by 3 degrees, two by 6 degrees, then two UTM zones.

    >>> near_projections(103.0)
    ('epsg4543', 'epsg4507', 'epsg4506', 'epsg32648', 'epsg32647')
    """
    by_three, by_six = ([*range(FIRST_CM, LAST_CM + 1, step)] for step in (3, 6))
    near = {cm for every in (by_three, by_six) for cm in sorted(every, key=lambda cm: abs(cm - lon))[:2]}
    gauss = [
        FIRST_SIX + (cm - FIRST_CM) // 6 if cm in by_six else FIRST_THREE + (cm - FIRST_CM) // 3
        for cm in sorted(near, key=lambda cm: abs(cm - lon))
    ]
    zones = sorted(range(43, 54), key=lambda zone: abs(6 * zone - 183 - lon))[:2]
    return tuple(f"epsg{code}" for code in (*gauss, *(FIRST_UTM + zone for zone in zones)))


def projection_name(datum: str) -> Label | None:
    """What one of these projections is called; None for any other."""
    found = re.fullmatch(r"epsg(\d+)", datum)
    epsg = int(found[1]) if found else 0
    if FIRST_SIX <= epsg <= FIRST_SIX + (LAST_CM - FIRST_CM) // 6:
        cm = FIRST_CM + 6 * (epsg - FIRST_SIX)
        return SIX_DEGREE.format(cm=cm, six=(cm + 3) // 6, three=cm // 3, epsg=epsg)
    if FIRST_THREE <= epsg <= FIRST_THREE + (LAST_CM - FIRST_CM) // 3:
        return THREE_DEGREE.format(cm=FIRST_CM + 3 * (epsg - FIRST_THREE), epsg=epsg)
    if FIRST_UTM < epsg <= FIRST_UTM + 60:
        return UTM.format(zone=epsg - FIRST_UTM, epsg=epsg)
    return None
