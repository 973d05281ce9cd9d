/* Draws the panel of the overview from the state of the view: sentence, key figures, legend, table. */
(function () {
  "use strict";
  const root = (window.dash_clientside = window.dash_clientside || {});
  const ROW = { code: 0, rank: 1, range: 2, a: 3, b: 4, aText: 5, bText: 6, value: 7, text: 8, grade: 9, klass: 10 };
  const SORTS = { rank: ROW.rank, name: ROW.code, first: ROW.a, second: ROW.b, value: ROW.value };
  const FROM_LOW = ["rank", "name"]; // read from low to high; of the others the largest comes first
  const SIDE_CLASS = { resident: "resident", registered: "registered", local: "local", non_local: "non-local", value: "resident" };

  function h(type, props, children) {
    return { namespace: "dash_html_components", type: type, props: Object.assign({ children: children }, props) };
  }
  function chip(grade, words) {
    return grade ? h("Span", { className: "chip chip-" + grade }, words) : null;
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
      h("P", { className: "legend-about" }, state.legend.concerned),
      h("P", { className: "legend-title" }, [
        h("Span", {}, state.legend.unit),
        h("Span", { className: "legend-heads" }, words.legendCount),
        h("Span", { className: "legend-heads" }, state.legend.peopleUnit),
      ]),
      h("Ul", { className: "legend-rows" }, rows.concat(missing, marks)),
      state.legend.scale
        ? h("Button", { className: "legend-scale", "data-set": "scale=" + (state.legend.scale === "own" ? "" : "own") },
            state.legend.scale === "own" ? words.scaleCommon : words.scaleOwn)
        : "",
    ];
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

  /** A column and its direction, "-" for from high to low; by rank where this view has no such column. */
  function readSort(sort, state, words) {
    const down = sort.startsWith("-"), name = down ? sort.slice(1) : sort;
    const known = columns(state, words).some((column) => column[0] === name);
    return known ? { name: name, column: SORTS[name], way: down ? -1 : 1 } : { name: "rank", column: ROW.rank, way: 1 };
  }

  function columns(state, words) {
    const sides = state.sides.map((side) => side[1]);
    const labels = { rank: words.rank, name: words.name, first: sides[0], second: sides[1], value: state.basis === "gap" ? words.gap : words.value };
    return state.columns.map((name) => [name, labels[name]]);
  }

  function head(name, label, sort, className) {
    const on = sort.name === name;
    const button = h("Button", { className: "sort" + (on ? " on" : ""), "data-sort": name },
      [label, h("Span", { className: "sort-mark", "aria-hidden": "true" }, on ? (sort.way > 0 ? "▲" : "▼") : "")]);
    return h("Th", { className: className, scope: "col", "aria-sort": on ? (sort.way > 0 ? "ascending" : "descending") : "none" }, button);
  }

  /** The first sentence, and the rest, which waits behind a button where there is little room. */
  // On a phone the first sentence stands above the map and the rest opens on demand.
  function lead(state, words) {
    const text = state.headline, end = text.search(/。|\. (?=\S)/) + 1;
    const source = h("A", { href: state.source.href, title: state.source.title, "data-nav": root.address.at("/data"), "data-anchor": state.source.anchor },
      state.source.text);
    const caveat = h("Span", { className: "lead-caveat lead-rest" }, [state.caveat, " ", source]);
    const more = h("Button", { className: "lead-more", "data-more": "" }, [h("Span", {}, words.more), h("Span", {}, words.less)]);
    if (!end || end === text.length) return [text, caveat, more];
    return [h("Span", {}, text.slice(0, end)), h("Span", { className: "lead-rest" }, text.slice(end)), caveat, more];
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
      return [lead(state, words), state.keys.map((k) => keyFigure(k, state)), legend(state, words), key,
        notes.join(catalogue.lang === "zh" ? "" : " ")];
    },

    /** Sorting as a list to choose from, for screens that have no room for the heads of the columns. */
    sorts: function (state, sort, catalogue) {
      if (!state) return [root.no_update, root.no_update];
      const choices = columns(state, catalogue.words).flatMap(([name, label]) => {
        const ways = FROM_LOW.includes(name) ? ["", "-"] : ["-", ""];
        return ways.map((way) => ({ value: way + name, label: catalogue.words.sortBy.replace("{column}", label + (way ? " ↓" : " ↑")) }));
      });
      const shown = readSort(sort, state, catalogue.words);
      return [choices, (shown.way > 0 ? "" : "-") + shown.name];
    },

    chooseSort: function (sort, shown) {
      if (sort && sort !== shown) root.set_props("overview-sort", { data: sort });
    },

    /** Sorting and filter as the address has them: after going back or forward. */
    follow: function (view) {
      const given = root.address.args(view.search);
      return [given.get("sort") || "rank", given.get("q") || ""];
    },

    /** Puts sorting and filter into the address without a step in the history: nothing else follows from them. */
    keep: function (sort, filter, state, catalogue) {
      if (!state) return;
      const shown = readSort(sort, state, catalogue.words), way = shown.way > 0 ? "" : "-"; // as the table has it
      const wanted = root.address.searchWith({ sort: way + shown.name === "rank" ? "" : way + shown.name, q: (filter || "").trim() });
      if (wanted !== window.location.search) {
        window.history.replaceState(window.history.state, "", window.location.pathname + wanted + window.location.hash);
      }
    },

    table: function (state, sorted, filter, catalogue) {
      if (!state) return root.no_update;
      const words = catalogue.words, sort = readSort(sorted, state, words), zones = catalogue.zones, two = state.sides.length > 1, gap = state.basis === "gap";
      const wanted = (filter || "").trim().toLowerCase();
      const rows = state.rows
        .filter((row) => !wanted || zones[row[0]].some((word) => word.toLowerCase().includes(wanted)))
        .sort((x, y) => {
          const a = x[sort.column], b = y[sort.column];
          if (a === b) return x[0] < y[0] ? -1 : 1;
          if (a === null) return 1; // what has no value stays at the end, whichever way round
          if (b === null) return -1;
          return (a < b ? -1 : 1) * sort.way;
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
        heads.push(head("first", state.sides[0][1], sort, "c-num" + (state.basis === state.sides[0][0] ? " on" : "")));
        heads.push(head("second", state.sides[1][1], sort, "c-num" + (state.basis === state.sides[1][0] ? " on" : "")));
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
    const more = event.target.closest && event.target.closest("[data-more]");
    if (more) { more.parentElement.toggleAttribute("data-open"); return; }
    const sorter = event.target.closest && event.target.closest("[data-sort]");
    if (sorter) {
      const name = sorter.dataset.sort, th = sorter.closest("th"), state = th.getAttribute("aria-sort");
      const down = state === "none" ? !FROM_LOW.includes(name) : state === "ascending";
      root.set_props("overview-sort", { data: (down ? "-" : "") + name });
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
      root.address.go(root.address.at("/district/") + row.dataset.zone, window.location.search);
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
