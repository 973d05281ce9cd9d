"""Which letters a browser drew as boxes: on the page by the fonts it says it used, on a canvas by their picture."""

from __future__ import annotations

from functools import cache

from fontTools.ttLib import TTFont
from playwright.sync_api import Page

from tests.browsing import DEJAVU

# Draws each letter again, alone, beside U+FFFF, which no font has.
WATCH_CANVAS = """(() => {
  window.boxes = []; window.lettered = 0;
  const side = new OffscreenCanvas(96, 96).getContext("2d", { willReadFrequently: true });
  const spare = side.fillText;
  for (const kind of [CanvasRenderingContext2D, OffscreenCanvasRenderingContext2D]) {
    const draw = kind.prototype.fillText;
    kind.prototype.fillText = function (text, ...where) {
      side.font = this.font;
      const picture = (letter) => {
        side.clearRect(0, 0, 96, 96);
        spare.call(side, letter, 20, 70);
        return side.getImageData(0, 0, 96, 96).data.join();
      };
      const box = picture("\\uffff");
      for (const letter of text) {
        if (letter < "\\u2e80") continue;
        window.lettered += 1;
        if (picture(letter) === box) window.boxes.push(letter + " in " + this.font);
      }
      return draw.call(this, text, ...where);
    };
  }
})()"""


@cache
def machine_letters() -> set[str]:
    """What the machine of these tests can draw by itself."""
    with TTFont(DEJAVU / "DejaVuSans.ttf", lazy=True) as font:
        return {chr(c) for c in font.getBestCmap()}


def boxes(page: Page) -> list[str]:
    """Texts of the page of which a letter was drawn as a box."""
    have, found = machine_letters(), []
    session = page.context.new_cdp_session(page)
    for domain in ("DOM", "CSS"):
        session.send(f"{domain}.enable")
    session.send("DOM.getDocument")
    nodes = session.send("DOM.getFlattenedDocument", {"depth": -1, "pierce": True})["nodes"]
    for node in nodes:
        needed = sum(not c.isspace() and c not in have for c in node["nodeValue"])
        if node["nodeType"] != 3 or not needed:
            continue
        fonts = session.send("CSS.getPlatformFontsForNode", {"nodeId": node["nodeId"]})["fonts"]
        brought = sum(font["glyphCount"] for font in fonts if font["isCustomFont"])
        if fonts and brought < needed:
            found.append(
                f"{node['nodeValue'].strip()[:60]}: {[(f['familyName'], f['glyphCount']) for f in fonts]}"
            )
    session.detach()
    return found + (page.evaluate("window.boxes || []") or [])
