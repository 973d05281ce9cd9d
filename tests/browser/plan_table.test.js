"use strict";
const test = require("node:test");
const assert = require("node:assert/strict");
const { plan_table: table } = require("./load.js")("plan_table.js");

const known = {
  service: "clinic", services: [{ id: "clinic", label: "基层医疗" }, { id: "primary_school", label: "小学" }], facilities: { 一小: "p-1" },
};
const read = (text) => JSON.parse(JSON.stringify(table.read(text, known)));

test("rows from a spreadsheet, in the usual order", () => {
  assert.deepEqual(read("新增\t小学\t东校\t102.7\t25.0\t1,200\t9000\n关闭\t小学\t一小"), [
    { kind: "add", service: "primary_school", name: "东校", lon: 102.7, lat: 25, capacity: 1200, cost: 9000 },
    { kind: "close", service: "primary_school", facility_id: "p-1" },
  ]);
});

test("columns may be named, in any order and either language; the service on screen is the default", () => {
  assert.deepEqual(read("capacity,lon,lat,change\n40,102.7,25,add"), [{ kind: "add", service: "clinic", lon: 102.7, lat: 25, capacity: 40 }]);
  assert.deepEqual(read("设施编号\t容量\t变动\np-1\t60\t扩容"), [{ kind: "capacity", service: "clinic", facility_id: "p-1", capacity: 60 }]);
});

test("a quoted cell may hold the separator, and what is no number is left for the server to name", () => {
  assert.deepEqual(read('add,clinic,"东, 西",here,25,40'), [{ kind: "add", service: "clinic", name: "东, 西", lon: "here", lat: 25, capacity: 40 }]);
});

test("nothing is read from nothing", () => {
  assert.deepEqual(read(" \n"), []);
});
