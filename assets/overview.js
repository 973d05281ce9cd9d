// @ts-check
/* The overview in the browser: the order of its table, and selection by pointer and keyboard. */
(function () {
  "use strict";
  const root = (window.dash_clientside = window.dash_clientside || {});
  const order = root.order;
  /** @type {any} the table that is on screen, and how it is sorted */
  let table = null, sorted = { name: "rank", way: 1 };
  let spoken = "";

  const h = (/** @type {string} */ type, /** @type {object} */ props, /** @type {any} */ children) =>
    ({ namespace: "dash_html_components", type: type, props: Object.assign({ children: children }, props) });

  function head(/** @type {any} */ column) {
    if (!column.id) return h("Th", { className: column.class, scope: "col" }, h("Span", { className: "unit" }, column.label));
    const on = sorted.name === column.id, rises = sorted.way > 0 !== !!column.falls; // the ranks may be read from the last
    const mark = h("Span", { className: "sort-mark", "aria-hidden": "true" }, on ? (rises ? "▲" : "▼") : "");
    const button = h("Button", { className: "sort" + (on ? " on" : ""), "data-sort": column.id }, [column.label, mark]);
    const way = on ? (rises ? "ascending" : "descending") : "none";
    return h("Th", { className: column.class, scope: "col", "aria-sort": way }, button);
  }

  function row(/** @type {any} */ data, /** @type {boolean} */ chosen) {
    const state = { className: chosen ? "chosen" : "", "aria-selected": chosen ? "true" : "false" };
    return h("Tr", Object.assign({ tabIndex: 0, "data-zone": data.zone }, state), data.cells);
  }

  root.overview = {
    table: function (/** @type {any} */ state, /** @type {string} */ sort, /** @type {string} */ filter) {
      if (!state) return [root.no_update, root.no_update];
      table = state.table;
      sorted = order.readSort(sort, table.sorts.map((/** @type {any} */ s) => s.value));
      const rows = order.arrange(table.rows, sorted, filter).map((/** @type {any} */ r) => row(r, r.zone === state.zone));
      if (!rows.length) rows.push(h("Tr", { className: "none" }, h("Td", { colSpan: table.heads.length }, table.none)));
      const body = [h("Thead", {}, h("Tr", {}, table.heads.map(head))), h("Tbody", {}, rows)];
      const props = { id: "main-table", className: "ranked", tabIndex: -1, "aria-labelledby": "table-title" };
      return [h("Table", props, body), order.writeSort(sorted)];
    },

    announce: function (/** @type {any} */ state, /** @type {any} */ catalogue) {
      if (!state) return;
      root.maps.follow(state.query);
      const said = state.spoken + " " + state.query.basis;
      if (spoken && spoken !== said) root.address.say(catalogue.showing.replace("{}", state.spoken) + " " + state.headline);
      spoken = said;
    },

    chooseSort: function (/** @type {string} */ sort, /** @type {string} */ shown) {
      if (sort && sort !== shown) root.set_props("overview-sort", { data: sort });
    },

    /** Sorting and filter as the address has them: after going back or forward. */
    follow: function (/** @type {any} */ view) {
      const given = root.address.args(view.search);
      return [given.get("sort") || "rank", given.get("q") || ""];
    },

    /** Puts sorting and filter into the address without a step in the history: nothing else follows from them. */
    keep: function (/** @type {string} */ sort, /** @type {string} */ filter, /** @type {any} */ state) {
      if (!state) return;
      const shown = order.writeSort(order.readSort(sort, state.table.sorts.map((/** @type {any} */ s) => s.value)));
      const wanted = root.address.searchWith({ sort: shown === "rank" ? "" : shown, q: (filter || "").trim() });
      if (wanted !== window.location.search) {
        window.history.replaceState(window.history.state, "", window.location.pathname + wanted + window.location.hash);
      }
    },
  };

  const closest = (/** @type {Event} */ event, /** @type {string} */ selector) =>
    /** @type {HTMLElement | null} */ (event.target instanceof Element ? event.target.closest(selector) : null);

  document.addEventListener("click", function (event) {
    const more = closest(event, "[data-more]");
    if (more && more.parentElement) { more.parentElement.toggleAttribute("data-open"); return; }
    const button = closest(event, "[data-sort]");
    if (button) {
      const column = table.heads.find((/** @type {any} */ c) => c.id === button.dataset.sort);
      root.set_props("overview-sort", { data: order.writeSort(order.turned(sorted, column)) });
      return;
    }
    const chosen = closest(event, "#react-entry-point tr[data-zone]");
    if (chosen) root.maps.select(chosen.dataset.zone);
  });

  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") {
      if (document.documentElement.dataset.sheet) { document.documentElement.dataset.sheet = ""; return; }
      if (document.documentElement.dataset.page === "overview" && root.address.args().get("zone") && event.target === document.body) {
        root.address.go(window.location.pathname, root.address.searchWith({ zone: "" }));
      }
      return;
    }
    const on = closest(event, "tr[data-zone]");
    if (!on || event.target !== on) return;
    const next = event.key === "ArrowDown" ? on.nextElementSibling : event.key === "ArrowUp" ? on.previousElementSibling : null;
    if (event.key === "Enter") root.address.go(root.address.at("/district/") + on.dataset.zone, window.location.search);
    else if (event.key === " ") root.address.go(window.location.pathname, root.address.searchWith({ zone: on.dataset.zone }));
    else if (next instanceof HTMLElement) next.focus();
    else return;
    event.preventDefault();
  });
})();
