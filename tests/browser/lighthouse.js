// Lighthouse on a phone: 100 in every category on eight kinds of pages. Speed is measured on the machine that runs this:
// 100 is the aim there too, and less than 90 a fault. What else runs there makes a page slower and never faster, so the
// best of a few runs is the page's own.

import { chromium } from "playwright-core";
import { createServer } from "node:net";
import lighthouseRun, { defaultConfig } from "lighthouse";
import { Check } from "./check.js";

// those that are found by search engines: the others ask not to be, which costs them points
const KINDS = ["home", "subject", "cell", "region", "article", "person", "claims", "edition"];
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
const MOST_RUNS = 5;
const FAST = 0.9;
// Lighthouse makes the processor of a good desktop four times slower to get a phone; one that is slower to begin with
// (its index says how fast) is slowed down less: https://github.com/GoogleChrome/lighthouse/blob/main/docs/throttling.md
const DESKTOP = { index: 1500, slowdown: 4 };

export default async function lighthouse({ executablePath, samples }) {
  const check = new Check("Lighthouse");
  const port = await freePort();
  const args = ["--no-sandbox", `--remote-debugging-port=${port}`];
  // a browser of its own: tabs of other gates would be measured too
  const browser = await chromium.launch({ executablePath, args });
  for (const kind of KINDS) {
    const pages = samples.filter((page) => page.kind === kind);
    // Hindi needs the larger fonts
    const page = pages.find((page) => page.lang === "hi") ?? pages[0];
    if (page === undefined) {
      check.fault(`no page is of the kind \`${kind}\``);
      continue;
    }
    const runs = [];
    do {
      runs.push(await run(page.url, port, runs.at(-1)?.environment.benchmarkIndex ?? DESKTOP.index));
    } while (runs.at(-1).categories.performance.score < FAST && runs.length < MOST_RUNS);
    const scores = CATEGORIES.map((category) => {
      const ordered = runs.toSorted((a, b) => a.categories[category].score - b.categories[category].score);
      const [lhr, least] = category === "performance" ? [ordered.at(-1), FAST] : [ordered[0], 1];
      const { score } = lhr.categories[category];
      const percent = Math.round(score * 100);
      if (score < least) check.fault(`${page.path}: ${category} ${percent}: ${lost(lhr, category)}`);
      return percent;
    });
    check.count(`${kind} (${scores.join(" ")})`);
  }
  await browser.close();
  return check;
}

/** One run, on a processor of which a run before said how fast it is. */
async function run(url, port, index) {
  const cpuSlowdownMultiplier = Math.min(Math.max((DESKTOP.slowdown * index) / DESKTOP.index, 1), DESKTOP.slowdown);
  const throttling = { ...defaultConfig.settings.throttling, cpuSlowdownMultiplier };
  const result = await lighthouseRun(url, { port, logLevel: "error", onlyCategories: CATEGORIES, throttling });
  return result.lhr;
}

/** The audits that cost points. */
function lost(lhr, category) {
  const refs = lhr.categories[category].auditRefs.filter(({ weight }) => weight > 0);
  const audits = refs.map(({ id }) => lhr.audits[id]).filter(({ score }) => score !== null && score < 1);
  return audits.map(({ id, displayValue }) => (displayValue ? `${id} ${displayValue}` : id)).join(", ");
}

function freePort() {
  return new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}
