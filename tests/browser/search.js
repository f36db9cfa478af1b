// The search: each line of QUERIES is a query and the path of what has to come first on the site of this repository, in
// English as well unless a second path says otherwise; NOT says what must not be found. Over HTTP below a path that the site was not made for, and from file://.

import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, extname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Check } from "./check.js";

const QUERIES = `
चुनाव | elections/ls-2024/
chunav | elections/ls-2024/
chunaav | elections/ls-2024/
election | elections/ls-2024/
लोकसभा चुनाव २०२४ | elections/ls-2024/
lok sabha 2024 | elections/ls-2024/
२०२४ | elections/ls-2024/
2024 | elections/ls-2024/
2019 | elections/ls-2019/
कानपुर नगर | regions/up/kanpur-nagar/
kanpur nagar | regions/up/kanpur-nagar/
kaanpur nagar | regions/up/kanpur-nagar/
kanpurnagar | regions/up/kanpur-nagar/
यूपी | regions/up/
up | regions/up/
U.P. | regions/up/
उ.प्र. | regions/up/
उत्तर प्रदेश | regions/up/
uttar pradesh | regions/up/
uttarpradesh | regions/up/
mp | regions/mp/
मध्य प्रदेश | regions/mp/
madhya pradesh | regions/mp/
बिहार | regions/br/
bihar | regions/br/
लखनऊ | regions/up/lucknow/
lucknow | regions/up/lucknow/
lakhnau | regions/up/lucknow/
विजयवर्गी | people/kailash-vijayvargiya/
विजयवर्गीय | people/kailash-vijayvargiya/
vijayvargiya | people/kailash-vijayvargiya/
vijayavargiya | people/kailash-vijayvargiya/
kailash | people/kailash-vijayvargiya/
अमित शाह | people/amit-shah/
amit shah | people/amit-shah/
संतोष | people/biel-santosh/
सन्तोष | people/biel-santosh/
santosh | people/biel-santosh/
बी.एल. संतोष | people/biel-santosh/
भाजपा | parties/bjp/
bhajpa | parties/bjp/
bjp | parties/bjp/
कांग्रेस | parties/inc/
congress | parties/inc/
जबलपुर क्लस्टर | regions/mp/bjp/jabalpur-cluster/
bundelkhand | regions/up/bjp/kanpur-bundelkhand/
370 | articles/2024/02/jabalpur-cluster-370/
बैतूल मतदान | articles/2024/04/ls-2024-phase-2-betul/ | articles/2024/05/ls-2024-phase-3/
betul polling | articles/2024/05/ls-2024-phase-3/ | articles/2024/04/ls-2024-phase-2-betul/
आंकड़ों की टिप्पणी | articles/2026/02/two-rolls-one-date/ | articles/2024/03/ls-2024-schedule/
prashikshan | articles/2023/07/lucknow-training-team/
`.trim().split("\n").map((line) => line.split(" | "));

// a query and a text that no title among its results may have; nothing at all must be found where it is empty. Hindi
// words are compared with Latin ones by their sound, so that शहा is Shah where titles are in English
const NOT = [
  ["दाल", ""], ["dil", ""], ["किताब", ""], ["xyzzy", ""], ["क्रिकेट", ""], ["कानपुर पटना", ""], ["बनारस", ""],
  ["शहा", "शाह"], ["लखन", "बिहार"], ["दल", "दिल्ली"], ["माता", ""], ["up", "बिहार"], ["2024", "2019 का"],
];

const BELOW = "/below/a/path/";

export default async function search({ browser, sites }) {
  const check = new Check("search");
  const [{ root, pages }] = sites;
  const server = await serve(root, BELOW);
  const origin = `http://127.0.0.1:${server.address().port}`;
  for (const site of sites) await volumes(browser, site, check);
  for (const base of [origin + BELOW, `${pathToFileURL(root)}/`]) {
    for (const { path, lang } of pages.filter((page) => page.kind === "search")) {
      const prefix = path.replace(/search\/index\.html$/, "");
      const fault = (text) => check.fault(`${base.split(":")[0]}, ${lang}: ${text}`);
      check.count("ways to open it");
      await look(browser, base, prefix, check, fault);
    }
  }
  check.count("queries", QUERIES.length);
  check.count("that must not match", NOT.length);
  server.closeAllConnections();
  server.close();
  return check;
}

