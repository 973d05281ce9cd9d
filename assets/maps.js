// @ts-check
/* Maps and their controls, in the browser: camera, selection, point layers, and controls that follow the address. */
(function () {
  "use strict";
  const root = (window.dash_clientside = window.dash_clientside || {});
  let catalogue = null; // what can be chosen and where the map has its layers, as the server says
  let chips = null; // the point layers that are switched on, as the chips said last
  let around = null; // bounds of an area within reach that was just asked for, until the map has gone there
  let visited = ""; // the area within reach that the map went to last
  let told = ""; // the facility that its list was told: what comes back from there is no choice
  let offered = ""; // the service and version whose facilities can be chosen from, and the language of their names
  const cameras = {}; // last camera of each map by name, kept while the reader moves between views

  let able = null; // whether the browser can draw web maps; asked once and late, since the question alone starts its graphics
  function webgl() {
    if (able === null) {
      const found = window.WebGL2RenderingContext && document.createElement("canvas").getContext("webgl2");
      const release = found && found.getExtension("WEBGL_lose_context");
      if (release) release.loseContext();
      able = !!found;
      document.documentElement.dataset.webgl = able ? "1" : "0";
    }
    return able;
  }

  function fitted(id, data) {
    const box = document.getElementById(id);
    const width = (box && box.clientWidth) || window.innerWidth, height = (box && box.clientHeight) || window.innerHeight / 2;
    const small = window.innerWidth <= 900;
    const padding = small ? { left: 14, right: 14, top: 14, bottom: 14 } : data.padding;
    return root.choices.fit(data.bounds, width, height, padding);
  }

  function plot(id) {
    const box = document.getElementById(id);
    return box && box.querySelector(".js-plotly-plot");
  }

  function set(changes) {
    const address = root.address;
    address.go(window.location.pathname, address.searchWith(changes));
  }

  function current() { return root.address.args(); }

  const sources = {}; // what each map was last mounted from, for "whole city"

  /**
   * Gives the names on a map the fonts of the page. Text on a canvas does not wait for a web font, so the names are first put
   * on the page, which asks for their characters; where the reader's own font has them, ours is not named and not fetched.
   */
  async function letter(data) {
    const style = data.figure.layout.map.style;
    const labels = (style.layers || []).filter((layer) => layer.type === "symbol");
    if (!labels.length || !document.fonts) return;
    const names = labels.flatMap((layer) => style.sources[layer.source].data.features.map((f) => f.properties.name));
    const probe = document.createElement("span");
    probe.className = "visually-hidden";
    probe.setAttribute("aria-hidden", "true");
    probe.textContent = names.join(" ");
    document.body.append(probe);
    probe.getBoundingClientRect();
    await document.fonts.ready;
    probe.remove();
    const bare = (name) => name.trim().replace(/["']/g, "");
    const ours = [...document.fonts], fetched = ours.filter((face) => face.status === "loaded");
    const has = (faces, name) => faces.some((face) => bare(face.family) === name);
    const stack = getComputedStyle(document.body).fontFamily.split(",").map(bare);
    labels.forEach((layer) => { layer.layout["text-font"] = stack.filter((name) => !has(ours, name) || has(fetched, name)); });
  }

  let touched = () => {}; // what the first touch of a map on this page does
  document.addEventListener("pointerdown", function (event) {
    const target = /** @type {Element} */ (event.target);
    if (target.closest(".map-area")) touched();
  }, true);

  /**
   * On a phone the drawing is enough until it is touched; elsewhere the web map follows when the page has come to rest.
   * Asked for once: a second time would make the map anew under the finger.
   */
  function later(store) {
    let asked = false;
    const want = () => {
      if (asked) return;
      asked = true;
      if (webgl()) root.set_props(store, { data: true });
    };
    touched = want;
    if (current().get("facility")) { want(); return; } // which is asked for, and only a web map shows
    if (window.matchMedia("(pointer: coarse) and (max-width: 900px)").matches) return;
    const idle = window.requestIdleCallback || ((run) => window.setTimeout(run, 300));
    window.setTimeout(() => idle(want, { timeout: 3000 }), 50);
  }

  const turns = {}, drawn = {};
  const begun = {}; // the element a figure was first given to; a new page has a new one
  function started(id) {
    const box = document.getElementById(id);
    const known = begun[id] && begun[id] === box;
    begun[id] = box;
    return known;
  }

  /** Marks the frame of a map as drawn once it is; until then a line of text stands in it. */
  function watch(id) {
    const box = document.getElementById(id), area = box && box.closest(".map-area");
    if (!area || area.dataset.drawn !== undefined) return;
    area.dataset.drawn = "";
    const patience = Date.now() + 20000; // then what there is of the map is shown all the same
    (function look() {
      if (maps.ready(id)) {
        area.dataset.drawn = "1";
        const canvas = maps.engine(id).getCanvas(); // MapLibre says "Map" and makes it one more region of the page
        canvas.setAttribute("aria-label", area.getAttribute("aria-label"));
        canvas.setAttribute("role", "application");
        return;
      }
      if (Date.now() > patience) area.dataset.drawn = "late";
      if (document.contains(area)) window.setTimeout(look, 40);
    })();
  }

  const maps = (root.maps = {
    webgl: webgl,
    cameras: cameras,
    shown: null, // the question that the controls show
    plot: plot,

    /** The figure as the server sent it, with the reader's camera and the point layers. Nothing without WebGL. */
    compose: function (id, data, layers) {
      if (!data || !webgl()) return root.no_update;
      sources[id] = data;
      watch(id);
      if (around) cameras[data.name] = fitted(id, Object.assign({}, data, { bounds: around }));
      around = null;
      const camera = cameras[data.name] || (cameras[data.name] = fitted(id, data));
      const figure = data.figure;
      const traces = figure.data.map((trace, i) => {
        const name = catalogue && Object.keys(catalogue.traces).find((key) => catalogue.traces[key] === i);
        if (!name) return trace;
        const content = layers && layers[name];
        if (!content) return Object.assign({}, trace, { visible: false, lon: [], lat: [], text: [] });
        const own = Object.fromEntries(["size", "color"].filter((key) => content[key]).map((key) => [key, content[key]]));
        const marker = Object.assign({}, trace.marker, own);
        const shown = { visible: true, lon: content.lon, lat: content.lat, text: content.text, customdata: content.id || content.lon.map(() => ""), marker: marker };
        return Object.assign({}, trace, shown);
      });
      const drawn = figure.layout.map.layers.map((layer, i) =>
        catalogue && i === catalogue.circles && layers && layers.circles ? Object.assign({}, layer, { source: layers.circles, visible: true }) : layer
      );
      const map = Object.assign({}, figure.layout.map, { layers: drawn, center: camera.center, zoom: camera.zoom });
      return { data: traces, layout: Object.assign({}, figure.layout, { map: map }) };
    },

    /** Where a map has its point layers, on a page without the controls of the map pages. */
    know: function (known) { catalogue = known; },

    /** MapLibre behind a graph, once Plotly has made it. */
    engine: function (id) {
      const graph = plot(id);
      const subplot = graph && graph._fullLayout && graph._fullLayout.map && graph._fullLayout.map._subplot;
      return subplot && subplot.map;
    },

    /** Whether the divisions are on the map and nothing more is under way. */
    ready: function (id) {
      const map = maps.engine(id);
      if (!map || !map.loaded()) return false;
      const style = map.getStyle();
      return !!style && style.layers.some((layer) => layer.id.startsWith("plotly-trace-layer"));
    },

    /**
     * `compose`, but a map that is still loading is let finish first: Plotly loses a map that is changed under way.
     * Of several changes in the meantime only the last counts.
     */
    settle: async function (id, data, layers) {
      if (data && webgl()) await letter(data);
      const first = maps.compose(id, data, layers), content = JSON.stringify(layers || {});
      const begun = started(id);
      if (first === root.no_update || (begun && drawn[id] && drawn[id][0] === data && drawn[id][1] === content)) return root.no_update;
      drawn[id] = [data, content];
      const turn = (turns[id] = (turns[id] || 0) + 1);
      if (!begun) return first;
      const until = Date.now() + 20000;
      while (!maps.ready(id) && Date.now() < until) {
        await new Promise((resolve) => window.setTimeout(resolve, 40));
        if (turns[id] !== turn) return root.no_update;
      }
      return maps.compose(id, data, layers);
    },

    mount: function (data, layers, known) {
      catalogue = known || catalogue;
      return maps.settle("overview-map", data, layers);
    },

    /** The web map in its place, once it is wanted: when nothing else is to be done, or at the first touch of the drawing. */
    begin: function (wanted, ...graphs) {
      if (wanted) return graphs.length > 1 ? graphs : graphs[0];
      later(root.callback_context.inputs_list[0].id);
      return graphs.length > 1 ? graphs.map(() => root.no_update) : root.no_update;
    },

    draw: function (state) { return maps.inline("overview-map", state.search, "map"); },

    /** Where no web map is on screen the server's drawing follows the address, in the size of its frame. */
    inline: async function (id, search, part) {
      const frame = document.getElementById(id + "-drawing");
      if (!frame || frame.closest(".map-area").dataset.drawn) return root.no_update;
      const changes = { part: part, include: "demo", width: Math.max(240, frame.clientWidth), height: Math.max(240, frame.clientHeight) };
      const wanted = root.address.searchWith(changes, search);
      frame.dataset.wanted = wanted;
      const answer = await fetch(root.address.at("/image/map.svg") + wanted);
      return answer.ok && frame.dataset.wanted === wanted ? answer.text() : root.no_update;
    },

    remember: function (moved) { maps.keep("overview-map", moved); },

    keep: function (id, moved) {
      const source = sources[id];
      if (!moved || !source || !moved["map.center"]) return;
      cameras[source.name] = { center: moved["map.center"], zoom: moved["map.zoom"] };
    },

    pick: function (click) {
      const point = click && click.points && click.points[0];
      if (!point) return;
      root.set_props("overview-map", { clickData: null });
      if (point.location) maps.select(point.location);
      else if (point.customdata) set({ facility: point.customdata === current().get("facility") ? "" : point.customdata });
    },

    /** First choice selects a division, the second opens its page. */
    select: function (code) {
      if (current().get("zone") === code) root.address.go(root.address.at("/district/") + code, window.location.search);
      else set({ zone: code });
    },

    point: function (hover) {
      const code = hover && hover.points && hover.points[0] && hover.points[0].location;
      document.querySelectorAll("[data-zone].near").forEach((row) => row.classList.remove("near"));
      if (code) document.querySelectorAll('[data-zone="' + code + '"]').forEach((row) => row.classList.add("near"));
    },

    /**
     * Takes the card away when the pointer has left the map, which Plotly does not see: also the one that it has yet to draw,
     * and the one that it would draw again (`_rehover`) whenever the map comes to rest.
     */
    leave: function (graph) {
      if (graph && graph._fullLayout) {
        graph._fullLayout._rehover = null;
        window.Plotly.Fx.unhover(graph);
      }
      maps.point(null);
    },

    /** Fetches the point layers that are switched on; their addresses name the data version, so the browser keeps them. */
    layers: async function (state, known) {
      if (!state) return Array(6).fill(root.no_update);
      catalogue = known;
      const query = state.query, shown = {};
      const named = (args) => (args.get("layers") || "").split(",").filter((name) => known.layers.includes(name));
      const on = named(root.address.args(state.search)), file = query.service + "." + state.version;
      const fetched = async (path) => {
        const answer = await fetch(root.address.at("/geo/layers/") + path + ".json" + (known.lang === "en" ? "?lang=en" : ""));
        return answer.ok ? answer.json() : {};
      };
      const towns = state.layered || state.layersClass.includes("with-towns");
      if (towns && on.includes("towns") && webgl()) shown.towns = await fetched("towns/" + file);
      if (state.layered && on.length && webgl()) {
        if (on.includes("circles")) shown.circles = root.address.at("/geo/circles/") + file + ".geojson?scenario=" + query.scenario;
        if (on.includes("facilities") || on.includes("points")) {
          const content = await fetched(file);
          if (on.includes("facilities")) shown.facilities = content.facilities;
          if (on.includes("points")) { shown.points = content.points; shown.unreached = content.unreached; }
        }
      }
      if (state.layered && state.facility && webgl()) shown.circles = await maps.area(file, query.scenario, state.facility) || shown.circles;
      const places = on.filter((layer) => known.places[layer]);
      if (places.length && webgl()) for (const name of places) shown[name] = await fetched("places/" + known.places[name] + "." + state.version);
      const now = named(current()), said = now.join(",") === chips; // what the chips said themselves is not said back to them
      chips = now.join(",");
      const many = shown.facilities, choice = file + known.lang, again = !many || offered === choice;
      if (many) offered = choice;
      told = state.facility;
      const options = again ? root.no_update : many.id.map((id, i) => ({ value: id, label: many.name[i] + " · " + id }));
      return [shown, said ? root.no_update : now, state.layersClass, options, state.facility || null, "facility-choice" + (many ? "" : " hidden")];
    },

    /** The area within reach of one facility; the map goes there when it is another one than before. */
    area: async function (file, scenario, facility) {
      const asked = file + ".geojson?" + new URLSearchParams({ scenario: scenario, facility: facility });
      const answer = await fetch(root.address.at("/geo/circles/") + asked);
      if (!answer.ok) return null;
      const shapes = await answer.json();
      const points = shapes.features.flatMap((f) => f.geometry.coordinates.flat(Infinity)), odd = (_, i) => i % 2;
      if (points.length && visited !== asked) {
        const lon = points.filter((_, i) => !odd(_, i)), lat = points.filter(odd);
        around = [Math.min(...lon), Math.min(...lat), Math.max(...lon), Math.max(...lat)];
      }
      visited = asked;
      return shapes;
    },

    chooseFacility: function (facility) {
      if ((facility || "") === told) return;
      told = facility || "";
      set({ facility: told });
    },

    chooseLayers: function (chosen) {
      if (!catalogue) return;
      const wanted = chips = catalogue.layers.filter((name) => (chosen || []).includes(name)).join(",");
      if (wanted !== (current().get("layers") || "")) set({ layers: wanted });
    },

    /** The controls follow what the server has made of the address. */
    follow: function (query) {
      if (maps.shown && JSON.stringify(query) !== JSON.stringify(maps.shown)) root.set_props("map-query", { data: query });
    },

    /** Sets every control to what the server has made of the address. */
    controls: function (query, known) {
      catalogue = known;
      maps.shown = query;
      const service = known.services[query.service], measures = root.choices.measures(query, known);
      const bases = known.bases[query.measure], years = service.measures.years[query.measure];
      document.documentElement.dataset.domain = service.domain;
      const field = (visible) => (visible ? "field" : "field hidden");
      const labelOf = (options, value) => options.find((o) => o.value === value).label;
      const measure = labelOf(measures.flatMap((option) => option.items || [option]), query.measure);
      return [
        query.service, query.measure, query.basis, query.year, query.scenario, query.since,
        measures, bases, years, root.choices.begins(query, known),
        field(bases.length > 1), field(years.length > 1), field(known.scenarios.includes(query.measure)), field(known.changing.includes(query.measure)),
        service.label, measure, known.scenarioLabels[query.scenario] || "",
        [service.label, measure, ...(years.length > 1 ? [query.since === "0" ? query.year : query.since + "–" + query.year] : [])].join(" · "),
        bases.length > 1 ? " · " + labelOf(bases, query.basis) : "",
      ];
    },

    /** Puts what was chosen into the address; what the new service does not have is left to the server. */
    choose: function (service, measure, basis, year, scenario, since) {
      const shown = maps.shown, chosen = { service, measure, basis, year, scenario, since };
      if (!catalogue || !shown || !service || Object.keys(chosen).every((name) => chosen[name] === shown[name])) return;
      const kept = service === shown.service ? {} : { facility: "" }; // of another service it is none
      set(Object.assign(kept, root.choices.possible(chosen, catalogue)));
    },
  });

  window.dashMantineFunctions = window.dashMantineFunctions || {};
  window.dashMantineFunctions.serviceOption = function (given) {
    const service = catalogue && catalogue.services[given.option.value];
    return React.createElement("span", { className: "service-option" },
      React.createElement("span", { className: "icon icon-" + (service ? service.domain : "population"), "aria-hidden": true }),
      React.createElement("span", null, given.option.label));
  };

  document.addEventListener("mouseleave", function (event) {
    const box = /** @type {any} */ (event.target);
    if (!box.classList || !box.classList.contains("map-graph")) return;
    maps.leave(box.querySelector(".js-plotly-plot"));
  }, true);

  const shapeOf = (event) => event.target.closest && event.target.closest("#react-entry-point .map-drawing [data-code]");

  document.addEventListener("keydown", function (event) {
    const shape = (event.key === "Enter" || event.key === " ") && shapeOf(event);
    if (!shape) return;
    event.preventDefault();
    maps.select(shape.dataset.code);
  });

  document.addEventListener("click", function (event) {
    const shape = shapeOf(event);
    if (shape) { maps.select(shape.dataset.code); return; }
    const target = event.target.closest && event.target.closest("[data-fit],[data-sheet]");
    if (!target) return;
    if (target.dataset.sheet !== undefined) {
      document.documentElement.dataset.sheet = target.dataset.sheet;
      if (target.dataset.sheet) { const first = document.querySelector(".map-controls input"); if (first) first.focus(); }
      return;
    }
    const id = target.dataset.fit, source = sources[id], graph = plot(id);
    if (!source || !graph) return;
    const camera = (cameras[source.name] = fitted(id, source));
    window.Plotly.relayout(graph, { "map.center": camera.center, "map.zoom": camera.zoom });
  });
})();
