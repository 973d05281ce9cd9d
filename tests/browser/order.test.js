"use strict";
const test = require("node:test");
const assert = require("node:assert/strict");
const { order } = require("./load.js")("order.js");

const row = (zone, value, words = []) => ({ zone, words, keys: { rank: Number(zone), value } });
const zones = (rows) => rows.map((r) => r.zone).join("");

test("an order that is not offered becomes that of the ranks", () => {
  assert.deepEqual({ ...order.readSort("-value", ["rank", "-value"]) }, { name: "value", way: -1 });
  assert.deepEqual({ ...order.readSort("size", ["rank", "value"]) }, { name: "rank", way: 1 });
  for (const sort of ["rank", "-rank", "value", "-value"]) {
    assert.equal(order.writeSort(order.readSort(sort, ["rank", "-rank", "value", "-value"])), sort);
  }
});

test("rows without a value stay last, whichever way round; ties go by code", () => {
  const rows = [row("1", 5), row("2", null), row("3", 7), row("4", 5)];
  assert.equal(zones(order.arrange(rows, { name: "value", way: 1 }, "")), "1432");
  assert.equal(zones(order.arrange(rows, { name: "value", way: -1 }, "")), "3142");
  assert.equal(zones(rows), "1234", "the data are left as they are");
});

test("zero is a value and no missing one", () => {
  assert.equal(zones(order.arrange([row("1", 0), row("2", null), row("3", -1)], { name: "value", way: 1 }, "")), "312");
});

test("a row is found by any of its words, in any case", () => {
  const rows = [row("1", 1, ["官渡", "guandu"]), row("2", 2, ["西山", "xishan"])];
  assert.equal(zones(order.arrange(rows, { name: "rank", way: 1 }, "  GUAN ")), "1");
  assert.equal(zones(order.arrange(rows, { name: "rank", way: 1 }, "山")), "2");
  assert.equal(zones(order.arrange(rows, { name: "rank", way: 1 }, "nowhere")), "");
});

test("a head asks for its usual way first, then for the other", () => {
  const head = { id: "value", first: -1 };
  const once = order.turned({ name: "rank", way: 1 }, head);
  assert.deepEqual({ ...once }, { name: "value", way: -1 });
  assert.deepEqual({ ...order.turned(once, head) }, { name: "value", way: 1 });
});