/** Looks at one search page of a site at `base`, which ends in a slash; `prefix` is the folder of its language. */
async function look(browser, base, prefix, check, fault) {
  const page = await (await browser.newContext()).newPage();
  page.on("pageerror", (error) => fault(`the script fails: ${error.message}`));
  page.on("request", (request) => {
    // styles, fonts and icons have addresses that are right at the root only
    const url = request.url();
    if (!url.startsWith(base) && !/favicon|\/assets\/(style\.css|icon\.svg|fonts\/)/.test(url)) fault(`asks for ${url}`);
  });
  const file = base.startsWith("file:");
  await page.goto(`${base}${prefix}search/${file ? "index.html" : ""}`);
  await page.waitForSelector("form[data-done]");
  for (const [query, ...expected] of QUERIES) {
    const { paths, titles, marks } = await ask(page, base, query);
    const first = prefix + expected.at(prefix ? -1 : 0);
    if (paths[0] !== first) fault(`\`${query}\` finds \`${paths[0]}\` first, and not \`${first}\``);
    if (titles.some((title) => title.includes(query)) && marks === 0) fault(`\`${query}\` marks no word`);
  }
  for (const [query, text] of NOT) {
    const { titles } = await ask(page, base, query);
    const wrong = text === "" ? titles[0] : titles.find((title) => title.includes(text));
    if (wrong !== undefined) fault(`\`${query}\` finds \`${wrong}\``);
  }
  for (const text of [...(await words(page)), ...(await keys(page, base)), ...(await facets(page, base))]) fault(text);
  if (!file) {
    await page.goto(`${base}${prefix}search/?q=bihar`);
    await page.waitForSelector(".results a");
    const first = await page.locator(".results a").first().getAttribute("href");
    if (!first.endsWith("regions/br/")) fault(`a link to a search finds ${first}`);
  }
  await page.context().close();
}

async function ask(page, base, query) {
  return page.evaluate(async ([query, base]) => {
    const form = document.querySelector("form.search"), before = form.dataset.done;
    form.elements.q.value = query;
    form.requestSubmit();
    while (form.dataset.done === before) await new Promise(done => setTimeout(done, 2));
    const links = [...document.querySelectorAll(".results a")];
    const path = link => link.href.replace(base, "").replace("index.html", "");
    return {
      paths: links.map(path), titles: links.map(link => link.textContent), marks: document.querySelectorAll("mark").length,
      said: document.getElementById("search-status").textContent,
    };
  }, [query, base]);
}

/** The script folds words as the program does. */
async function words(page) {
  const table = readFileSync(join(dirname(fileURLToPath(import.meta.url)), "words.tsv"), "utf8");
  return page.evaluate(rows => rows.flatMap(([text, ...expected]) => {
    const { tokens, stem, skeleton, rootOf } = window.saarSearch, parts = tokens(text);
    const got = [parts, parts.map(stem), parts.map(skeleton), parts.map(word => rootOf(skeleton(word)))].map(list => list.join(" "));
    return got.flatMap((value, at) => value === expected[at] ? [] : [`\`${text}\` becomes ${value}, not ${expected[at]}`]);
  }), table.trimEnd().split("\n").slice(1).map((line) => line.split("\t")));
}

/** The slash leads to the field, arrows through the results; their number is announced. */
async function keys(page, base) {
  const faults = [], want = (so, text) => so || faults.push(text);
  const { said } = await ask(page, base, "बिहार");
  want(/\d|[०-९]/.test(said), `${said} does not say how many results there are`);
  want(await page.locator("#search-status[aria-live=polite]").count() === 1, "results are not announced");
  await page.locator("h1").click();
  await page.keyboard.press("/");
  const focus = () => page.evaluate(() => document.activeElement.id || [...document.querySelectorAll(".results a")].indexOf(document.activeElement));
  want(await focus() === "search-field", "the slash does not lead to the field");
  want(await page.inputValue("#search-field") === "बिहार", "the slash is typed into the field");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  want(await focus() === 1, "the arrow does not lead to the second result");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  want(await focus() === "search-field", "the arrow does not lead back to the field");
  await page.locator("#search-more").click();
  await page.waitForFunction(() => document.querySelectorAll(".results li").length === 20);
  want(await focus() === 10, "more results do not take the focus");
  return faults;
}

/** A facet leaves the results that have its value, as many as it says. */
async function facets(page, base) {
  const faults = [];
  await ask(page, base, "चुनाव");
  await page.locator("#search-facets summary").click();
  await page.waitForSelector("select[name=region] option[value=br]", { state: "attached" });
  const names = await page.locator("#search-facets select").evaluateAll(all => all.map(select => select.name).join());
  if (names !== "kind,subject,region,party,source,year,language") faults.push(`the facets are ${names}`);
  const said = Number(/\((\d+)\)/.exec(await page.locator("select[name=region] option[value=br]").textContent())[1]);
  await page.selectOption("select[name=region]", "br");
  await page.waitForFunction(said => document.getElementById("search-status").textContent.includes(said), String(said), { timeout: 5000 })
    .catch(() => faults.push(`Bihar has not the ${said} results that its facet says`));
  if (!base.startsWith("file:") && !page.url().includes("region=br")) faults.push("the address does not hold the facet");
  await page.selectOption("select[name=region]", "");
  return faults;
}

