"""Every component id, once. Page-local ids carry the page's name; the shell's carry none."""

# shell
URL = "url"
PROVIDER = "provider"
HEADER = "header"
PAGE = "page"
RENDERED = "rendered"
REQUEST = "request"
LIVE_REGION = "live-region"
NOTICES = "notices"
DIALOGS = "dialogs"
WEBGL = "webgl"

# Inside a page that follows the address without being drawn anew (see `LIVE` in dashboard.pages)
VIEW = "view"
CATALOGUE = "catalogue"

# what the controls show, on both map pages
QUERY = "map-query"

# controls of the maps (overview and compare)
SERVICE = "control-service"
MEASURE = "control-measure"
BASIS = "control-basis"
YEAR = "control-year"
SCENARIO = "control-scenario"
SINCE = "control-since"
LAYERS = "control-layers"
BASIS_FIELD = "control-basis-field"
YEAR_FIELD = "control-year-field"
SCENARIO_FIELD = "control-scenario-field"
SINCE_FIELD = "control-since-field"
SERVICE_SHOWN = "control-service-shown"
MEASURE_SHOWN = "control-measure-shown"
SCENARIO_SHOWN = "control-scenario-shown"
SHEET_SHOWN = "control-sheet-shown"
SHEET_BASIS = "control-sheet-basis"

# overview
MAP = "overview-map"
MAP_SLOT = "overview-map-slot"
MAP_WANTED = "overview-map-wanted"
MAP_GRAPH = "overview-map-graph"
MAP_FIGURE = "overview-map-figure"
MAP_DRAWING = "overview-map-drawing"
LEGEND = "overview-legend"
BANNER = "overview-banner"
HEADLINE = "overview-headline"
KEY_FIGURES = "overview-key-figures"
STATE = "overview-state"
SORT = "overview-sort"
SORT_CHOICE = "overview-sort-choice"
FILTER = "overview-filter"
TABLE = "overview-table"
PANEL_NOTES = "overview-notes"
PANEL_YEARS = "overview-years"
LAYER_DATA = "overview-layer-data"
LAYERS_BOX = "overview-layers"
FACILITY = "overview-facility"
TABLE_KEY = "overview-table-key"

# compare
COMPARE_SIDES = ("compare-left", "compare-right")
COMPARE_STATE = "compare-state"
COMPARE_WANTED = "compare-wanted"
COMPARE_NOTE = "compare-note"
COMPARE_INEQUALITY = "compare-inequality"
COMPARE_LEGEND = "compare-legend"
COMPARE_CHART = "compare-chart"
COMPARE_HEADLINE = "compare-headline"
COMPARE_BANNER = "compare-banner"


def of_both_sides(part: str) -> tuple[str, ...]:
    """Of the left map and of the right: its ``slot``, ``graph``, ``figure``, ``paper``, ``drawing`` or ``title``."""
    return tuple(f"{side}-{part}" for side in COMPARE_SIDES)


# what if
PLAN_MAP = "plan-map"
PLAN_SLOT = "plan-map-slot"
PLAN_WANTED = "plan-map-wanted"
PLAN_GRAPH = "plan-map-graph"
PLAN_FIGURE = "plan-map-figure"
PLAN_DRAWING = "plan-map-drawing"
PLAN_MARKERS = "plan-markers"
PLAN_STATE = "plan-state"
PLAN_BANNER = "plan-banner"
PLAN_PANEL = "plan-panel"
PLAN_LEGEND = "plan-legend"
PLAN_EDITED = "plan-edited"
PLAN_EDITOR = "plan-editor"
PLAN_SERVICE = "plan-service"
PLAN_BASIS = "plan-basis"

# the dialogs
EXPORT = "export-dialog"
EXPORT_ZONE = "export-zone"
EXPORT_LANG = "export-lang"
EXPORT_SERVICES = "export-services"
EXPORT_SECTIONS = "export-sections"
EXPORT_DEMO, EMBED_DEMO = "export-demo", "embed-demo"
EXPORT_PREVIEW = "export-preview"
EXPORT_ONE = "export-one"
EXPORT_MANY = "export-many"
EXPORT_FORMATS = "export-formats"
EXPORT_START = "export-start"
EXPORT_PROGRESS = "export-progress"
EXPORT_PERMANENT = "export-permanent"

EMBED = "embed-dialog"
EMBED_KIND = "embed-kind"
EMBED_LANG = "embed-lang"
EMBED_THEME = "embed-theme"
EMBED_WIDTH = "embed-width"
EMBED_HEIGHT = "embed-height"
EMBED_PIN = "embed-pin"
EMBED_PREVIEW = "embed-preview"
EMBED_FRAME = "embed-frame"
EMBED_STATE = "embed-state"
EMBED_TEXTS = ("iframe", "image", "link", "markdown")


def export_link(format: str) -> str:
    return f"export-link-{format}"


def embed_text(name: str) -> str:
    return f"embed-text-{name}"


def embed_field(name: str) -> str:
    return f"embed-field-{name}"
