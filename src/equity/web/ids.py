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

# Inside a page that follows the address without being drawn anew (see `LIVE` in web.pages)
VIEW = "view"
CATALOGUE = "catalogue"

# controls of the maps (overview and compare)
SERVICE = "control-service"
MEASURE = "control-measure"
BASIS = "control-basis"
YEAR = "control-year"
LAYERS = "control-layers"

# overview
MAP = "overview-map"
MAP_FIGURE = "overview-map-figure"
MAP_IMAGE = "overview-map-image"
MAP_SUMMARY = "overview-map-summary"
LEGEND = "overview-legend"
BANNER = "overview-banner"
HEADLINE = "overview-headline"
KEY_FIGURES = "overview-key-figures"
ROWS = "overview-rows"
SORT = "overview-sort"
FILTER = "overview-filter"
TABLE = "overview-table"
PANEL_NOTES = "overview-notes"
LAYER_DATA = "overview-layer-data"

# compare
COMPARE_LEFT = "compare-left"
COMPARE_RIGHT = "compare-right"
COMPARE_LEFT_FIGURE = "compare-left-figure"
COMPARE_RIGHT_FIGURE = "compare-right-figure"
COMPARE_LEFT_IMAGE = "compare-left-image"
COMPARE_RIGHT_IMAGE = "compare-right-image"
COMPARE_TITLES = "compare-titles"
COMPARE_LEGEND = "compare-legend"
COMPARE_CHART = "compare-chart"
COMPARE_HEADLINE = "compare-headline"
COMPARE_BANNER = "compare-banner"