/** A site of one article a volume: the newest is asked first, the others one by one, or by themselves. */
async function volumes(browser, { root, origin, pages }, check) {
  if (!existsSync(join(root, "search/4/index.js"))) return;
  check.count("sites with volumes");
  const { path } = pages.find((page) => page.kind === "search");
  const fault = (text) => check.fault(`volumes: ${text}`);
  const want = (so, text) => so || fault(text);
  const page = await (await browser.newContext()).newPage();
  page.on("pageerror", (error) => fault(`the script fails: ${error.message}`));
  const address = `${origin}/${path.replace("index.html", "")}`;
  const look = () => page.evaluate(() => ({
    titles: [...document.querySelectorAll(".results a")].map(link => link.textContent),
    said: document.getElementById("search-status").textContent,
    older: document.getElementById("search-older").hidden ? "" : document.getElementById("search-older").textContent,
    focus: document.activeElement.id || document.activeElement.textContent,
  }));
  const dates = { 4: "2 मई 2024", 3: "13 अप्रैल 2024", 2: "12 अप्रैल 2024", 1: "11 अप्रैल 2024", 5: "28 मार्च 2024" };
  const order = [4, 3, 2, 1, 5], title = (n) => `${n > 3 ? "भोपाल" : "कानपुर"} की सभा ${n}`;
  await page.goto(address);
  await page.waitForSelector("form[data-done]");
  await ask(page, origin, "बांटे");
  for (let asked = 1; asked <= order.length; asked += 1) {
    const { titles, said, older, focus } = await look();
    const expected = order.slice(0, asked).map(title).join();
    want(titles.join() === expected, `${titles} were found, and not ${expected}`);
    const [since, next] = [dates[order[asked - 1]], dates[order[asked]]];
    want(said.includes(String(asked)), `${said} does not say how many there are`);
    want(said.includes(since) === (asked < order.length), `${said} and ${since}`);
    want(next ? older.includes(next) : older === "", `the button says ${older}, and not ${next}`);
    want(asked === 1 || focus === title(order[asked - 1]), `the focus is on ${focus}`);
    if (older === "") break;
    // by keyboard
    const before = await page.getAttribute("form.search", "data-done");
    await page.locator("#search-older").focus();
    await page.keyboard.press("Enter");
    await page.waitForFunction((before) => document.querySelector("form.search").dataset.done !== before, before);
    await page.waitForFunction(() => document.activeElement.id !== "search-older");
  }
  // a word of the last: all before it are asked as well
  await ask(page, origin, "बांटे 5");
  const { titles, said, older } = await look();
  want(titles.join() === title(5) && older === "" && !said.includes("2024"), `${titles}, ${said}, ${older}`);
  for (const [query, found, since] of [["party=bjp", 5, ""], ["region=up", 3, dates[3]], ["q=बांटे&region=up", 3, dates[3]]]) {
    await page.goto(`${address}?${query}`);
    await page.waitForSelector(".results a").catch(() => {});
    await page.waitForFunction(() => /\d/.test(document.getElementById("search-status").textContent)).catch(() => {});
    const { titles, said } = await look();
    want(titles.join() === title(found), `${query} finds ${titles}, and not ${title(found)}`);
    want(said.includes(since || "1"), `${query}: ${said} does not say ${since}`);
  }
  await page.goto(`${address}?year=1999`);
  await page.waitForSelector("select[name=year] option[value='1999']", { state: "attached" })
    .catch(() => fault("a value that nothing has is not shown"));
  want((await look()).titles.length === 0, "a value that nothing has is passed over");
  await page.context().close();
}

const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8" };

/** A server of a folder, below a path. */
async function serve(folder, below) {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://host").pathname);
    const file = join(folder, path.slice(below.length), path.endsWith("/") ? "index.html" : "");
    const found = path.startsWith(below) && existsSync(file);
    response.writeHead(found ? 200 : 404, { "Content-Type": TYPES[extname(file)] ?? "application/octet-stream" });
    response.end(found ? readFileSync(file) : "");
  });
  await new Promise(done => server.listen(0, "127.0.0.1", done));
  return server;
}
