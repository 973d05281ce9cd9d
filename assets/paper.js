// @ts-check
/* Maps on paper: the server's drawing of what is on screen, put in its place at the moment of printing, because a WebGL canvas does not
   follow the paper's size. Printing waits for no request but one that holds the page. */
(function () {
  "use strict";
  const root = (window.dash_clientside = window.dash_clientside || {});

  /** @param {HTMLElement} place */
  function draw(place) {
    const given = place.dataset.search || window.location.search, stated = new URLSearchParams(given), also = { include: "demo" };
    for (const { name, value } of place.attributes) {
      const asked = name.startsWith("data-with-") && name.slice(10);
      if (asked && !stated.has(asked)) also[asked] = value;
    }
    const search = root.address.searchWith(also, given);
    const request = new window.XMLHttpRequest();
    request.open("GET", root.address.at("/image/map.svg") + search, false);
    try {
      request.send();
    } catch { return; } // no network: the page is printed as it is
    if (request.status === 200) place.innerHTML = request.responseText;
  }

  window.addEventListener("beforeprint", function () {
    /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".map-paper")).forEach(draw);
  });
})();
