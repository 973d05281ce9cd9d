/* Draws the panel of the overview from the state of the view: sentence, key figures, legend, table. */
(function () {
  "use strict";
  const root = (window.dash_clientside = window.dash_clientside || {});
  const ROW = { code: 0, rank: 1, range: 2, a: 3, b: 4, aText: 5, bText: 6, value: 7, text: 8, grade: 9, klass: 10 };
  const SORTS = { rank: ROW.rank, name: ROW.code, a: ROW.a, b: ROW.b, value: ROW.value };
  const SIDE_CLASS = { resident: "resident", registered: "registered", local: "local", non_local: "non-local", value: "resident" };

  function h(type, props, children) {
    return { namespace: "dash_html_components", type: type, props: Object.assign({ children: children }, props) };
  }
  function chip(grade, words) {
    return h("Span", { className: "chip chip-" + grade }, words);
  }

  function keyFigure(key, state) {
    return h("Div", { className: "key-figure" }, [
      h("Dt", {}, key[0]),
      h("Dd", { className: "key-value" }, [key[1], key[2] ? h("Small", { className: "key-unit" }, key[2]) : ""]),
      h("Dd", { className: "key-foot" }, [h("Span", {}, key[3]), chip(key[4], state.grades[key[4]] || key[4])]),
    ]);
  }

  function legend(state, words) {
    const rows = state.legend.entries.map((entry) =>
      h("Li", { className: entry[2] ? "legend-row" : "legend-row empty" }, [
        h("Span", { className: "legend-swatch", style: { background: entry[0] } }, ""),
        h("Span", { className: "legend-label" }, entry[1]),
        h("Span", { className: "legend-count" }, String(entry[2])),
        h("Span", { className: "legend-people" }, entry[3]),
      ])
    );
    const missing = state.legend.missing.map((entry) =>
      h("Li", { className: "legend-row" }, [
        h("Span", { className: "legend-swatch hatch" }, ""), h("Span", { className: "legend-label" }, entry[0]),
        h("Span", { className: "legend-count" }, String(entry[1])), h("Span", { className: "legend-people" }, ""),
      ])
    );
    const marks = state.illustrative
      ? [h("Li", { className: "legend-row" }, [h("Span", { className: "legend-swatch dotted" }, ""),
          h("Span", { className: "legend-note" }, words.illustrative)])]
      : [];
    const on = (root.address.args(state.search).get("layers") || "").split(",");
    const layer = (kind, label) => h("Li", { className: "legend-row" }, [
      h("Span", { className: "layer-mark layer-" + kind }, ""), h("Span", { className: "legend-note" }, label)]);
    const layered = state.facility && root.maps.webgl;
    if (layered && on.includes("facilities")) marks.push(layer("facility", words.facility));
    if (layered && on.includes("points")) marks.push(layer("reached", words.reached), layer("unreached", words.unreached));
    if (layered && on.includes("points") && !state.baseline) {
      marks.push(h("Li", { className: "legend-row" }, h("Span", { className: "legend-note" }, words.baselinePoints)));
    }
    return [
      h("P", { className: "legend-title" }, [
        h("Span", {}, state.legend.unit),
        h("Span", { className: "legend-heads" }, words.legendCount), h("Span", { className: "legend-heads" }, state.legend.concerned),
      ]),
      h("Ul", { className: "legend-rows" }, rows.concat(missing, marks)),
      state.legend.scale
        ? h("Button", { className: "legend-scale", "data-set": "scale=" + (state.legend.scale === "own" ? "" : "own") },
            state.legend.scale === "own" ? words.scaleCommon : words.scaleOwn)
        : "",
    ];
  }

  function lead(state) {
    const source = h("A", { href: state.source.href, title: state.source.title, "data-nav": "/data", "data-anchor": state.source.anchor },
      state.source.text);
    return [state.headline, h("Span", { className: "lead-caveat" }, [state.caveat, " ", source])];
  }

  function place(value, range) {
    const span = range[1] - range[0] || 1;
    return Math.max(0, Math.min(100, ((value - range[0]) / span) * 100));
  }

  function dumbbell(row, state) {
    const sides = state.sides, a = row[ROW.a], b = row[ROW.b], range = state.range, parts = [];
    const city = sides[0][2];
    if (sides.length === 1) {
      if (a !== null) {
        const zero = place(0, range), end = place(a, range);
        parts.push(h("I", { className: "bar", style: { left: Math.min(zero, end) + "%", width: Math.abs(end - zero) + "%" } }, ""));
      }
    } else {
      if (a !== null && b !== null) {
        const from = place(Math.min(a, b), range), to = place(Math.max(a, b), range);
        parts.push(h("I", { className: a < b ? "link worse" : "link", style: { left: from + "%", width: to - from + "%" } }, ""));
      }
      [[b, 1], [a, 0]].forEach(([value, side]) => {
        if (value === null) return;
        parts.push(h("I", { className: "knob knob-" + SIDE_CLASS[sides[side][0]], style: { left: place(value, range) + "%" } }, ""));
      });
    }
    if (city !== null) parts.unshift(h("I", { className: "city-line", style: { left: place(city, range) + "%" } }, ""));
    return h("Span", { className: "dumbbell", "aria-hidden": "true" }, parts);
  }

  function head(name, label, sort, className) {
    const on = sort[0] === name;
    const button = h("Button", { className: "sort" + (on ? " on" : ""), "data-sort": name },
      [label, h("Span", { className: "sort-mark", "aria-hidden": "true" }, on ? (sort[1] > 0 ? "▲" : "▼") : "")]);
    return h("Th", { className: className, scope: "col", "aria-sort": on ? (sort[1] > 0 ? "ascending" : "descending") : "none" }, button);
  }

  root.overview = {
    draw: function (state, catalogue) {
      if (!state) return Array(5).fill(root.no_update);
      const words = catalogue.words;
      const dot = (mark, label) => h("Span", { className: "key-dot" }, [h("I", { className: mark }, ""), label]);
      const key = state.sides.length > 1 ? state.sides.map((side) => dot("knob knob-" + SIDE_CLASS[side[0]], side[1])) : [];
      if (state.sides[0][2] !== null) key.push(dot("city-line", words.city));
      const notes = [state.gapMeaning || state.meaning];
      if (state.supplyYears) notes.push(words.supplyYear.replace("{}", state.supplyYears));
      if (state.distance) notes.push(state.distance);
      if (state.gapMeaning) notes.push(words.unrounded);
      if (state.rankNote) notes.push(state.rankNote);
      notes.push(window.matchMedia("(pointer: coarse)").matches ? words.tapHint : words.selectHint);
      if (root.overview.last !== undefined && root.overview.last !== state.title + state.basis) {
        root.address.say(words.showing.replace("{}", state.title) + " " + state.headline);
      }
      root.overview.last = state.title + state.basis;
      return [lead(state), state.keys.map((k) => keyFigure(k, state)), legend(state, words), key,
        notes.join(catalogue.lang === "zh" ? "" : " ")];
    },

    table: function (state, sort, filter, catalogue) {
      if (!state) return root.no_update;
      const words = catalogue.words, zones = catalogue.zones, two = state.sides.length > 1, gap = state.basis === "gap";
      const wanted = (filter || "").trim().toLowerCase();
      const column = SORTS[sort[0]];
      const rows = state.rows
        .filter((row) => !wanted || zones[row[0]].some((word) => word.toLowerCase().includes(wanted)))
        .sort((x, y) => {
          const a = x[column], b = y[column];
          if (a === b) return x[0] < y[0] ? -1 : 1;
          if (a === null) return 1; // what has no value stays at the end, whichever way round
          if (b === null) return -1;
          return (a < b ? -1 : 1) * sort[1];
        });
      const body = rows.map((row) => {
        const zone = zones[row[0]], chosen = row[0] === state.zone;
        const cells = [
          h("Td", { className: "c-rank" }, [h("B", {}, row[ROW.rank] === null ? "—" : String(row[ROW.rank])),
            row[ROW.range] ? h("Small", {}, row[ROW.range]) : ""]),
          h("Th", { className: "c-name", scope: "row", title: zone[1] }, zone[0]),
          h("Td", { className: "c-bar" }, dumbbell(row, state)),
        ];
        if (two) {
          cells.push(h("Td", { className: "c-num", "data-label": state.sides[0][1] }, row[ROW.aText]));
          cells.push(h("Td", { className: "c-num", "data-label": state.sides[1][1] }, row[ROW.bText]));
        }
        if (gap || !two) cells.push(h("Td", { className: "c-value", "data-label": gap ? words.gap : words.value }, row[ROW.text]));
        cells.push(h("Td", { className: "c-grade" }, chip(row[ROW.grade], state.grades[row[ROW.grade]])));
        return h("Tr", { className: chosen ? "chosen" : "", tabIndex: 0, "data-zone": row[0], "aria-selected": chosen ? "true" : "false" }, cells);
      });
      const heads = [head("rank", words.rank, sort, "c-rank"), head("name", words.name, sort, "c-name"),
        h("Th", { className: "c-bar", scope: "col" }, h("Span", { className: "unit" }, state.unit))];
      if (two) {
        heads.push(head("a", state.sides[0][1], sort, "c-num" + (state.basis === state.sides[0][0] ? " on" : "")));
        heads.push(head("b", state.sides[1][1], sort, "c-num" + (state.basis === state.sides[1][0] ? " on" : "")));
      }
      if (gap || !two) heads.push(head("value", gap ? words.gap : words.value, sort, "c-value"));
      heads.push(h("Th", { className: "c-grade", scope: "col" }, words.grade));
      if (!body.length) body.push(h("Tr", { className: "none" }, h("Td", { colSpan: heads.length }, words.none)));
      return h("Table", { id: "main-table", className: "ranked", tabIndex: -1, "aria-labelledby": "table-title" },
        [h("Thead", {}, h("Tr", {}, heads)), h("Tbody", {}, body)]);
    },
  };

  function rowOf(event) {
    return event.target.closest && event.target.closest("tr[data-zone]");
  }

  document.addEventListener("click", function (event) {
    const sorter = event.target.closest && event.target.closest("[data-sort]");
    if (sorter) {
      const name = sorter.dataset.sort, th = sorter.closest("th"), state = th.getAttribute("aria-sort");
      const first = name === "rank" || name === "name" ? 1 : -1;
      root.set_props("overview-sort", { data: [name, state === "none" ? first : state === "ascending" ? -1 : 1] });
      return;
    }
    const row = rowOf(event);
    if (row) root.maps.select(row.dataset.zone);
  });

  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") {
      if (document.documentElement.dataset.sheet) { document.documentElement.dataset.sheet = ""; return; }
      if (document.documentElement.dataset.page === "overview" && root.address.args().get("zone") && event.target === document.body) {
        root.address.go(window.location.pathname, root.address.searchWith({ zone: "" }));
      }
      return;
    }
    const row = rowOf(event);
    if (!row || event.target !== row) return;
    if (event.key === "Enter") {
      root.address.go("/district/" + row.dataset.zone, window.location.search);
    } else if (event.key === " ") {
      root.address.go(window.location.pathname, root.address.searchWith({ zone: row.dataset.zone }));
    } else if (event.key === "ArrowDown" && row.nextElementSibling) {
      row.nextElementSibling.focus();
    } else if (event.key === "ArrowUp" && row.previousElementSibling) {
      row.previousElementSibling.focus();
    } else return;
    event.preventDefault();
  });
})();
