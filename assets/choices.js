// @ts-check
/* Cameras and choices of the maps. Pure: data in, data out (tests/browser/choices.test.js). */
(function () {
  "use strict";
  const root = (window.dash_clientside = window.dash_clientside || {});
  const TILE = 512; // MapLibre: the world is 512 px wide at zoom 0

  const mercator = (/** @type {number} */ lat) => (1 - Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / Math.PI) / 2;
  const latitude = (/** @type {number} */ y) => (Math.atan(Math.exp(Math.PI * (1 - 2 * y))) * 360) / Math.PI - 90;

  /**
   * Centre and zoom that show `bounds` (west, south, east, north) in a box of `width` × `height` px less `padding`.
   * @param {number[]} bounds
   * @param {number} width
   * @param {number} height
   * @param {{left: number, right: number, top: number, bottom: number}} padding
   */
  function fit(bounds, width, height, padding) {
    const [west, south, east, north] = bounds;
    const x0 = (west + 180) / 360, x1 = (east + 180) / 360, y0 = mercator(north), y1 = mercator(south);
    const w = Math.max(80, width - padding.left - padding.right), h = Math.max(80, height - padding.top - padding.bottom);
    const world = Math.min(w / (x1 - x0), h / (y1 - y0));
    const x = (x0 + x1) / 2 - (padding.left - padding.right) / 2 / world;
    const y = (y0 + y1) / 2 - (padding.top - padding.bottom) / 2 / world;
    return { center: { lon: x * 360 - 180, lat: latitude(y) }, zoom: Math.log2(world / TILE) };
  }

  /**
   * Arguments of the address for what was chosen: an argument that the catalogue does not offer for the service is left out, and
   * the server decides it; a side goes over to its twin in another family of measures.
   * @param {Record<string, string>} chosen
   * @param {any} catalogue
   */
  function possible(chosen, catalogue) {
    const years = catalogue.services[chosen.service].measures.years;
    const measure = chosen.measure in years ? chosen.measure : "";
    const known = measure || Object.keys(years)[0];
    const sides = catalogue.bases[known].map((/** @type {{value: string}} */ side) => side.value);
    const basis = [chosen.basis, catalogue.twins[chosen.basis]].find((side) => sides.includes(side)) || "";
    const year = years[known].includes(chosen.year) ? chosen.year : "";
    const scenario = catalogue.scenarios.includes(known) && chosen.scenario !== catalogue.baseline ? chosen.scenario : "";
    const since = catalogue.changing.includes(known) && chosen.since !== "0" && chosen.since < chosen.year ? chosen.since : "";
    return { service: chosen.service, measure, basis, year, scenario, since };
  }

  /**
   * The years that a change up to the year of the query can begin, after the choice of no comparison.
   * @param {Record<string, string>} query
   * @param {any} catalogue
   */
  function begins(query, catalogue) {
    const years = catalogue.changing.includes(query.measure) ? catalogue.services[query.service].measures.years[query.measure] : [];
    const earlier = years.filter((/** @type {string} */ year) => year < query.year);
    return [{ value: "0", label: catalogue.notCompared }, ...earlier.map((/** @type {string} */ year) => ({ value: year, label: year }))];
  }

  /**
   * The measures of a service as they are called in the scenario of the query: one with a decay has names of its own.
   * @param {Record<string, string>} query
   * @param {any} catalogue
   */
  function measures(query, catalogue) {
    const options = catalogue.services[query.service].measures.options;
    if (!catalogue.decays.includes(query.scenario)) return options;
    const named = (/** @type {any} */ option) => option.items ? { ...option, items: option.items.map(named) }
      : { ...option, label: catalogue.decayLabels[option.value] || option.label };
    return options.map(named);
  }

  root.choices = { fit, possible, begins, measures };
})();
