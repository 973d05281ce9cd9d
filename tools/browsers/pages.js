// Opens the pages in a browser and fails where something is not drawn: node pages.js LIBRARY BROWSER ADDRESS
// LIBRARY: the puppeteer that knows the browser, "puppeteer-core" for an old Chromium, "puppeteer-bidi" for Firefox.
const [library, executablePath, home] = process.argv.slice(2);
const puppeteer = require(library);

const PAGES = ["/", "/compare", "/plan", "/district/530111", "/policy", "/data", "/methods", "/embed/map", "/embed/chart", "/api/v1/docs", "/data/import/sign-in"];
const SEEN = () => {
  const sizes = (selector) => [...document.querySelectorAll(selector)].map((e) => e.getBoundingClientRect());
  const icon = document.querySelector("[class*='icon icon-']"), style = icon && getComputedStyle(icon);
  return {
    heading: document.querySelectorAll("h1, h2, form").length,
    maps: sizes(".map-area .js-plotly-plot, .map-area .map-drawing, .drawing svg").filter((b) => b.width > 200 && b.height > 200).length,
    tallLegendRows: sizes(".legend-row").filter((b) => b.height > 40).length,
    icon: !style || (style.mask || style.webkitMaskImage || "none") !== "none" || style.webkitMaskImage !== "none",
    wide: document.documentElement.scrollWidth > window.innerWidth,
    old: document.documentElement.dataset.browser || "",
  };
};

(async () => {
  const firefox = library === "puppeteer-bidi";
  const args = firefox ? [] : ["--no-sandbox", "--use-gl=swiftshader", "--disable-dev-shm-usage", "--single-process", "--no-zygote"];
  const browser = await puppeteer.launch({ browser: firefox ? "firefox" : "chrome", executablePath, args, defaultViewport: { width: 1366, height: 768 } });
  console.log(await browser.version());
  let bad = 0;
  const page = await browser.newPage(); // one for all: a browser of one process dies with its page
  let errors = [];
  page.setDefaultTimeout(120000);
  page.on("pageerror", (e) => errors.push(String(e).slice(0, 200)));
  for (const path of PAGES) {
    errors = [];
    await page.goto(home + path, { waitUntil: "load" });
    await page.waitForSelector("#page h1, #page h2, body > main, body > .topbar");
    await new Promise((done) => setTimeout(done, 3000));
    const seen = await page.evaluate(SEEN);
    const wantsMap = ["/", "/compare", "/embed/map", "/embed/chart"].includes(path);
    const ok = !errors.length && seen.heading > 0 && !seen.tallLegendRows && seen.icon && !seen.wide && !seen.old && (!wantsMap || seen.maps > 0);
    console.log(ok ? "ok  " : "BAD ", path, ok ? "" : JSON.stringify({ ...seen, errors }));
    bad += !ok;
  }
  await browser.close();
  process.exit(bad ? 1 : 0);
})();
