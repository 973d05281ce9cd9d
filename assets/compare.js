// @ts-check
/* Two maps, one camera: moving one moves the other while it moves. */
(function () {
  "use strict";
  const root = (window.dash_clientside = window.dash_clientside || {});
  const SIDES = ["compare-left", "compare-right"];
  let leading = null; // the map under the reader's hand; its twin does not answer back

  const both = (does) => Promise.all(SIDES.map(does));

  function tie(id, twin) {
    const map = root.maps.engine(id);
    if (!map) { window.setTimeout(() => document.getElementById(id) && tie(id, twin), 120); return; }
    if (map.tied) return;
    map.tied = true;
    map.on("move", function () {
      if (leading && leading !== id) return;
      const other = root.maps.engine(twin), center = map.getCenter(), zoom = map.getZoom();
      root.maps.cameras.compare = { center: { lon: center.lng, lat: center.lat }, zoom: zoom };
      if (!other) return;
      leading = id;
      try { other.jumpTo({ center: center, zoom: zoom }); } finally { leading = null; }
    });
  }

  root.compare = {
    /** Arguments: the store of each side, of the left one first. */
    mount: function (...data) {
      if (root.maps.webgl()) window.setTimeout(() => SIDES.forEach((id, i) => tie(id, SIDES[1 - i])), 0);
      return both((id, i) => root.maps.settle(id, data[i], null));
    },

    /** The controls, and what each side is when it is printed. */
    follow: function (state) {
      root.maps.follow(state.query);
      return state.searches;
    },

    draw: (state) => both((id, i) => root.maps.inline(id, state.searches[i], "compared")),

    pick: function (...clicks) {
      clicks.forEach(function (click, i) {
        const point = click && click.points && click.points[0];
        if (!point) return;
        root.set_props(SIDES[i], { clickData: null });
        if (point.location) root.maps.select(point.location);
      });
    },
  };
})();
