/* What if: the list of changes and the marks on the map. Every change of the plan is a change of the address. */
(function () {
  "use strict";
  const root = (window.dash_clientside = window.dash_clientside || {});
  const LONGEST = 7500; // characters of an address that every server in between takes
  const MAP = "plan-map", NEAR_PX = 7, STEP_DEG = 0.002;
  const FIELDS = {
    add: ["name", "lon", "lat", "capacity", "year", "cost"], capacity: ["facility_id", "capacity", "cost"], move: ["facility_id", "lon", "lat", "cost"],
    close: ["facility_id", "cost"], rule: ["registered_outside", "admitted", "who", "why", "cost"], people: ["group", "division", "growth", "source", "cost"],
  };
  const NUMBERS = ["lon", "lat", "capacity", "year", "cost", "admitted", "growth"];

  let state = null, spoken = null;
  let notice = ""; // on the last suggestion, until the next change
  let bounds = [-180, -90, 180, 90]; // of the city, in degrees
  let unreached = { lon: [], lat: [], text: [], size: [] };
  let facilities = { of: "", id: [], name: [], capacity: [], lon: [], lat: [] };

  const byId = (id) => document.getElementById(id);
  const word = (name) => state.words[name] || name;
  const round = (degrees) => Math.round(degrees * 1e5) / 1e5;

  /** An element with attributes and children; a name that begins with "on" is a listener. */
  function el(tag, attributes, ...children) {
    const made = document.createElement(tag);
    Object.entries(attributes || {}).forEach(([name, value]) => {
      if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
      else if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : value);
    });
    made.append(...children.filter((child) => child !== null && child !== undefined));
    return made;
  }

  // the plan

  function read(arg) {
    const text = state.texts[arg] || root.address.args().get(arg);
    try {
      const plan = JSON.parse(text);
      if (plan && Array.isArray(plan.changes)) return plan;
    } catch (error) { /* nothing that could be edited: begin anew */ }
    return { name: word("new_plan").replace("{n}", String(state.args.indexOf(arg) + 1)), changes: [] };
  }

  const current = () => read(state.arg);

  function write(plan, more) {
    const search = root.address.searchWith(Object.assign({ [state.arg]: JSON.stringify(plan) }, more));
    if (search.length > LONGEST) { keep(plan); return; }
    state.texts[state.arg] = JSON.stringify(plan); // the next change begins from here, whether the server has answered or not
    root.address.go(window.location.pathname, search);
  }

  /** What comes back from an address of plans, or words on why nothing does. */
  async function post(path, body) {
    const answer = await fetch(root.address.at("/api/v1/plans") + path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
    const said = await answer.json();
    if (answer.ok) return said.data;
    throw new Error(said.error[document.documentElement.lang === "en" ? "message_en" : "message_zh"]);
  }

  /** A plan that no address has room for is kept, and the address has its id. */
  async function keep(plan) {
    try {
      const kept = await post("", plan);
      root.address.go(window.location.pathname, root.address.searchWith({ [state.arg]: kept.id }));
    } catch (error) { tell(error.message); }
  }

  function change(edit) {
    notice = "";
    const plan = current();
    const changes = edit(plan.changes.map((c) => Object.assign({}, c)));
    if (changes) write(Object.assign({}, plan, { changes: changes }));
  }

  const update = (n, part) => change((list) => list.map((c, i) => (i === n ? Object.assign(c, part) : c)));

  /** Without the n-th; new facilities are named by their place in the list, so what speaks of them is renamed. */
  const remove = (n) => change((list) => list
    .filter((c, i) => i !== n && c.facility_id !== "plan-" + (n + 1))
    .map((c) => {
      const own = /^plan-(\d+)$/.exec(c.facility_id || "");
      return own && Number(own[1]) > n + 1 ? Object.assign(c, { facility_id: "plan-" + (Number(own[1]) - 1) }) : c;
    }));

  const service = (id) => state.services.find((s) => s.id === (id || state.service)) || state.services[0];

  function begin(kind, at) {
    const base = { kind: kind, service: state.service };
    const centre = at || middle();
    if (kind === "add") return Object.assign(base, centre, { capacity: service().usual });
    if (kind === "capacity") return Object.assign(base, { facility_id: "", capacity: service().usual });
    if (kind === "move") return Object.assign(base, { facility_id: "" }, centre);
    if (kind === "rule") return Object.assign(base, { admitted: 1, who: "", why: "" });
    if (kind === "people") return { kind: kind, group: "non_local", division: state.divisions[0].code, growth: 0.1, source: "" };
    return Object.assign(base, { facility_id: "" });
  }

  function middle() {
    const map = root.maps.engine(MAP);
    const centre = map ? map.getCenter() : { lng: 102.72, lat: 25.04 };
    return { lon: round(centre.lng), lat: round(centre.lat) };
  }

  // the list

  function tell(text) {
    const box = byId("plan-told");
    if (box) box.textContent = text;
  }

  function field(n, name, value, control) {
    const faults = state.problems.filter((p) => p.change === n + 1 && p.field.split(/[.,]\s*/).includes(name));
    if (faults.length) control.setAttribute("aria-invalid", "true");
    control.dataset.key = n + "-" + name;
    return el("label", { class: "plan-field plan-" + name }, el("span", {}, word(name === "capacity" ? "capacity_field" : name)), control);
  }

  function input(n, name, value) {
    const numeric = NUMBERS.includes(name);
    return el("input", {
      type: "text", inputmode: numeric ? "decimal" : null, value: value === undefined || value === null ? "" : value, autocomplete: "off",
      list: name === "facility_id" ? "plan-facilities" : null, placeholder: name === "name" ? state.places[n + 1] : null,
      onchange: (event) => {
        const text = event.target.value.trim(), number = Number(text.replace(/,/g, ""));
        const given = text === "" ? undefined : numeric && Number.isFinite(number) ? number : name === "facility_id" ? idOf(text) : text;
        update(n, { [name]: given });
      },
    });
  }

  function select(n, name, value, options) {
    return el("select", { onchange: (event) => {
      if (name === "kind") change((list) => list.map((c, i) => (i === n ? again(c, event.target.value) : c)));
      else update(n, { [name]: event.target.value || undefined });
    } }, ...options.map(([id, label]) => el("option", { value: id, selected: id === value }, label)));
  }

  /** The same change as one of another kind: what both have is kept. */
  function again(c, kind) {
    const fresh = begin(kind);
    Object.keys(fresh).forEach((name) => { if (name !== "kind" && c[name] !== undefined) fresh[name] = c[name]; });
    if (c.cost !== undefined) fresh.cost = c.cost;
    return fresh;
  }

  /** What is typed may be the name of a facility. */
  function idOf(text) {
    if (facilities.id.includes(text)) return text;
    const at = facilities.name.indexOf(text);
    return at < 0 ? text : facilities.id[at];
  }

  function row(c, n) {
    const kinds = Object.keys(FIELDS).map((kind) => [kind, word(kind)]);
    const services = state.services.map((s) => [s.id, s.label]);
    const fields = FIELDS[c.kind] || [];
    const faults = state.problems.filter((p) => p.change === n + 1);
    return el("li", { class: "plan-row", "data-row": n },
      el("span", { class: "plan-number" }, String(n + 1)),
      field(n, "kind", c.kind, select(n, "kind", c.kind, kinds)),
      c.kind === "people" ? null : field(n, "service", c.service, select(n, "service", c.service, services)),
      ...fields.map((name) => field(n, name, c[name],
        name === "registered_outside" ? select(n, name, c[name] || "", ["", "division", "city", "province"].map((id) => [id, word("outside_" + (id || "as_now"))])) :
        name === "group" ? select(n, name, c[name], [["non_local", word("non_local")], ["local", word("local")]]) :
        name === "division" ? select(n, name, c[name], state.divisions.map((d) => [d.code, d.label])) : input(n, name, c[name]))),
      el("button", { type: "button", class: "plan-remove", "aria-label": word("remove").replace("{n}", n + 1), title: word("remove").replace("{n}", n + 1), "data-key": n + "-remove",
        onclick: () => remove(n) }, "×"),
      ...faults.map((p) => el("p", { class: "plan-fault", role: "alert" }, p.text)));
  }

  function tabs() {
    const inUse = state.args.filter((arg) => root.address.args().get(arg) || arg === state.arg);
    const free = state.args.find((arg) => !inUse.includes(arg));
    const made = inUse.map((arg) => el("button", { type: "button", class: "plan-tab" + (arg === state.arg ? " on" : ""), "aria-pressed": String(arg === state.arg), "data-key": "tab-" + arg,
      onclick: () => root.address.go(window.location.pathname, root.address.searchWith({ edit: arg === state.args[0] ? "" : arg })) }, read(arg).name));
    if (free && current().changes.length) {
      made.push(el("button", { type: "button", class: "plan-tab plan-tab-more", title: word("another"), "data-key": "tab-more", onclick: () => {
        const copy = Object.assign({}, current(), { name: word("new_plan").replace("{n}", String(state.args.indexOf(free) + 1)) });
        root.address.go(window.location.pathname, root.address.searchWith({ [free]: JSON.stringify(copy), edit: free }));
      } }, "+ " + word("another")));
    }
    return el("div", { class: "plan-tabs", role: "group", "aria-label": word("list") }, ...made);
  }

  function paste() {
    const area = el("textarea", { rows: 4, "aria-label": word("paste"), "data-key": "paste", spellcheck: "false" });
    return el("details", { class: "plan-paste" }, el("summary", {}, word("paste")), el("p", {}, word("paste_help")), area,
      el("button", { type: "button", class: "button", onclick: () => {
        const known = { service: state.service, services: state.services, facilities: Object.fromEntries(facilities.name.map((name, i) => [name, facilities.id[i]])) };
        const rows = root.plan_table.read(area.value, known);
        if (rows.length) change((list) => [...list, ...rows]);
        else tell(word("paste_none"));
      } }, word("paste_do")));
  }

  /** Asks for the best places and puts what comes back into the list. */
  function suggestion() {
    const asked = Object.assign({ objective: "reach", candidates: "points", count: 3, capacity: service().usual }, suggestion.asked);
    const places = el("select", { "data-key": "suggest-candidates" }, ...["points", "plots"].map((name) => el("option", { value: name, selected: name === asked.candidates }, word("candidates_" + name))));
    const objectives = ["reach", "served", "gap", "worst"].map((name) => el("option", { value: name, selected: name === asked.objective }, word("objective_" + name)));
    const goal = el("select", { "data-key": "suggest-objective" }, ...objectives);
    const count = el("input", { type: "text", inputmode: "numeric", value: asked.count, "data-key": "suggest-count" });
    const capacity = el("input", { type: "text", inputmode: "decimal", value: asked.capacity, "data-key": "suggest-capacity" });
    const named = (name, control) => el("label", { class: "plan-field" }, el("span", {}, word(name)), control);
    const button = el("button", { type: "button", class: "button button-primary", "data-key": "suggest-do", onclick: async () => {
      suggestion.asked = { objective: goal.value, candidates: places.value, count: Number(count.value), capacity: Number(capacity.value) };
      button.disabled = true;
      tell(word("suggesting"));
      try {
        const found = await post("/suggest", Object.assign({ service: state.service, group: state.group }, suggestion.asked));
        change((list) => [...list, ...found.plan.changes.map(bare)]);
        notice = foundWords(found);
        root.address.say(notice);
      } catch (error) { tell(error.message); } finally { button.disabled = false; }
    } }, word("suggest_do"));
    return el("details", { class: "plan-paste plan-suggest" }, el("summary", {}, word("suggest")),
      el("div", { class: "plan-row" }, named("objective", goal), state.plots ? named("candidates", places) : null, named("count", count), named("capacity_field", capacity), button));
  }

  /** What the solver counted and what the engine makes of it: they differ where new capacity is shared out to all around it. */
  function foundWords(found) {
    const made = found.result && found.result.services[0], whole = (n) => Math.round(n).toLocaleString("en");
    if (found.question.objective !== "served" || !made || made.served_more === null) return word("suggested");
    return word("suggested_served").replace("{promised}", whole(found.promised)).replace("{found}", whole(made.served_more - made.served_less));
  }

  /** A change without what was left open, its place rounded as everywhere. */
  function bare(c) {
    const kept = Object.fromEntries(Object.entries(c).filter(([, value]) => value !== null && value !== ""));
    ["lon", "lat"].forEach((name) => { if (typeof kept[name] === "number") kept[name] = round(kept[name]); });
    return kept;
  }

  function draw() {
    const box = byId("plan-editor");
    if (!box || !state) return;
    const active = document.activeElement && box.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    const plan = current(), opened = [...box.querySelectorAll("details")].map((part) => part.open);
    const whole = state.problems.filter((p) => !p.change);
    const adder = el("select", { class: "plan-add", "aria-label": word("add_row"), "data-key": "add", onchange: (event) => {
      const kind = event.target.value;
      wanted = current().changes.length + "-" + (kind === "add" ? "capacity" : FIELDS[kind][0]);
      change((list) => [...list, begin(kind)]);
    } }, el("option", { value: "" }, "+ " + word("add_row")), ...Object.keys(FIELDS).filter((k) => k !== "rule" || service().ruled).map((kind) => el("option", { value: kind }, word(kind))));
    const name = el("input", { type: "text", value: plan.name, maxlength: 120, "aria-label": word("plan_name"), class: "plan-title", "data-key": "name",
      onchange: (event) => write(Object.assign({}, current(), { name: event.target.value.trim() || plan.name })) });
    const gone = el("button", { type: "button", class: "button plan-drop", "data-key": "drop",
      onclick: () => root.address.go(window.location.pathname, root.address.searchWith({ [state.arg]: "", edit: "" })) }, word("remove_plan"));
    box.replaceChildren(
      tabs(),
      el("div", { class: "plan-bar" }, name, adder, plan.changes.length ? gone : null),
      el("p", { id: "plan-told", class: "plan-told", role: "status" }, notice),
      ...whole.map((p) => el("p", { class: "plan-fault", role: "alert" }, p.text)),
      plan.changes.length ? el("ol", { class: "plan-rows" }, ...plan.changes.map(row)) : el("p", { class: "plan-empty" }, word("empty")),
      suggestion(),
      paste(),
      el("datalist", { id: "plan-facilities" }, ...facilities.id.map((id, i) => el("option", { value: id }, facilities.name[i] || id))),
    );
    box.querySelectorAll("details").forEach((part, i) => { part.open = !!opened[i]; });
    const key = wanted || active, again = key && box.querySelector('[data-key="' + key + '"]');
    if (again) { again.focus({ preventScroll: !wanted }); if (wanted && again.select) again.select(); }
    if (again) wanted = null;
  }
  let wanted = null; // what is to have the focus once the list is drawn

  // the map

  const hidden = () => new Set(current().changes.filter((c) => c.facility_id && c.service === state.service).map((c) => c.facility_id));

  function layers(data) {
    const away = hidden(), shown = facilities.id.map((id, i) => i).filter((i) => !away.has(facilities.id[i]));
    const unit = service().unit;
    return Object.assign({}, data.layers, { unreached: left(data.layers.points) }, { facilities: {
      lon: shown.map((i) => facilities.lon[i]), lat: shown.map((i) => facilities.lat[i]),
      text: shown.map((i) => "<b>" + clean(facilities.name[i] || facilities.id[i]) + "</b>" + (facilities.capacity[i] ? "<br>" + facilities.capacity[i] + " " + unit : "")),
    } });
  }

  /** Settlement points with nothing within the radius, without those that change: these have a mark of their own. */
  function left(points) {
    const key = (of, i) => of.lon[i] + "," + of.lat[i], away = new Set(points.lon.map((lon, i) => key(points, i)));
    const shown = unreached.lon.map((lon, i) => i).filter((i) => !away.has(key(unreached, i)));
    return Object.fromEntries(["lon", "lat", "text", "size"].map((name) => [name, shown.map((i) => unreached[name][i])]));
  }

  const clean = (text) => String(text).replace(/&/g, "&amp;").replace(/</g, "&lt;");

  async function fetchFacilities() {
    const file = state.service + "." + state.version, english = document.documentElement.lang === "en" ? "?lang=en" : "";
    if (facilities.of === file + english) return;
    const [places, points] = await Promise.all([fetch(root.address.at("/geo/facilities/") + file + ".json"), fetch(root.address.at("/geo/layers/") + file + ".json" + english)]);
    if (points.ok) unreached = (await points.json()).unreached;
    if (places.ok) facilities = Object.assign(await places.json(), { of: file + english });
  }

  /** Where a change is: its own place, or that of the facility it speaks of. */
  function placeOf(c) {
    if (typeof c.lon === "number" && typeof c.lat === "number") return [c.lon, c.lat];
    const at = facilities.id.indexOf(c.facility_id);
    return at < 0 ? null : [facilities.lon[at], facilities.lat[at]];
  }

  function markers() {
    const box = byId("plan-markers"), map = root.maps.engine(MAP);
    if (!box || !state || held) return;
    const active = box.contains(document.activeElement) ? document.activeElement.dataset.n : null;
    box.querySelectorAll("[data-n]").forEach((mark) => mark.remove()); // an open card stays
    box.prepend(...(map ? current().changes.map((c, n) => {
      const place = c.service === state.service && placeOf(c);
      if (!place) return null;
      const at = map.project(place);
      const label = word("marker").replace("{n}", n + 1).replace("{kind}", word(c.kind));
      const made = el("button", { type: "button", class: "plan-marker plan-marker-" + c.kind, "aria-label": label, title: label, "data-n": n }, String(n + 1));
      made.style.transform = `translate(${at.x}px, ${at.y}px) translate(-50%, -50%)`;
      return made;
    }).filter(Boolean) : []));
    const again = active !== null && box.querySelector('[data-n="' + active + '"]');
    if (again) again.focus({ preventScroll: true });
  }

  /** The existing facility under a point of the map, or -1. */
  function facilityAt(map, point) {
    const away = hidden();
    let best = -1, nearest = NEAR_PX;
    facilities.lon.forEach((lon, i) => {
      if (away.has(facilities.id[i])) return;
      const p = map.project([lon, facilities.lat[i]]), d = Math.hypot(p.x - point.x, p.y - point.y);
      if (d < nearest) { nearest = d; best = i; }
    });
    return best;
  }

  /** Within the box around the city; what lies outside of every division is for the server to say. */
  const inside = (place) => place.lng >= bounds[0] && place.lat >= bounds[1] && place.lng <= bounds[2] && place.lat <= bounds[3];

  function offer(map, i, point, here) {
    const id = facilities.id[i], put = (more, key) => { wanted = current().changes.length + "-" + key; close(); change((list) => [...list, Object.assign({ service: state.service, facility_id: id }, more)]); };
    const usual = facilities.capacity[i] || service().usual;
    const card = el("div", { class: "plan-card", role: "dialog", "aria-label": facilities.name[i] || id },
      el("b", {}, facilities.name[i] || id), el("span", {}, word("places_of").replace("{n}", facilities.capacity[i] || "—").replace("{unit}", service().unit)),
      el("button", { type: "button", class: "button", onclick: () => put({ kind: "capacity", capacity: Math.round(usual * 1.5) }, "capacity") }, word("enlarge")),
      el("button", { type: "button", class: "button", onclick: () => put({ kind: "move", lon: round(facilities.lon[i] + STEP_DEG), lat: facilities.lat[i] }, "lon") }, word("move")),
      el("button", { type: "button", class: "button", onclick: () => put({ kind: "close" }, "cost") }, word("close")),
      el("button", { type: "button", class: "button", onclick: () => { close(); build(here); } }, word("build_here")),
      el("button", { type: "button", class: "plan-card-close", "aria-label": word("dismiss"), onclick: close }, "×"));
    card.style.left = Math.min(point.x + 10, byId("plan-markers").clientWidth - 210) + "px";
    card.style.top = Math.min(point.y + 10, byId("plan-markers").clientHeight - 190) + "px";
    byId("plan-markers").append(card);
    card.querySelector("button").focus();
  }

  /** A new facility where the map was pressed; its capacity is asked for next, except where a keyboard would cover the screen. */
  function build(place) {
    wanted = window.matchMedia("(pointer: coarse)").matches ? null : current().changes.length + "-capacity";
    change((list) => [...list, begin("add", { lon: round(place.lng), lat: round(place.lat) })]);
  }

  function close() { document.querySelectorAll(".plan-card").forEach((card) => card.remove()); }

  let held = null; // the mark under the pointer
  let dragged = null; // {map, from, n or i, moved, at}

  function tie() {
    const map = root.maps.engine(MAP);
    if (!map) { if (byId(MAP)) window.setTimeout(tie, 120); return; }
    if (map.planned) { markers(); return; }
    map.planned = true;
    map.on("move", markers);
    map.on("movestart", (event) => { if (event.originalEvent) close(); }); // moved by hand, not by an answer
    map.on("resize", markers);
    map.on("click", function (event) {
      if (dragged && dragged.moved) { dragged = null; return; }
      close();
      const i = facilityAt(map, event.point);
      if (i >= 0) { offer(map, i, event.point, event.lngLat); return; }
      if (!inside(event.lngLat)) { tell(word("outside")); root.address.say(word("outside")); return; }
      build(event.lngLat);
    });
    map.on("mousedown", function (event) {
      const i = facilityAt(map, event.point);
      if (i < 0) return;
      event.preventDefault(); // the map stays where it is while its facility is moved
      dragged = { map: map, i: i, from: event.point, moved: false };
      const mark = el("span", { class: "plan-marker plan-marker-move plan-ghost" });
      const follow = (move) => {
        if (Math.hypot(move.point.x - event.point.x, move.point.y - event.point.y) < 5 && !dragged.moved) return;
        dragged.moved = true;
        if (!mark.isConnected) byId("plan-markers").append(mark);
        mark.style.transform = `translate(${move.point.x}px, ${move.point.y}px) translate(-50%, -50%)`;
      };
      map.on("mousemove", follow);
      map.once("mouseup", function (up) {
        map.off("mousemove", follow);
        mark.remove();
        if (!dragged || !dragged.moved) { dragged = null; return; }
        window.setTimeout(() => { dragged = null; }, 0);
        change((list) => [...list, { kind: "move", service: state.service, facility_id: facilities.id[i], lon: round(up.lngLat.lng), lat: round(up.lngLat.lat) }]);
      });
    });
    markers();
  }

  /** A mark of the plan under the pointer: moved, it changes its place; pressed, its row is shown. */
  document.addEventListener("pointerdown", function (event) {
    const mark = event.target.closest && event.target.closest(".plan-marker[data-n]");
    const map = mark && root.maps.engine(MAP);
    if (!map || event.button) return;
    const n = Number(mark.dataset.n), box = byId("plan-markers").getBoundingClientRect();
    let moved = false, at = null;
    const c = current().changes[n], may = c.kind === "add" || c.kind === "move" || c.kind === "capacity";
    held = mark; // the map may move meanwhile: the marks stay until it is let go
    function follow(move) {
      if (!may || (!moved && Math.hypot(move.clientX - event.clientX, move.clientY - event.clientY) < 4)) return;
      moved = true;
      at = [move.clientX - box.left, move.clientY - box.top];
      mark.style.transform = `translate(${at[0]}px, ${at[1]}px) translate(-50%, -50%)`;
    }
    function letGo(last) {
      document.removeEventListener("pointermove", follow);
      document.removeEventListener("pointerup", letGo);
      document.removeEventListener("pointercancel", letGo);
      held = null;
      if (last.type === "pointercancel") { markers(); return; }
      if (!moved) { const first = document.querySelector('[data-row="' + n + '"] input'); if (first) { first.focus(); first.scrollIntoView({ block: "nearest" }); } return; }
      const place = map.unproject(at), where = { lon: round(place.lng), lat: round(place.lat) };
      if (c.kind === "capacity") change((list) => [...list, Object.assign({ kind: "move", service: c.service, facility_id: c.facility_id }, where)]);
      else update(n, where);
    }
    document.addEventListener("pointermove", follow);
    document.addEventListener("pointerup", letGo);
    document.addEventListener("pointercancel", letGo);
  });

  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") close();
    const mark = event.target.closest && event.target.closest(".plan-marker[data-n]");
    if (!mark) return;
    const n = Number(mark.dataset.n), c = current().changes[n];
    const step = { ArrowUp: [0, 1], ArrowDown: [0, -1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[event.key];
    if (event.key === "Delete" || event.key === "Backspace") remove(n);
    else if (step && typeof c.lon === "number") update(n, { lon: round(c.lon + step[0] * STEP_DEG), lat: round(c.lat + step[1] * STEP_DEG) });
    else return;
    event.preventDefault();
  });

  root.plan = {
    /** The list follows the server's answer; so does what a screen reader is told. */
    edit: async function (given) {
      if (!given) return root.no_update;
      state = given;
      await fetchFacilities();
      draw();
      markers();
      if (spoken !== null && state.spoken && state.spoken !== spoken) root.address.say(state.spoken);
      spoken = state.spoken;
      return state.arg;
    },

    mount: async function (data, given) {
      if (!data || !given) return root.no_update;
      state = given;
      bounds = data.bounds;
      root.maps.know(given.traces);
      await fetchFacilities();
      window.setTimeout(tie, 0);
      return root.maps.settle(MAP, data, layers(data));
    },

    remember: function (moved) { root.maps.keep(MAP, moved); },

    /** Service and group into the address, where they are not what the server has just said they are. */
    choose: function (service, basis, given) {
      if (!given || !service || (service === given.service && basis === given.basis)) return;
      root.address.go(window.location.pathname, root.address.searchWith({ service: service, measure: "effective", basis: basis }));
    },
  };
})();
