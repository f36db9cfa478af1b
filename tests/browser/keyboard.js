// Without a mouse: the skip link skips, every control is reached by Tab, and the one that has the focus shows it.

import { Check } from "./check.js";

// the skip link, menus, tables that scroll, pages of a list, forms
const KINDS = ["home", "article", "claims", "subject", "calendar", "search"];

export default async function keyboard({ browser, sites, samples }) {
  const check = new Check("keyboard");
  const context = await browser.newContext();
  const tab = await context.newPage();
  // what moves smoothly would be measured on its way
  await tab.emulateMedia({ reducedMotion: "reduce" });
  for (const page of samples.filter((page) => KINDS.includes(page.kind))) {
    check.count("pages");
    const fault = (text) => check.fault(`${page.path}: ${text}`);
    await tab.goto(page.url);
    await skip(tab, fault);
    await tab.goto(page.url);
    await walk(tab, check, fault);
  }
  // a long list may be on no longest page
  const filtered = sites.flatMap((site) => site.pages).find((page) => page.html.includes('class="filters"'));
  if (filtered) await filters(tab, filtered, check);
  check.want(filtered, "no list has filters");
  await context.close();
  for (const name of ["menu", "pages"]) {
    check.want(check.counts.get(`controls of ${name}`) > 0, `no control of ${name} had the focus`);
  }
  return check;
}

/** The first Tab stops at the skip link, and Enter brings the focus to the main part. */
async function skip(tab, fault) {
  await tab.keyboard.press("Tab");
  const first = await tab.evaluate(state);
  if (first.selector !== "a.skip" || first.fault) fault(`Tab begins at ${first.selector}: ${first.fault}`);
  await tab.keyboard.press("Enter");
  const main = await tab.evaluate(() => document.activeElement?.tagName);
  if (main !== "MAIN") fault(`the skip link brings the focus to ${main}`);
}

/** Every filter unfolds, and the first link of each is the next stop and leads to a page. */
async function filters(tab, page, check) {
  const fault = (text) => check.fault(`${page.path}: ${text}`);
  await tab.goto(page.url);
  const targets = [];
  for (const summary of await tab.locator(".filters summary").all()) {
    check.count("filters");
    await summary.focus();
    await tab.keyboard.press("Enter");
    await tab.keyboard.press("Tab");
    const [within, href] = await tab.evaluate(filtered);
    if (!within || !href) fault(`${await summary.innerText()} does not unfold to its links`);
    else targets.push(href);
  }
  for (const href of targets) {
    await tab.goto(page.url);
    await tab.locator(`.filters a[href="${href}"]`).evaluate((link) => (link.closest("details").open = true));
    await tab.locator(`.filters a[href="${href}"]`).focus();
    await tab.keyboard.press("Enter");
    await tab.waitForURL((url) => url.href.endsWith(href), { timeout: 5000 }).catch(() => fault(`${href} does not open`));
    if (!(await tab.locator("h1").isVisible())) fault(`${href} shows no heading`);
    if (!href.includes("search/?")) continue;
    // the search has no words here, only facets
    await tab.locator("#search-results a").first().waitFor({ timeout: 5000 }).catch(() => fault(`${href} finds nothing`));
  }
}

/** Tab by Tab through the whole page. */
async function walk(tab, check, fault) {
  const wanted = await tab.evaluate(number);
  const reached = new Set();
  for (let presses = 0; presses < wanted + 20; presses += 1) {
    await tab.keyboard.press("Tab");
    const at = await tab.evaluate(state);
    if (at === null) break;
    if (at.fault) fault(`${at.selector}: ${at.fault}`);
    if (at.within) check.count(`controls of ${at.within}`);
    if (at.number !== null) reached.add(at.number);
  }
  check.count("controls", reached.size);
  if (reached.size < wanted) {
    const missed = await tab.evaluate(name, [...reached]);
    fault(`${wanted - reached.size} of ${wanted} controls are not reached by Tab, such as ${missed}`);
  }
}

// --- these run in the browser ---------------------------------------------------------------------------

/** Numbers everything that a mouse could use; gives how much that is. */
function number() {
  const controls = [...document.querySelectorAll('a[href], summary, button, input, select, textarea, [tabindex="0"]')];
  const used = controls.filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled);
  used.forEach((one, at) => (one.dataset.number = at));
  return used.length;
}

/** Whether the focus is in a filter, and where the link under it leads. */
function filtered() {
  const at = document.activeElement;
  return [at.closest(".filters details[open]") !== null, at.getAttribute("href")];
}

function name(reached) {
  const controls = [...document.querySelectorAll("[data-number]")];
  return controls.find((one) => !reached.includes(one.dataset.number)).outerHTML.slice(0, 100);
}

/** What has the focus, and what is wrong with it; nothing at the end of the page. */
function state() {
  const at = document.activeElement;
  if (!at || at === document.body || at === document.documentElement) return null;
  const box = at.getClientRects()[0] ?? { width: 0, height: 0 };
  const style = getComputedStyle(at);
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
  const seen = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  let fault = "";
  if (!at.matches(":focus-visible") || !outlined) fault = "its focus does not show";
  else if (box.width < 1 || box.height < 1) fault = "has no size";
  else if (!seen) fault = "is not on the screen";
  else if (top && !at.contains(top)) fault = `${top.localName} covers it`;
  // the switch to another language and the search are counted where there are any
  const parts = { language: "header a[hreflang]", menu: ".menu *", pages: ".pages *", search: "[role=search] *" };
  const within = Object.keys(parts).find((part) => at.matches(parts[part]));
  const selector = at.localName + (at.className ? `.${at.className}` : "");
  return { selector, fault, within, number: at.dataset.number ?? null };
}
