// @ts-check
/* Runs in any browser, so it is written for the oldest. Chromium 86 and Firefox 102 are the first that can draw the pages:
   they get what their successors brought; before them the reader is shown the addresses that need no script. */
(function () {
  "use strict";
  if (!Element.prototype.replaceChildren) { // Chromium 86, Firefox 78
    document.documentElement.setAttribute("data-browser", "old");
    return;
  }
  var at = function (index) {
    index = Math.trunc(index) || 0;
    return this[index < 0 ? this.length + index : index];
  };
  [Array, String, Object.getPrototypeOf(Int8Array)].forEach(function (kind) { // Chromium 92
    if (!kind.prototype.at) Object.defineProperty(kind.prototype, "at", { value: at, writable: true, configurable: true });
  });
  if (!Object.hasOwn) { // Chromium 93
    Object.defineProperty(Object, "hasOwn", { writable: true, configurable: true, value: function (object, key) {
      return Object.prototype.hasOwnProperty.call(Object(object), key);
    } });
  }
  if (!window.structuredClone) { // Chromium 98; plain data is all that is copied here
    window.structuredClone = function (value) { return value === undefined ? value : JSON.parse(JSON.stringify(value)); };
  }
})();
