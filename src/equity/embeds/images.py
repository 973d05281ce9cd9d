"""Maps and charts as pictures: SVG and PNG in the size asked for, for documents and for pages that cannot frame."""

from collections.abc import Mapping

from flask import Response, request

from equity.documents.images import CSS_DPI, MAX_DPI, MAX_PIXELS, svg_to_png
from equity.documents.store import find_report
from equity.draw.element import number
from equity.embeds.drawings import draw_bare_map, draw_chart, draw_map
from equity.embeds.material import (
    NOT_HELD,
    Material,
    asks_for_a_plan,
    material_of,
    read_left_out,
    read_live,
    read_pinned,
    read_planned,
)
from equity.http import conditional
from equity.http.context import Context
from equity.http.errors import ApiError, not_found
from equity.http.kept import Kept
from equity.http.request import read_choice, read_integer
from equity.indicators.records import ValueRecord
from equity.say import texts_of

TEXTS = texts_of(__name__)

KINDS = ("map", "chart")
TYPES = {"svg": "image/svg+xml", "png": "image/png"}
MIN_SIDE, MAX_SIDE = 240, 4000
MIN_DPI, DEFAULT_DPI = 72, 192
# whole: with title, legend and sources; map: only the map, for a page that has these itself; compared: the same, in
# the classes of both sides together
PARTS = ("whole", "map", "compared")
SIZES = {"map": (900, 640), "chart": (760, 520)}


def read_material(ctx: Context, args: Mapping[str, str], *, zones: bool = False) -> Material:
    """Live, or pinned where ``snapshot`` is given; ApiError where that is not kept or does not hold it."""
    pinned = args.get("snapshot", "")
    if not pinned and asks_for_a_plan(args):
        return read_planned(ctx, args)
    if not pinned:
        return read_live(ctx, ctx.view(dict(args)), zones=zones)
    snapshot = find_report(ctx.settings, pinned)
    if snapshot is None:
        raise not_found(TEXTS.no_snapshot.format(id=pinned[:20]), "snapshot")
    if snapshot.plans:
        view = ctx.view({"lang": snapshot.lang} | dict(args))
        return material_of(ctx, view, snapshot.plans[0], pinned=snapshot.id)
    found = read_pinned(ctx, args, snapshot) or read_left_out(ctx, args, snapshot)
    if found is None:
        raise ApiError("not_found", NOT_HELD, "snapshot")
    return found


def picture(ctx: Context, pictures: Kept[bytes], kind: str, extension: str) -> Response:
    """One picture, or 304. A pinned one never changes; a live one is checked against the data version."""
    if kind not in KINDS or extension not in TYPES:
        raise not_found(TEXTS.no_picture)
    args = dict(request.args.items())
    width = read_integer(args, "width", MIN_SIDE, MAX_SIDE, SIZES[kind][0])
    height = read_integer(args, "height", MIN_SIDE, MAX_SIDE, SIZES[kind][1])
    dpi = read_integer(args, "dpi", MIN_DPI, MAX_DPI, DEFAULT_DPI)
    part = read_choice(args, "part", PARTS, PARTS[0])
    if extension == "png" and width * height * (dpi / CSS_DPI) ** 2 > MAX_PIXELS:
        millions = number(MAX_PIXELS / 1e6)
        raise ApiError("invalid_parameter", TEXTS.too_many_pixels.format(millions=millions), "dpi")
    approval = ctx.settings.map_approval
    version = args["snapshot"] if args.get("snapshot") else ctx.indicators.data_version
    cache = conditional.FOREVER if args.get("snapshot") else conditional.REVALIDATE
    etag = conditional.asked_etag(version, approval)
    if conditional.has_it(etag) and not args.get("snapshot"):
        return conditional.not_modified(etag, cache)

    def draw() -> bytes:
        m = read_material(ctx, args, zones=kind == "chart")
        if kind == "map" and part == "whole":
            drawn = draw_map(m, width=width, height=height, approval=approval)
        elif kind == "map":
            classed = _both_sides(m) if part == "compared" else m.records
            drawn = draw_bare_map(m, classed, width=width, height=height, approval=approval)
        else:
            drawn = draw_chart(m, width=width, height=height)
        if extension == "svg":
            return drawn.svg.encode()
        return svg_to_png(drawn.svg, drawn.width, drawn.height, dpi=dpi)

    def in_turn() -> bytes:
        with ctx.drawing.turn():
            return draw()

    body = pictures.get(etag, in_turn if extension == "png" else draw)
    response, prefix = Response(body, mimetype=TYPES[extension]), ctx.indicators.city.file_prefix
    response.headers["Content-Disposition"] = f'inline; filename="{prefix}-{kind}.{extension}"'
    # an SVG opened by itself is a document: it may not run or fetch anything
    ancestors = ctx.settings.frame_ancestors
    policy = f"default-src 'none'; style-src 'unsafe-inline'; frame-ancestors {ancestors}"
    response.headers["Content-Security-Policy"] = policy
    return conditional.stamp(response, etag, cache)


def _both_sides(m: Material) -> tuple[ValueRecord, ...]:
    sides = m.view.registry.measures[m.query.measure].sides
    return tuple(r for side in sides for r in m.view.values(m.query.but(basis=side)))
