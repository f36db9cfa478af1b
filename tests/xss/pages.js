// Pages whose scripts make elements of what articles say: the search, and the live preview with its error page.

import { spawn } from "node:child_process";
import { writeFileSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { serve, watched } from "./browser.js";
import { line } from "./payloads.js";
import { Project } from "./projects.js";

// what every object has, and what a reader may look for all the same
const INHERITED = ["constructor", "__proto__", "toString", "valueOf", "hasOwnProperty", "prototype"];

/** Asks the search for texts that stand in titles, and for texts as they are. */
export async function search(browser, site, all, tier) {
  const server = await serve(site.root), { context, tab, seen } = await watched(browser, server.origin);
  const faults = [], step = tier === "nightly" ? 3 : 24;
  const some = all.filter((_, at) => at % step === 0);
  await tab.goto(`${server.origin}/search/`);
  await tab.waitForSelector("form[data-done]");
  const queries = [...INHERITED, ...some.flatMap(({ number, text }) => [`pwn ${number}`, line(text)])];
  let results = 0;
  for (const query of queries) {
    const told = await tab.evaluate(async (query) => {
      const form = document.querySelector("form.search"), before = form.dataset.done;
      form.elements.q.value = query;
      form.requestSubmit();
      while (form.dataset.done === before) await new Promise((done) => setTimeout(done, 2));
      const nodes = [...document.querySelectorAll(".results *")];
      const strange = nodes.find((node) => !["LI", "A", "MARK", "P"].includes(node.tagName) || [...node.attributes].some(({ name }) => !["href", "lang", "class"].includes(name)));
      const links = [...document.querySelectorAll(".results a")];
      return {
        strange: strange?.outerHTML, results: links.length, away: links.find(({ href }) => !href.startsWith(location.origin))?.href,
        failed: document.getElementById("search-status").textContent === form.dataset.failed,
      };
    }, query);
    if (told.results > 0) results += 1;
    if (told.strange) faults.push(`a search for \`${query}\` makes ${told.strange}`);
    if (told.away) faults.push(`a search for \`${query}\` leads to ${told.away}`);
    if (told.failed) faults.push(`a search for \`${query}\` fails`);
  }
  if (results < some.length) faults.push(`only ${results} of ${queries.length} searches find anything`);
  for (const { text } of some.slice(0, tier === "nightly" ? Infinity : 12)) {
    for (const key of ["q", "region", "__proto__"]) {
      await tab.goto(`${server.origin}/search/?${key}=${encodeURIComponent(text.toWellFormed())}`);
      await tab.waitForSelector("form[data-done]");
    }
  }
  await context.close();
  server.close();
  return { faults, seen, results };
}

/** The preview of a project that has no good site, and of one that had one: what is wrong is shown as text. */
export async function live(browser, saar, work, closed, all) {
  const faults = [], want = (so, text) => so || faults.push(`live preview: ${text}`);
  const good = new Project(join(work, "live"));
  good.write("site.yaml", "title: T\n");
  good.write("content/good.md", "---\ntitle: good\ndate: 2024-03-16\nregion: up\nsource: ABP Live\n---\nwords\n");
  const bad = readdirSync(join(closed.root, "content")).slice(0, 60);
  const [none, was] = await Promise.all([preview(saar, closed.root), preview(saar, good.root)]);
  const seen = { ran: [], left: [], errors: [], asked: 0 };
  try {
    for (const [server, broken] of [[none, false], [was, true]]) {
      const watch = await watched(browser, server.origin), { tab } = watch;
      await tab.goto(`${server.origin}/`);
      if (broken) {
        await tab.locator(".saar-live").waitFor();
        for (const name of bad) writeFileSync(join(good.root, "content", name), readFileSync(join(closed.root, "content", name)));
        await tab.locator(".saar-over").waitFor();
      }
      for (const path of broken ? [null] : [null, "/~saar/status", "/~saar/told"]) {
        if (path) await tab.goto(server.origin + path);
        const told = await tab.evaluate(() => {
          const pre = document.querySelector(".saar-over pre") ?? document.querySelector("pre");
          return { text: pre.textContent, inside: pre.children.length, strange: document.querySelector("main :is(script, img, svg, iframe, [style], [onclick])")?.outerHTML };
        });
        want(told.inside === 0 && !told.strange, `${path ?? "/"} holds elements of a message`);
        const shown = all.filter(({ text }) => /[<]/.test(text) && told.text.includes(text.slice(0, 30))).length;
        want(shown >= 20, `${path ?? "/"} shows only ${shown} hostile texts`);
      }
      await watch.context.close();
      for (const key of ["ran", "left", "errors"]) seen[key].push(...watch.seen[key]);
    }
  } finally {
    none.child.kill();
    was.child.kill();
  }
  return { faults, seen };
}

async function preview(saar, root) {
  const child = spawn(saar, ["serve", root, "--port", "0"], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => { said += data; });
  for (let wait = 0; wait < 600; wait++) {
    const origin = said.match(/http:\/\/127\.0\.0\.1:\d+/)?.[0];
    if (origin) return { child, origin };
    await new Promise((done) => setTimeout(done, 50));
  }
  child.kill();
  throw new Error(`saar serve does not start: ${said.slice(-200)}`);
}
