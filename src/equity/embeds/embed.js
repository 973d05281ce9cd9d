// @ts-check
(function () {
  "use strict";
  var table = document.getElementById("twin"), card = document.getElementById("card");
  if (!table || !card) return;
  var heads = Array.prototype.map.call(table.tHead.rows[0].cells, function (c) { return c.textContent; });
  var rows = {};
  Array.prototype.forEach.call(table.tBodies[0].rows, function (r) { rows[r.dataset.code] = r; });
  function place(x, y) {
    var box = card.getBoundingClientRect(), w = document.documentElement.clientWidth, h = document.documentElement.clientHeight;
    card.style.left = Math.max(4, Math.min(x + 14, w - box.width - 4)) + "px";
    card.style.top = Math.max(4, y + 14 + box.height > h ? y - box.height - 10 : y + 14) + "px";
  }
  function show(code, x, y) {
    var row = rows[code];
    if (!row) return;
    card.textContent = "";
    Array.prototype.forEach.call(row.cells, function (cell, i) {
      var line = document.createElement(i ? "div" : "b");
      if (i) {
        line.appendChild(document.createElement("span")).textContent = heads[i];
        var value = line.appendChild(document.createElement("em"));
        value.textContent = cell.textContent;
        value.style.fontStyle = "normal";
      } else line.textContent = cell.textContent;
      card.appendChild(line);
    });
    card.hidden = false;
    place(x, y);
  }
  function hide() { card.hidden = true; }
  Array.prototype.forEach.call(document.querySelectorAll("svg [data-code]"), function (shape) {
    var code = shape.getAttribute("data-code"), title = shape.querySelector("title");
    if (title) title.remove(); // the card takes its place; the name stays in aria-label
    shape.addEventListener("pointermove", function (e) { show(code, e.clientX, e.clientY); });
    shape.addEventListener("pointerleave", hide);
    shape.addEventListener("focus", function () {
      var b = shape.getBoundingClientRect();
      show(code, b.left + b.width / 2, b.top + b.height / 2);
    });
    shape.addEventListener("blur", hide);
  });
  document.addEventListener("keydown", function (e) { if (e.key === "Escape") hide(); });
})();
