// Inline SVG and MathML: markup built and escaped by the server, shown as it is. See equity/web/components/markup.py.
(function () {
  "use strict";
  window.equity_markup = {
    Markup: function (props) {
      return React.createElement(props.tag || "div", {
        id: props.id,
        className: props.className,
        dangerouslySetInnerHTML: { __html: props.html },
      });
    },
  };
})();
