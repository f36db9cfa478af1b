// Without scripts: every kind of page says what it says with them, details open, links lead to pages.

import { Check } from "./check.js";

export default async function scriptless({ browser, sites, samples }) {
  const check = new Check("without scripts");
  const bare = await browser.newContext({ javaScriptEnabled: false });
  const full = await browser.newContext();
  const [without, withScripts] = [await bare.newPage(), await full.newPage()];
  for (const page of samples) {
    const fault = (text) => check.fault(`${page.path}: ${text}`);
    check.count("pages");
    await without.goto(page.url);
    await withScripts.goto(page.url);
    if (!(await without.locator("h1").first().isVisible())) fault("shows no heading");
    const [said, more] = [await lines(without), await lines(withScripts)];
    check.count("lines", said.size);
    // a search needs its script, and says so without it
    const lost = page.kind === "search" ? [] : [...more].filter((line) => !said.has(line));
    if (lost.length > 0) fault(`${lost.length} lines need a script, such as: ${lost[0].slice(0, 80)}`);
    await details(without, check, fault);
    await links(without, page, check, fault);
  }
  const filtered = sites.flatMap((site) => site.pages).find((page) => page.html.includes('class="filters"'));
  if (filtered) await filters(without, filtered, check);
  await bare.close();
  await full.close();
  return check;
}

/** The lines of text that can be read. */
async function lines(tab) {
  const text = await tab.locator("body").innerText();
  return new Set(text.split("\n").map((line) => line.trim()).filter(Boolean));
}

/** What is folded unfolds. */
async function details(tab, check, fault) {
  const folded = tab.locator("details:not([open]) > summary:visible");
  if ((await folded.count()) === 0) return;
  check.count("pages with details");
  const before = await folded.count();
  await folded.first().click();
  if ((await folded.count()) !== before - 1) fault("details do not open");
}

/** Filters lead to pages that have what they name; those for the search say so, and find lists of names there. */
async function filters(tab, page, check) {
  const fault = (text) => check.fault(`${page.path}: ${text}`);
  await tab.goto(page.url);
  const links = await tab.locator(".filters a").evaluateAll((all) =>
    all.map((link) => ({ href: link.href, note: link.closest("details").querySelector(".note") !== null })),
  );
  for (const { href, note } of links) {
    check.count("filters");
    const answer = await tab.goto(href);
    // a fragment of the same page is no new answer
    if (answer && answer.status() !== 200) fault(`${href} is answered with ${answer.status()}`);
    const anchor = new URL(href).hash.slice(1);
    if (anchor && !(await tab.locator(`[id="${anchor}"] + .card`).isVisible())) fault(`${href} leads to no article`);
    const searches = href.includes("/search/?");
    if (searches !== note) fault(`${href} ${searches ? "does not say" : "says"} that it needs a script`);
    if (searches && !(await tab.locator(".names a").first().isVisible())) fault(`${href} shows no lists of names`);
  }
}

/** The first link of the menu and the first of the main part lead to pages of the site. */
async function links(tab, page, check, fault) {
  for (const part of [".menu", "main"]) {
    await tab.goto(page.url);
    const link = tab.locator(`${part} a[href^="/"]:visible`).first();
    if ((await link.count()) === 0) continue;
    const target = await link.getAttribute("href");
    const [answer] = await Promise.all([tab.waitForResponse((one) => one.request().isNavigationRequest()), link.click()]);
    check.count("links followed");
    if (answer.status() !== 200) fault(`${target} is answered with ${answer.status()}`);
  }
}
