/* Two maps, one camera: moving one moves the other while it moves. */
(function () {
  "use strict";
  const root = (window.dash_clientside = window.dash_clientside || {});
  const LEFT = "compare-left", RIGHT = "compare-right";
  let leading = null; // the map under the reader's hand; its twin does not answer back

  const engine = (id) => root.maps.engine(id);

  function tie(id, twin) {
    const map = engine(id);
    if (!map) { window.setTimeout(() => document.getElementById(id) && tie(id, twin), 120); return; }
    if (map.tied) return;
    map.tied = true;
    map.on("move", function () {
      if (leading && leading !== id) return;
      const other = engine(twin), center = map.getCenter(), zoom = map.getZoom();
      root.maps.cameras.compare = { center: { lon: center.lng, lat: center.lat }, zoom: zoom };
      if (!other) return;
      leading = id;
      try { other.jumpTo({ center: center, zoom: zoom }); } finally { leading = null; }
    });
  }

  function mount(id, twin, data) {
    const figure = root.maps.settle(id, data, null);
    if (root.maps.webgl) window.setTimeout(() => tie(id, twin), 0);
    return figure;
  }

  const searchOf = (data) => root.address.searchWith({ basis: data.side }, data.search);

  function picture(id, data) {
    return data ? root.maps.drawing(id + "-image", searchOf(data)) : root.no_update;
  }

  function draw(id, data) {
    return data ? root.maps.inline(id + "-drawing", searchOf(data), "compared") : root.no_update;
  }

  function pick(id, click) {
    const point = click && click.points && click.points[0];
    if (!point) return;
    root.set_props(id, { clickData: null });
    if (point.location) root.maps.select(point.location);
  }

  root.compare = {
    mountLeft: (data) => mount(LEFT, RIGHT, data),
    mountRight: (data) => mount(RIGHT, LEFT, data),
    pictureLeft: (data) => picture(LEFT, data),
    pictureRight: (data) => picture(RIGHT, data),
    drawLeft: (data) => draw(LEFT, data),
    drawRight: (data) => draw(RIGHT, data),
    pickLeft: (click) => pick(LEFT, click),
    pickRight: (click) => pick(RIGHT, click),
  };
})();
