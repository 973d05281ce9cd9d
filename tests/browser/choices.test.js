"use strict";
const test = require("node:test");
const assert = require("node:assert/strict");
const { choices } = require("./load.js")("choices.js");

const CATALOGUE = {
  baseline: "baseline",
  twins: { resident: "non_local", non_local: "resident", registered: "local", local: "registered" },
  scenarios: ["reach"],
  changing: ["people"],
  notCompared: "no comparison",
  bases: { coverage: ["resident", "registered", "gap"], reach: ["non_local", "local", "gap"], people: ["value"] }, // by measure
  services: {
    school: { measures: { years: { coverage: ["2022", "2023"], reach: ["2020"] } } },
    people: { measures: { years: { people: ["2020"] } } },
    years: { measures: { years: { people: ["2018", "2020", "2023"] } } },
  },
};
Object.keys(CATALOGUE.bases).forEach((m) => { CATALOGUE.bases[m] = CATALOGUE.bases[m].map((value) => ({ value })); });

const ask = (chosen) => ({ ...choices.possible({ service: "school", measure: "coverage", basis: "gap", year: "2022", scenario: "baseline", since: "0", ...chosen }, CATALOGUE) });

test("what the service has is kept", () => {
  assert.deepEqual(ask({}), { service: "school", measure: "coverage", basis: "gap", year: "2022", scenario: "", since: "" });
});

test("a side goes over to its twin in another family", () => {
  assert.equal(ask({ measure: "reach", basis: "resident" }).basis, "non_local");
  assert.equal(ask({ basis: "local" }).basis, "registered");
});

test("what the service does not have is left to the server", () => {
  assert.deepEqual(ask({ service: "people", year: "2023" }), { service: "people", measure: "", basis: "", year: "", scenario: "", since: "" });
});

test("a scenario goes with the measures that have one", () => {
  assert.equal(ask({ measure: "reach", scenario: "wide" }).scenario, "wide");
  assert.equal(ask({ scenario: "wide" }).scenario, "");
});

test("a change begins before the year and only where the measure has one", () => {
  const people = { service: "years", measure: "people", basis: "value", year: "2020" };
  assert.equal(ask({ ...people, since: "2018" }).since, "2018");
  assert.equal(ask({ ...people, since: "2023" }).since, "");
  assert.equal(ask({ since: "2018" }).since, "");
  const begins = (query) => JSON.parse(JSON.stringify(choices.begins(query, CATALOGUE)));
  assert.deepEqual(begins(people).map((o) => o.value), ["0", "2018"]);
  assert.deepEqual(begins({ service: "school", measure: "coverage", year: "2023" }), [{ value: "0", label: "no comparison" }]);
});

test("a measure that holds distance has a name of its own in a scenario with a decay", () => {
  const options = [{ group: "access", items: [{ value: "reach", label: "Reach" }, { value: "adequacy", label: "Adequacy" }] }];
  const catalogue = { decays: ["far"], decayLabels: { adequacy: "Capacity and nearness" }, services: { clinic: { measures: { options } } } };
  const named = (scenario) => JSON.parse(JSON.stringify(choices.measures({ service: "clinic", scenario }, catalogue)))[0].items.map((o) => o.label);
  assert.deepEqual(named("baseline"), ["Reach", "Adequacy"]);
  assert.deepEqual(named("far"), ["Reach", "Capacity and nearness"]);
});

test("a camera shows the bounds between the padding", () => {
  const bounds = [102, 24, 104, 27], padding = { left: 300, right: 20, top: 30, bottom: 30 };
  const { center, zoom } = choices.fit(bounds, 900, 800, padding);
  const world = 512 * 2 ** zoom, x = (lon) => ((lon + 180) / 360) * world;
  const y = (lat) => ((1 - Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / Math.PI) / 2) * world;
  const left = 450 + x(bounds[0]) - x(center.lon), right = 450 + x(bounds[2]) - x(center.lon);
  const top = 400 + y(bounds[3]) - y(center.lat), bottom = 400 + y(bounds[1]) - y(center.lat);
  assert.ok(left >= 299.9 && right <= 880.1 && top >= 29.9 && bottom <= 770.1);
  assert.ok(Math.abs(right - left - 580) < 0.1 || Math.abs(bottom - top - 740) < 0.1, "as large as fits");
});
