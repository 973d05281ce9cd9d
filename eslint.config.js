// Rules for the scripts of the pages: classic scripts of one browser window, and their tests under Node.
"use strict";
const js = require("@eslint/js");

const names = (list) => Object.fromEntries(list.split(" ").map((name) => [name, "readonly"]));

module.exports = [
  js.configs.recommended,
  {
    files: ["assets/*.js", "src/equity/**/*.js"],
    languageOptions: {
      ecmaVersion: 2020,
      sourceType: "script",
      globals: names("window document navigator history location fetch URLSearchParams React Element HTMLElement Event PopStateEvent MutationObserver getComputedStyle CSS"),
    },
    rules: { "no-var": "off", "no-unused-vars": ["error", { caughtErrors: "none" }], "no-implicit-globals": "error", eqeqeq: "error" },
  },
  {
    files: ["tests/browser/*.js", "eslint.config.js"],
    languageOptions: { ecmaVersion: 2022, sourceType: "commonjs", globals: names("require module __dirname process") },
  },
];
