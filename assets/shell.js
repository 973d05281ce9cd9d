// @ts-check
/* Follows the address. All state lives in the URL: elements with data-nav or data-set change it, dcc.Location reports it. */
(function () {
  "use strict";
  const root = (window.dash_clientside = window.dash_clientside || {});
  const PATIENCE_MS = 8000; // after this a page that was asked for and never came may be asked for again

  let rendered = null; // the page on screen, as the server described it
  let shown = null; // the address that is on screen or has been asked for
  let askedAt = 0;

  function args(search) {
    return new URLSearchParams(search === undefined ? window.location.search : search || "");
  }

  /** `search` (default: the current one) with some parameters changed; an empty value removes the parameter. */
  function searchWith(changes, search) {
    const params = args(search);
    Object.entries(changes).forEach(([name, value]) => {
      if (value === null || value === undefined || value === "") params.delete(name);
      else params.set(name, value);
    });
    const text = params.toString().replace(/%2C/g, ",");
    return text ? "?" + text : "";
  }

  /** The path below which the server stands, "" at the root. */
  function base() {
    const config = document.getElementById("_dash-config");
    return config ? JSON.parse(config.textContent).requests_pathname_prefix.replace(/\/$/, "") : "";
  }

  /** An address of the server as the browser has to ask for it, and a path of the address line as the server knows it. */
  function at(path) { return base() + path; }
  function inside(path) { return path.startsWith(base() + "/") ? path.slice(base().length) : path; }

  function go(pathname, search) {
    if (pathname !== window.location.pathname || search !== window.location.search) {
      root.set_props("url", { pathname: pathname, search: search });
    }
  }

  /** The address as it is shown takes the place of the one that could not be used as given. */
  function correct(pathname, search) {
    shown = { path: pathname, search: search };
    window.history.replaceState(window.history.state, "", pathname + search + window.location.hash);
    window.setTimeout(() => window.dispatchEvent(new PopStateEvent("popstate")), 0);
  }

  function say(text) {
    const region = document.getElementById("live-region");
    if (region) region.textContent = text;
  }

  function onlyLive(before, after, live) {
    const a = args(before), b = args(after);
    return [...new Set([...a.keys(), ...b.keys()])].every((k) => a.get(k) === b.get(k) || live.includes(k));
  }

  /**
   * The first answer of the server gives way to the same page drawn by the application, once that is there: the address may have
   * a place in it, and a map its controls.
   */
  function takeOver() {
    const first = document.getElementById("first");
    if (!first) return;
    const [x, y] = [window.scrollX, window.scrollY];
    first.querySelectorAll("details[open][data-section]").forEach((opened) => {
      const same = document.querySelector('#react-entry-point details[data-section="' + opened.dataset.section + '"]');
      if (same) same.open = true;
    });
    const touched = root.touched, alike = (part) => [...part.querySelectorAll(touched.tagName)].filter((e) => e.className === touched.className);
    const meant = touched && alike(document.getElementById("react-entry-point"))[alike(first).indexOf(touched)];
    first.remove();
    delete document.documentElement.dataset.first;
    window.scrollTo(x, y);
    if (meant) meant.click();
  }

  root.shell = {
    /** Draws the page anew, or tells the page on screen about the new address when it can follow it itself. */
    follow: function (pathname, search, latest) {
      search = search || "";
      if (latest && latest !== rendered) {
        rendered = latest; askedAt = 0;
        if (typeof latest.corrected === "string" && latest.path === pathname && latest.search === search) {
          correct(pathname, latest.corrected);
          return;
        }
      }
      if (shown && shown.path === pathname && shown.search === search) return;
      if (askedAt && Date.now() - askedAt < PATIENCE_MS) return; // looked at again when that page is there
      const follows = rendered && shown && rendered.path === pathname && shown.path === pathname &&
        onlyLive(shown.search, search, rendered.live);
      shown = { path: pathname, search: search };
      if (follows) {
        root.set_props("notices", { children: null });
        root.set_props("view", { data: { search: search } });
      } else {
        askedAt = Date.now();
        root.set_props("request", { data: { path: pathname, search: search, at: askedAt } });
      }
    },

    /** After a page has been drawn: language, title, theme; on a new page also scroll position and announcement. */
    dress: function (latest, scheme) {
      if (!latest) return root.no_update;
      const html = document.documentElement;
      html.lang = latest.lang === "zh" ? "zh-CN" : "en";
      html.dataset.page = latest.page;
      document.title = latest.title;
      const skip = document.querySelector(".skip-link");
      if (skip) {
        const found = document.getElementById("main-table"), table = found && !found.closest("details:not([open])");
        skip.textContent = latest.lang !== "zh" ? (table ? "Skip to the table" : "Skip to the content") : table ? "跳到数据表" : "跳到正文";
        skip.setAttribute("href", table ? "#main-table" : "#page");
      }
      window.requestAnimationFrame(function () { // the bar is drawn by then
        takeOver();
        const nav = document.querySelector(".nav"), here = nav && nav.querySelector("[aria-current]");
        if (here) nav.scrollLeft = here.offsetLeft - nav.offsetLeft - (nav.clientWidth - here.offsetWidth) / 2;
      });
      if (root.shell.lastPath && root.shell.lastPath !== latest.path) {
        window.scrollTo(0, 0);
        document.getElementById("page").focus({ preventScroll: true });
        say(latest.title);
      }
      root.shell.lastPath = latest.path;
      return scheme === latest.theme ? root.no_update : latest.theme;
    },
  };
  root.address = { args: args, searchWith: searchWith, go: go, say: say, at: at, inside: inside };

  document.addEventListener("click", function (event) {
    if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const target = event.target.closest && event.target.closest("[data-nav],[data-set],[data-dismiss]");
    if (!target || target.disabled) return;
    if (target.closest("#first")) { // no application yet: links lead on by themselves
      if (target.dataset.set !== undefined) window.location.search = searchWith(Object.fromEntries(new URLSearchParams(target.dataset.set)));
      return;
    }
    event.preventDefault();
    if (target.dataset.dismiss) {
      const bar = /** @type {any} */ (target).closest("." + target.dataset.dismiss);
      if (bar) bar.hidden = true;
    } else {
      const changes = Object.fromEntries(new URLSearchParams(target.dataset.set || ""));
      go(target.dataset.nav || window.location.pathname, searchWith(changes));
    }
  });
})();
