// @ts-check
/* The export and embed dialogs. They read the address when they open, so that they always speak about what is on screen. */
(function () {
  "use strict";
  const root = (window.dash_clientside = window.dash_clientside || {});
  const CITY = document.documentElement.dataset.city || "", ALL = "all", PAGE_ARGS = ["service", "measure", "basis", "year", "scenario", "since"];
  const SIZES = { map: [800, 560], chart: [720, 560], card: [480, 300] };
  const POLL_MS = 800;

  const PLAN_ARGS = ["plan", "plan2", "plan3", "plan4"];
  const onPlans = () => root.address.inside(window.location.pathname).startsWith("/plan");
  let formats = []; // ticked for the export of all zones
  let asked = null; // the arguments of the export as chosen now
  const pinned = {}; // address of a snapshot that was kept -> its id

  function none(count) { return new Array(count).fill(root.no_update); }

  function byId(id) { return document.getElementById(id); }

  /** What the address asks for, as the server understands it, with more arguments; empty ones are left out. */
  function argsOf(more) {
    const here = new URLSearchParams(window.location.search), found = new URLSearchParams();
    const asked = onPlans() ? [...PAGE_ARGS, ...PLAN_ARGS] : PAGE_ARGS;
    asked.forEach((name) => { if (here.get(name)) found.set(name, here.get(name)); });
    Object.entries(more).forEach(([name, value]) => { if (value) found.set(name, value); });
    return found;
  }

  function zoneOf(pathname) {
    const district = /^\/district\/([0-9a-z]+)/.exec(root.address.inside(pathname || window.location.pathname));
    return district ? district[1] : new URLSearchParams(window.location.search).get("zone") || "";
  }

  function withArgs(path, args) {
    const text = args.toString().replace(/%2C/g, ",");
    return text ? path + "?" + text : path;
  }

  function iframeOf(address, title, width, height) {
    const safe = (t) => String(t).replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;");
    return `<iframe src="${safe(address)}" title="${safe(title)}" width="${width || "100%"}" height="${height}" ` +
      'style="border:0" loading="lazy" referrerpolicy="no-referrer"></iframe>';
  }

  /** Keeps the city's snapshot of this view and gives its id: it holds every division. */
  async function keep(lang, include) {
    const address = withArgs(root.address.at("/export/snapshot"), argsOf({ zone: CITY, lang: lang, include: include }));
    if (!pinned[address]) {
      const answer = await fetch(address, { method: "POST" });
      if (!answer.ok) throw new Error(String(answer.status));
      pinned[address] = (await answer.json()).id;
    }
    return pinned[address];
  }

  /** What the embed is about, in words, as tools that unfurl links are told. */
  async function titleOf(frame) {
    try {
      const answer = await fetch(root.address.at("/oembed?url=") + encodeURIComponent(window.location.origin + root.address.at(frame)));
      return (await answer.json()).title || document.title;
    } catch (error) {
      return document.title;
    }
  }

  root.dialogs = {
    /** The head of a dialog is no head of the page, which Mantine's element would say. */
    plain: function () {
      window.setTimeout(() => document.querySelectorAll(".mantine-Modal-header").forEach((head) => head.setAttribute("role", "presentation")), 0);
    },

    openExport: function (clicks, zone) {
      return clicks ? [true, zoneOf() || (zone === ALL ? CITY : zone)] : none(2);
    },

    /** Preview, links of the files, and which of both forms (one zone, all zones) is shown. */
    chooseExport: function (opened, zone, lang, services, sections, demo, ticked) {
      const links = root.callback_context.outputs_list.length - 4;
      root.dialogs.plain();
      if (!opened) return none(4 + links);
      formats = ticked || [];
      const more = {
        lang: lang, services: (services || []).join(","), sections: (sections || []).join(","), include: demo ? "demo" : "",
      };
      const many = zone === ALL, args = argsOf({ ...more, zone: many ? CITY : zone });
      asked = argsOf(more);
      const image = byId("export-preview"), src = withArgs(root.address.at("/export/preview.png"), args);
      if (image && image.getAttribute("src") !== src) image.dataset.loading = "true";
      const files = root.callback_context.outputs_list.slice(4).map((o) =>
        withArgs(root.address.at("/export/file.") + o.id.replace("export-link-", ""), args));
      return [src, withArgs(root.address.at("/export/snapshot"), args), many, !many, ...files];
    },

    openEmbed: function (clicks, pathname) {
      if (!clicks) return none(3);
      pathname = root.address.inside(pathname);
      const kind = pathname.startsWith("/compare") ? "chart" : pathname.startsWith("/district/") ? "card" : "map";
      return [true, kind, "live"];
    },

    chooseEmbed: async function (opened, demo, kind, pin, lang, theme, width, height) {
      root.dialogs.plain();
      if (!opened) return none(7);
      const state = byId("embed-state"), words = state ? state.dataset : {};
      const include = demo ? "demo" : "";
      let said = "", snapshot = "";
      if (pin === "pinned") {
        if (state) state.textContent = words.pinning;
        try {
          snapshot = await keep(lang, include);
          said = words.pinned.replace("{}", snapshot);
        } catch (error) {
          said = words.failed;
        }
      }
      const zone = zoneOf(), args = argsOf({
        zone: zone, lang: lang === "en" ? "en" : "", theme: theme === "dark" ? "dark" : "", snapshot: snapshot, include: include,
      });
      const base = (words.base || window.location.origin + root.address.at("")).replace(/\/$/, "");
      const frame = withArgs("/embed/" + kind, args), title = await titleOf(frame);
      const image = kind === "card" ? "" : base + withArgs(`/image/${kind}.png`, args);
      const view = new URLSearchParams(args);
      ["snapshot", "include"].forEach((name) => view.delete(name));
      const page = kind === "card" && zone ? "/district/" + zone : root.address.inside(window.location.pathname);
      const link = base + (snapshot ? "/s/" + snapshot : withArgs(page, view));
      const markdown = image ? `[![${title}](${image})](${link})` : `[${title}](${link})`;
      const high = height || SIZES[kind][1];
      const preview = byId("embed-preview");
      if (preview) preview.style.height = Math.min(Math.max(high, 180), 620) + "px";
      return [root.address.at(frame), said, !image, iframeOf(base + frame, title, width, high), image, link, markdown];
    },
  };

  async function copy(button) {
    const field = byId(button.dataset.copy), label = button.dataset.label || button.textContent;
    button.dataset.label = label;
    let done;
    try {
      await navigator.clipboard.writeText(field.value);
      done = true;
    } catch (error) { // no secure context, or not allowed: the old way
      field.focus();
      field.select();
      try { done = document.execCommand("copy"); } catch (refused) { done = false; }
      if (done) button.focus();
    }
    button.textContent = done ? button.dataset.copied : button.dataset.failed;
    if (root.address) root.address.say(button.textContent);
    window.setTimeout(() => { button.textContent = label; }, 2500);
  }

  /** Starts the export of all zones and follows it until there is a file or a reason why not. */
  async function start(button) {
    const box = byId(button.dataset.exportStart), words = box.dataset;
    const lang = document.documentElement.lang === "en" ? "en" : "zh";
    const show = (text) => { box.querySelector("p").textContent = text; };
    box.replaceChildren(Object.assign(document.createElement("progress"), { max: 1, value: 0 }), document.createElement("p"));
    box.querySelector("p").setAttribute("role", "status");
    if (!formats.length) { show(words.none); return; }
    button.disabled = true;
    try {
      const args = new URLSearchParams(asked);
      args.set("formats", formats.join(","));
      const answer = await fetch(withArgs(root.address.at("/export/job"), args), { method: "POST" }), body = await answer.json();
      if (!answer.ok) throw new Error(body.error["message_" + lang]);
      const address = root.address.at("/export/job/") + body.job;
      for (;;) {
        const now = await (await fetch(address, { cache: "no-store" })).json();
        if (now.error) throw new Error(now.error["message_" + lang]);
        box.querySelector("progress").max = now.total;
        box.querySelector("progress").value = now.done;
        show(now.state === "waiting" ? words.waiting : `${now.done} / ${now.total}`);
        now.failed.forEach((f) => {
          if (box.querySelector(`[data-zone="${f[0]}"]`)) return;
          const line = Object.assign(document.createElement("p"), { className: "dialog-error", textContent: lang === "en" ? f[2] : f[1] });
          line.dataset.zone = f[0];
          box.append(line);
        });
        if (now.state === "failed") { show(words.failed); break; }
        if (now.state === "done") {
          show(words.done);
          const link = Object.assign(document.createElement("a"), { href: address + ".zip", className: "button button-primary", textContent: words.file });
          link.setAttribute("download", "");
          box.append(link);
          break;
        }
        await new Promise((resolve) => window.setTimeout(resolve, POLL_MS));
      }
    } catch (error) {
      show(error.message || words.failed);
    } finally {
      button.disabled = false;
    }
  }

  document.addEventListener("click", function (event) {
    const target = event.target.closest && event.target.closest("[data-copy],[data-export-start]");
    if (!target) return;
    if (target.dataset.copy) copy(target);
    else start(target);
  });

  function loaded(event) {
    if (event.target.id === "export-preview") event.target.dataset.loading = event.type === "error" ? "error" : "false";
  }
  document.addEventListener("load", loaded, true);
  document.addEventListener("error", loaded, true);
  /** Keeping writes, so it is posted; the page that was kept opens beside this one. */
  document.addEventListener("click", function (event) {
    const link = event.target.closest && event.target.closest("#export-permanent");
    if (!link) return;
    event.preventDefault();
    const form = document.createElement("form");
    Object.assign(form, { method: "post", action: link.href, target: "_blank" });
    document.body.append(form);
    form.submit();
    form.remove();
  });
})();
