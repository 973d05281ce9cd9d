// Runs a script of assets/ as a page would and gives what it put into window.dash_clientside.
"use strict";
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const vm = require("node:vm");

module.exports = function load(...names) {
  const window = {};
  const context = vm.createContext({ window });
  for (const name of names) vm.runInContext(readFileSync(join(__dirname, "../../assets", name), "utf8"), context);
  return window.dash_clientside;
};
