// How much a search costs its reader: node speed.js SITE QUERY…. Each query is asked in a browser that has seen nothing of
// the site: kilobytes fetched until it is answered, as they lie on the disk and with gzip, and milliseconds from the key to
// the answer, the middle of five visits. What is common to all queries is fetched with the page, before a key is pressed.

import { statSync } from "node:fs";
import { join, resolve } from "node:path";
import { chromium } from "playwright-core";
import { open } from "./site.js";

const VISITS = 5;
const kilobytes = (bytes) => (bytes / 1000).toFixed(1);

async function visit(browser, { root, origin }, query) {
  const context = await browser.newContext();
  const tab = await context.newPage();
  const requests = [];
  tab.on("request", (request) => requests.push(request));
  await tab.goto(`${origin}/search/`, { waitUntil: "networkidle" });
  await tab.waitForSelector("form[data-done]");
  const [found, time] = await tab.evaluate(async (query) => {
    const form = document.querySelector("form.search");
    const before = form.dataset.done;
    form.elements.q.value = query;
    const began = performance.now();
    const done = new Promise((take) => new MutationObserver(take).observe(form, { attributeFilter: ["data-done"] }));
    form.requestSubmit();
    if (form.dataset.done === before) await done;
    return [document.getElementById("search-status").textContent, performance.now() - began];
  }, query);
  let [raw, sent] = [0, 0];
  for (const request of requests.filter((request) => request.resourceType() === "script")) {
    raw += statSync(join(root, new URL(request.url()).pathname)).size;
    sent += (await request.sizes()).responseBodySize;
  }
  await context.close();
  return { found, time, raw, sent };
}

const [folder, ...queries] = process.argv.slice(2);
const site = await open(resolve(folder));
const browser = await chromium.launch({ executablePath: process.env.SAAR_BROWSER, args: ["--no-sandbox"] });
for (const query of queries) {
  const visits = [];
  for (let at = 0; at < VISITS; at += 1) visits.push(await visit(browser, site, query));
  const middle = visits.map(({ time }) => time).sort((a, b) => a - b)[VISITS >> 1];
  const [{ found, raw, sent }] = visits;
  console.log(`${query}\t${kilobytes(raw)} kB, ${kilobytes(sent)} with gzip\t${middle.toFixed(0)} ms\t${found}`);
}
await browser.close();
site.server.closeAllConnections();
site.server.close();
