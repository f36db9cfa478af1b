// An offline bundle, opened from the disk: styles and fonts are there, links lead from file to file in both languages,
// the search finds, and nothing is asked for that is not in the folder.

import { existsSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Check } from "./check.js";

export default async function offline({ browser, bundle }) {
  const check = new Check("offline bundle");
  const context = await browser.newContext();
  context.setDefaultTimeout(5000);
  const tab = await context.newPage();
  const root = pathToFileURL(`${bundle}/`).href;
  const fault = (text) => check.fault(`${decodeURI(tab.url()).replace(decodeURI(root), "")}: ${text}`);
  tab.on("console", (message) => ["error", "warning"].includes(message.type()) && fault(message.text()));
  tab.on("pageerror", (error) => fault(error.message));
  tab.on("requestfailed", (request) => fault(`${request.url()} is not loaded: ${request.failure().errorText}`));
  tab.on("request", (request) => request.url().startsWith(root) || fault(`asks for ${request.url()}`));

  await tab.goto(`${root}index.html`);
  await walk(tab, root, check, fault).catch((error) => fault(error.message.split("\n")[0]));
  await context.close();
  return check;
}

/** Home, an election, an article and the search, in one language after the other. */
async function walk(tab, root, check, fault) {
  const languages = await tab.locator(".languages li").count();
  check.want(languages > 1, "the bundle has one language");
  for (let turn = 0; turn < Math.max(languages, 1); turn += 1) {
    await look(tab, root, check, fault);
    for (const link of ['.menu a[href*="elections/"]', 'main a[href*="elections/"]', '.list .card a[href*="articles/"]']) {
      await follow(tab, link, check);
      await look(tab, root, check, fault);
    }
    await search(tab, root, check, fault);
    await follow(tab, ".name a", check);
    if (languages > 1) await follow(tab, ".languages a", check);
  }
}

/** Clicks the first such link. */
async function follow(tab, link, check) {
  const first = tab.locator(link).first();
  if ((await first.count()) === 0) throw new Error(`there is no \`${link}\``);
  await Promise.all([tab.waitForNavigation(), first.click()]);
  check.count("links followed");
}

/** What the page shows, and where its links lead. */
async function look(tab, root, check, fault) {
  check.count("pages");
  const seen = await tab.evaluate(state);
  if (!seen.styled) fault("its styles are not applied");
  if (seen.fonts.length > 0) fault(`fonts are not loaded: ${seen.fonts}`);
  if (seen.pictures.length > 0) fault(`pictures are not shown: ${seen.pictures}`);
  for (const address of seen.links.filter((one) => !/^(https?|mailto):/.test(one))) {
    check.count("links");
    const file = address.startsWith(root) && fileURLToPath(address.replace(/[?#].*/, ""));
    if (!file || !existsSync(file) || file.endsWith("/")) fault(`leads to ${address}`);
  }
}

/** A word of the heading is searched for, and the first result opened. */
async function search(tab, root, check, fault) {
  const heading = await tab.locator("h1").innerText();
  const word = heading.split(/[^\p{L}\p{M}]+/u).sort((a, b) => b.length - a.length)[0];
  await follow(tab, '.menu a[href*="search/"]', check);
  await look(tab, root, check, fault);
  await tab.fill("#search-field", word);
  await tab.keyboard.press("Enter");
  const result = tab.locator("#search-results a").first();
  await result.waitFor().catch(() => fault(`finds nothing for \`${word}\``));
  await follow(tab, "#search-results a", check);
  await look(tab, root, check, fault);
}

// --- this runs in the browser ---------------------------------------------------------------------------

async function state() {
  const fonts = [];
  for (const name of ["Digest Sans", "Digest Serif"]) {
    for (const sample of ["क", "a"]) {
      const weight = name === "Digest Serif" ? "700" : "400";
      const faces = await document.fonts.load(`${weight} 16px "${name}"`, sample).catch(() => []);
      if (!faces.some((face) => face.status === "loaded")) fonts.push(`${name} for ${sample}`);
    }
  }
  return {
    styled: getComputedStyle(document.body).fontFamily.includes("Digest"),
    fonts,
    pictures: [...document.images].filter((one) => !one.naturalWidth).map((one) => one.src),
    links: [...document.querySelectorAll("[href]")].map((one) => new URL(one.getAttribute("href"), location).href),
  };
}
