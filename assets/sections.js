// @ts-check
/* Sections to open: which are open is part of the address; a link to one opens it; all are open on paper. */
(function () {
  "use strict";
  const address = () => window.dash_clientside.address; // of shell.js, which comes later
  const all = () => [...document.querySelectorAll("details[data-section]")];
  let printing = false;

  function named() {
    return new Set((address().args().get("open") || "").split(",").filter(Boolean));
  }

  /** The address says what is open, unless it says so already. */
  function tell() {
    const open = all().filter((d) => d.open).map((d) => d.id), before = named();
    if (open.length === before.size && open.every((id) => before.has(id))) return;
    address().go(window.location.pathname, address().searchWith({ open: open.join(",") }));
  }

  document.addEventListener("toggle", function (event) {
    if (!printing && /** @type {any} */ (event.target).matches("details[data-section]")) tell();
  }, true);
  window.addEventListener("popstate", function () {
    const open = named();
    all().forEach((d) => { d.open = open.has(d.id); });
  });
  window.addEventListener("beforeprint", function () {
    printing = true;
    all().forEach((d) => { d.dataset.was = d.open ? "open" : ""; d.open = true; });
  });
  window.addEventListener("afterprint", function () {
    all().forEach((d) => { d.open = d.dataset.was === "open"; });
    window.setTimeout(() => { printing = false; }, 500); // toggle events come late
  });
})();
