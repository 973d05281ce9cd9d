// @ts-check
// Inline SVG and MathML (markup built and escaped by the server, see equity/components/parts.py), and links to a
// section: pages are drawn after the address has been read, so the browser cannot jump to "#section" by itself.
(function () {
  "use strict";
  window.equity_markup = {
    Markup: function (props) {
      return React.createElement(props.tag || "div", {
        id: props.id,
        className: props.className,
        tabIndex: props.className === "drawing" ? 0 : undefined, // it scrolls on a phone
        dangerouslySetInnerHTML: { __html: props.html },
      });
    },
  };

  const PATIENCE_MS = 5000;

  function seek(id, until) {
    const found = document.getElementById(id);
    if (found) {
      for (let box = found.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
      window.setTimeout(() => found.scrollIntoView(), 150); // after the shell has scrolled a new page to its top
    }
    else if (Date.now() < until) window.setTimeout(() => seek(id, until), 60);
  }

  document.addEventListener("click", function (event) {
    const target = event.target.closest && event.target.closest("[data-anchor]");
    if (target) seek(target.dataset.anchor, Date.now() + PATIENCE_MS);
  });
  if (window.location.hash.length > 1) {
    seek(decodeURIComponent(window.location.hash.slice(1)), Date.now() + PATIENCE_MS);
  }
})();
