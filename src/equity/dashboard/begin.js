// @ts-check
/* Starts the application that takes over from the first answer: at once, but on a phone only when the page is touched or has
   been read for a while, since its 600 KB hold a phone for seconds. Inline, and written for the oldest browsers. */
(function () {
  "use strict";
  var root = (window.dash_clientside = window.dash_clientside || {});
  var waiting = document.querySelectorAll("script[data-src]");
  var signs = ["pointerdown", "touchstart", "keydown", "scroll", "click"];
  var begun = false;

  function begin() {
    if (begun) return;
    begun = true;
    Array.prototype.forEach.call(waiting, function (place, i) {
      var script = document.createElement("script");
      script.src = place.getAttribute("data-src");
      script.async = false; // in their order
      if (i === waiting.length - 1) script.onload = function () { new window.DashRenderer(); };
      place.parentNode.replaceChild(script, place);
    });
  }

  if (!window.matchMedia("(pointer: coarse) and (max-width: 900px)").matches) {
    begin();
    return;
  }
  signs.forEach(function (sign) { window.addEventListener(sign, begin, { capture: true, passive: true }); });
  document.addEventListener("click", function (event) { // what is touched before the application is there, it is told later
    var touched = document.documentElement.hasAttribute("data-first") && event.target.closest("button, input");
    if (!touched) return;
    root.touched = touched;
    document.documentElement.setAttribute("data-first", "touched");
  }, true);
  window.addEventListener("load", function () { window.setTimeout(begin, 6000); });
})();
