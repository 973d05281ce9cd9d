"""Figures as SVG and PNG. PNG is drawn by Typst's SVG renderer with the shipped fonts, up to 600 dpi."""

from equity.documents.fonts import FONT_DIR
from equity.draw.element import number
from equity.say import texts_of
from equity.typesetting import Order, typesetter
from equity.views.drawings import Figure
from equity.views.model import Report

TEXTS = texts_of(__name__)

MIN_DPI, MAX_DPI = 36, 600
MAX_PIXELS = 20_000_000
CSS_DPI = 96  # an SVG unit is a CSS pixel
_PAGE = """#set page(width: {w}pt, height: {h}pt, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg", width: 100%)"""


def svg_to_png(svg: str, width: float, height: float, *, dpi: int = 300) -> bytes:
    """A PNG of a drawing that measures ``width`` × ``height`` CSS pixels. Raises :class:`UserError` for a size out of bounds."""
    pixels = width * height * (dpi / CSS_DPI) ** 2
    if not MIN_DPI <= dpi <= MAX_DPI or pixels > MAX_PIXELS:
        raise TEXTS.user_error(
            "resolution",
            least=MIN_DPI,
            most=MAX_DPI,
            megapixels=MAX_PIXELS // 1_000_000,
            dpi=dpi,
            asked=pixels / 1e6,
        )
    page = _PAGE.format(w=number(width * 0.75), h=number(height * 0.75))
    return typesetter(FONT_DIR).make(Order(page.encode(), {"svg": svg}, "png", ppi=dpi))


def figure_png(figure: Figure, *, dpi: int = 300) -> bytes:
    return svg_to_png(figure.svg, figure.width, figure.height, dpi=dpi)


def _named(report: Report) -> dict[str, Figure]:
    """Every figure by the name of its file; those of a section apart carry its name too."""
    return {f"{s.id}-{f.id}" if s.apart else f.id: f for s, f in report.figures()}


def write_svgs(report: Report) -> dict[str, bytes]:
    """Every figure as a standalone SVG file, by name."""
    return {f"{name}.svg": figure.svg.encode() for name, figure in _named(report).items()}


def write_pngs(report: Report, *, dpi: int = 300) -> dict[str, bytes]:
    return {f"{name}.png": figure_png(figure, dpi=dpi) for name, figure in _named(report).items()}
