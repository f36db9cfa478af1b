// Lighthouse on a phone: 100 in every category on eight kinds of pages, the median of three runs. Speed is measured on
// the machine that runs this, which may be busy: 100 is the aim there too, and less than 90 a fault.

import { chromium } from "playwright-core";
import { createServer } from "node:net";
import lighthouseRun from "lighthouse";
import { Check } from "./check.js";

// those that are found by search engines: the others ask not to be, which costs them points
const KINDS = ["home", "subject", "cell", "region", "article", "person", "claims", "edition"];
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
const RUNS = 3;

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
    for (let run = 0; run < RUNS; run += 1) {
      const result = await lighthouseRun(page.url, { port, logLevel: "error", onlyCategories: CATEGORIES });
      runs.push(result.lhr);
    }
    const medians = CATEGORIES.map((category) => {
      const ordered = runs.map((lhr) => lhr.categories[category]).sort((a, b) => a.score - b.score);
      const median = ordered[Math.floor(RUNS / 2)];
      if (median.score < (category === "performance" ? 0.9 : 1)) check.fault(`${page.path}: ${category} ${score(median)}: ${lost(runs[0], category)}`);
      return score(median);
    });
    check.count(`${kind} (${medians.join(" ")})`);
  }
  await browser.close();
  return check;
}

const score = (category) => Math.round(category.score * 100);

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
