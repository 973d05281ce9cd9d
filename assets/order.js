// @ts-check
/* Order and choice of the rows of the ranked table. Pure: data in, data out (tests/browser/order.test.js). */
(function () {
  "use strict";
  const root = (window.dash_clientside = window.dash_clientside || {});

  /**
   * A column and its way, 1 from low to high, -1 from high to low; the ranks where `sort` is not offered.
   * @param {string} sort column, after a minus from high to low
   * @param {string[]} offered
   */
  function readSort(sort, offered) {
    const known = offered.includes(sort) ? sort : "rank";
    return known.startsWith("-") ? { name: known.slice(1), way: -1 } : { name: known, way: 1 };
  }

  /** @param {{name: string, way: number}} sort */
  function writeSort(sort) { return (sort.way < 0 ? "-" : "") + sort.name; }

  /**
   * Rows that have a word with `text` in it, in the order of `sort`. What has no value stays at the end, whichever way round.
   * @template {{zone: string, words: string[], keys: Record<string, number | string | null>}} Row
   * @param {Row[]} rows
   * @param {{name: string, way: number}} sort
   * @param {string} text
   */
  function arrange(rows, sort, text) {
    const wanted = (text || "").trim().toLowerCase();
    return rows
      .filter((row) => !wanted || row.words.some((word) => word.includes(wanted)))
      .sort((x, y) => {
        const a = x.keys[sort.name], b = y.keys[sort.name];
        if (a === b) return x.zone < y.zone ? -1 : 1;
        if (a === null) return 1;
        if (b === null) return -1;
        return (a < b ? -1 : 1) * sort.way;
      });
  }

  /** What a press on a head asks for: the other way, or at first the way in which the column is usually read. */
  function turned(/** @type {{name: string, way: number}} */ sort, /** @type {{id: string, first: number}} */ head) {
    return { name: head.id, way: sort.name === head.id ? -sort.way : head.first };
  }

  root.order = { readSort, writeSort, arrange, turned };
})();
