// Builds sites from hostile content and judges them: main.js quick|nightly SAAR. `run` says how it is called.
// Quick judges a sample of the pages that have only one text each; nightly judges all.

import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Worker } from "node:worker_threads";
import { launch, load, serve } from "./browser.js";
import { faultsOf } from "./files.js";
import { keeping } from "./keeping.js";
import { live, search } from "./pages.js";
import { payloads, seeded } from "./payloads.js";
import * as projects from "./projects.js";
import { selfTest } from "./self-test.js";
import { templates } from "./templates.js";

const SHOWN = 40; // faults
const WORKERS = 2;

const [tier, program] = process.argv.slice(2);
if (!["quick", "nightly"].includes(tier) || !program) throw new Error("call it as `run quick|nightly SAAR`");
const saar = resolve(program);
const work = mkdtempSync(join(tmpdir(), "saar-xss-"));
const seed = Number(process.env.SAAR_XSS_SEED ?? 1);
const faults = [], table = [], began = performance.now();
const count = (name, number) => table.push([name, number]);
const note = (text) => console.log(`${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s  ${text}`);

/** Runs the program; what it found, by file. */
async function run(command, ...rest) {
  const report = join(work, "report.json");
  rmSync(report, { force: true });
  const args = [command, ...rest, "--quiet", "--fail-on", "never", "--report", `json=${report}`];
  const { code, err } = await call(args);
  if (code !== 0) throw new Error(`saar ${command} ends with ${code}: ${err.slice(-400)}`);
  return JSON.parse(readFileSync(report, "utf8")).findings;
}

const call = (args, options = {}) =>
  new Promise((done) => execFile(saar, args, { maxBuffer: 1 << 28, ...options }, (error, out, err) => done({ code: error?.code ?? 0, out, err })));

/** Builds a project; its site, with what was found. */
async function build(project, name) {
  const root = join(work, `${name}-site`);
  const found = await run("build", project.root, "--output", root);
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
  note(`${name}: ${files.length} files, ${found.length} findings`);
  return { name, root, files, found, pages: files.filter((path) => path.endsWith(".html")) };
}

/** Judges pages in workers. */
async function judged(site, pages) {
  const parts = Array.from({ length: WORKERS }, (_, n) => pages.filter((_, at) => at % WORKERS === n));
  const answers = await Promise.all(parts.map((part) => new Promise((done, fail) => {
    const worker = new Worker(new URL("judging.js", import.meta.url), { workerData: { root: site.root, pages: part } });
    worker.on("message", done).on("error", fail);
  })));
  const all = answers.flat();
  for (const { path, faults: own } of all) for (const fault of own) faults.push(`${site.name}/${path}: ${fault}`);
  return new Map(all.map((page) => [page.path, page]));
}

async function main() {
  const all = payloads(), random = seeded(seed);
  if (all.length < 500 || new Set(all.map(({ text }) => text.replace(/\d+/g, "0"))).size < 500) faults.push("there are less than 500 texts");
  const sampled = (share) => () => tier === "nightly" || random() < share;
  const browser = await launch();
  try {
    faults.push(...await selfTest(browser), ...templates());
    note("both judges find what is wrong with a broken page");

    // texts that no field takes are named first; then each field is built with what it takes
    const bare = projects.articles(join(work, "bare"), all, new Set(), { bare: true });
    const refused = named(bare, await run("check", bare.root), all);
    note(`${refused.size} texts in fields are refused, each at its line`);
    const sites = [];
    const project = projects.articles(join(work, "articles"), all, refused);
    sites.push(await build(project, "articles"));
    sites.push(await build(projects.settings(join(work, "settings"), all.filter(({ number }) => !refused.has(`text ${number}`))), "settings"));
    const closed = projects.closed(join(work, "closed"), all);
    sites.push(await build(closed, "closed"));
    const taken = closedTaken(closed, sites[2].found);
    sites.push(await build(await imported(all.filter(sampled(0.25))), "imported"));

    const loads = [], sinks = new Map();
    let judgedPages = 0, judgedFiles = 0;
    for (const site of sites) {
      const always = (path) => /^articles\/2024\/03\/a\d*[05]\//.test(path) || !/(^|\/)(articles|people|sources|topics)\//.test(path);
      const keep = sampled(0.15);
      const pages = site.pages.filter((path) => always(path) || keep());
      const answers = await judged(site, pages);
      judgedPages += pages.length;
      if (site === sites[0]) faults.push(...keeping(project, site, answers));
      const wrong = site === sites[3] ? site.found.filter(({ severity }) => severity === "error") : [];
      if (wrong.length > 0) faults.push(`what import wrote has ${wrong.length} errors`);
      for (const path of site.files.filter((path) => !path.endsWith(".html"))) {
        if (/\.(xml|json|js)$/.test(path) && !always(path) && !keep()) continue;
        const own = faultsOf(path, readFileSync(join(site.root, path), "utf8"));
        if (own === null) continue;
        judgedFiles += 1;
        sinks.set(path.match(/[^.]*$/)[0], (sinks.get(path.match(/[^.]*$/)[0]) ?? 0) + 1);
        for (const fault of own) faults.push(`${site.name}/${path}: ${fault}`);
      }
      const shown = sampled(0.2);
      loads.push(...pages.filter((path) => shown() && !redirects(site, path)).map((path) => `/${site.name}/${encodeURI(path)}`.replaceAll("#", "%23").replaceAll("?", "%3F")));
      note(`${site.name}: ${pages.length} of ${site.pages.length} pages parsed`);
    }

    const server = await serve(Object.fromEntries(sites.map((site) => [site.name, site.root])), { "/frames": "<!doctype html><title>frames</title><body></body>" });
    const parts = Array.from({ length: WORKERS }, (_, n) => loads.filter((_, at) => at % WORKERS === n));
    const seen = await Promise.all(parts.map((part) => load(browser, server.origin, part)));
    server.close();
    note(`${loads.length} pages loaded`);
    const more = [await search(browser, sites[0], all, tier), await live(browser, saar, work, closed, all)];
    note("search and live preview looked at");
    for (const { faults: own, seen: what } of [...seen, ...more]) {
      faults.push(...own, ...what.ran.map((text) => `ran: ${text}`), ...what.left.map((text) => `left: ${text}`), ...what.errors.map((text) => `script error: ${text}`));
    }
    const sum = (key) => [...seen, ...more].reduce((total, { seen: what }) => total + what[key].length, 0);

    count("texts", all.length);
    count("free fields", projects.FREE_FIELDS.length);
    count("closed fields", projects.CLOSED_FIELDS.length);
    count("places of a body", projects.PLACES);
    count("refused in free fields", refused.size - [...refused].filter((key) => key.startsWith("text ")).length);
    count("taken by closed fields", taken);
    count("kinds of files", [...sinks].map(([name, number]) => `${name} ${number}`).join(", "));
    count("files parsed", judgedFiles);
    count("pages built", sites.reduce((total, site) => total + site.pages.length, 0));
    count("pages parsed", judgedPages);
    count("pages loaded in Chromium", loads.length);
    count("searches with results", more[0].results);
    count("scripts run", sum("ran"));
    count("requests that left", sum("left"));
    count("seed", seed);
  } finally {
    await browser.close();
    if (process.env.SAAR_XSS_KEEP) console.log(`kept in ${work}`);
    else rmSync(work, { recursive: true, force: true });
  }
  count("seconds", ((performance.now() - began) / 1000).toFixed(1));
  // one of each kind: numbers and paths aside
  const kinds = new Map(faults.map((fault) => [fault.replace(/^\S+: |\d+/g, ""), fault]));
  for (const fault of [...kinds.values()].slice(0, SHOWN)) console.log(`fault: ${fault}`);
  for (const [name, number] of table) console.log(`${name.padEnd(26)} ${number}`);
  console.log(faults.length > 0 ? `FAILED with ${faults.length} faults` : "passed");
  process.exitCode = faults.length > 0 ? 1 : 0;
}

