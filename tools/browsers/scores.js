// What Lighthouse found, and whether it meets the bars: node scores.js REPORT PATH FORM
const [file, path, form] = process.argv.slice(2);
const { categories, audits } = require(file);
const score = (name) => Math.round(categories[name].score * 100);
const shift = audits["cumulative-layout-shift"].numericValue, paint = audits["largest-contentful-paint"].numericValue;
console.log("lighthouse", path, form, "accessibility", score("accessibility"), "performance", score("performance"),
  "largest paint", (paint / 1000).toFixed(1), "s, shift", shift.toFixed(3));
const quick = form !== "mobile" || !["/", "/embed/map"].includes(path) || (score("performance") >= 80 && shift <= 0.05);
process.exit(score("accessibility") < 100 || !quick ? 1 : 0);