/** Whether a page leads on at once; a frame would show the next one. */
const redirects = (site, path) => readFileSync(join(site.root, path), "utf8").includes('http-equiv="refresh"');

/** The places whose texts are refused, and `text N` for each text that no field takes; a field takes a text or names it. */
function named(project, found, all) {
  const refused = new Set();
  // what is wrong with a body is not looked for here
  for (const { path, line, rule } of found.filter(({ severity }) => severity === "error")) {
    const place = project.places.get(`${path}:${line}`);
    if (!place) continue;
    const expected = rule === "bad-text" || (rule === "bad-url" && place.field === "source.url");
    if (!expected) faults.push(`\`${place.field}\` refuses text ${place.payload.number} as ${rule}`);
    refused.add(`${path}:${line}`);
    if (rule === "bad-text") refused.add(`text ${place.payload.number}`);
  }
  // a text with a character that nobody sees is refused by every field
  for (const [key, { field, payload }] of project.places) {
    if (refused.has(`text ${payload.number}`) && !refused.has(key)) faults.push(`\`${field}\` takes text ${payload.number}, which others refuse`);
  }
  if (![...refused].some((key) => key.startsWith("text "))) faults.push(`none of ${all.length} texts is refused`);
  return refused;
}

/** How many closed fields took a text; all others are named by a finding at their line. */
function closedTaken(project, found) {
  const named = new Set(found.map(({ path, line }) => `${path}:${line}`));
  const free = [...project.places].filter(([key]) => !named.has(key));
  // an address, a part of one, and digits may be what they should be
  const open = new Set(["slug", "aliases", "source.url", "phase"]);
  for (const [key, { field, payload }] of free) if (!open.has(field)) faults.push(`${key}: \`${field}\` takes text ${payload.number}`);
  return free.length;
}

/** Saved pages are imported and accepted as they are. */
async function imported(all) {
  const pages = projects.savedPages(join(work, "saved"), all), root = join(work, "imported");
  const project = new projects.Project(root);
  project.write("site.yaml", `title: T\nlanguages: [hi, en]\nbase_url: https://example.org/\nprovenance: true\n`);
  const { code, err } = await call(["import", pages.root, "--root", root, "--quiet"]);
  if (![0, 1].includes(code)) throw new Error(`saar import ends with ${code}: ${err.slice(-400)}`);
  const drafts = readdirSync(join(root, "content"), { recursive: true }).filter((path) => path.endsWith(".md"));
  for (const path of drafts) {
    const file = join(root, "content", path);
    let text = readFileSync(file, "utf8").replace(/^draft: true\n/m, "");
    for (const [key, value] of [["region", "up"], ["source", "ABP Live"], ["election", "ls-2024"]]) {
      if (!new RegExp(`^${key}:`, "m").test(text)) text = text.replace("---\n", `---\n${key}: ${value}\n`);
    }
    writeFileSync(file, text);
  }
  note(`${drafts.length} of ${all.length} saved pages are imported`);
  if (drafts.length < all.length * 0.9) faults.push(`only ${drafts.length} of ${all.length} saved pages are imported`);
  return project;
}

await main();
