// Chromium: pages are loaded in frames, with their policy set aside, so that nothing but their markup keeps a text from
// running. A script that runs calls `__pwn`; what is asked for elsewhere is counted and goes nowhere.

import { readFileSync, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { chromium } from "playwright-core";

const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml", ".png": "image/png" };
const FRAMES = 8;

/** Serves folders by the first part of an address, or one folder as a whole, and single pages by their address. */
export async function serve(folders, pages = {}) {
  const server = createServer((request, response) => {
    const path = decoded(new URL(request.url, "http://host").pathname);
    if (Object.hasOwn(pages, path)) return answer(response, 200, ".html", pages[path]);
    const [, first, rest] = path.match(/^\/([^/]*)\/([^]*)$/) ?? [];
    let file = typeof folders === "string" ? join(folders, path) : folders[first] && join(folders[first], rest);
    if (file?.endsWith("/")) file += "index.html";
    const found = file && existsSync(file) && statSync(file).isFile();
    answer(response, found ? 200 : 404, found ? extname(file) : ".html", found ? readFileSync(file) : "nothing");
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => { server.closeAllConnections(); server.close(); } };
}

// a page may ask for what is no address
const decoded = (path) => { try { return decodeURIComponent(path).replaceAll("\0", ""); } catch { return path; } };

function answer(response, status, ending, body) {
  response.writeHead(status, { "Content-Type": TYPES[ending] ?? "application/octet-stream", "Cache-Control": "max-age=60" });
  response.end(body);
}

export async function launch() {
  const args = ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--disable-background-networking"];
  return chromium.launch({ executablePath: process.env.SAAR_BROWSER, args });
}

/** A tab that notes what runs and what is asked for outside `origin`. */
export async function watched(browser, origin, options = { bypassCSP: true }) {
  const context = await browser.newContext(options);
  const seen = { ran: [], left: [], errors: [], asked: 0 };
  await context.exposeBinding("__told", ({ frame }, what) => { seen.ran.push(`${what} in ${decodeURI(frame.url())}`); });
  await context.addInitScript(() => {
    const tell = window.__told;
    Object.defineProperty(window, "__pwn", { value: (number) => tell(`__pwn(${number})`), writable: false });
  });
  context.on("request", (request) => {
    seen.asked += 1;
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !url.startsWith("about:")) seen.left.push(`${url.slice(0, 120)} from ${request.frame().url()}`);
  });
  const tab = await context.newPage();
  context.on("page", (page) => seen.ran.push(`a window was opened: ${page.url()}`));
  tab.on("dialog", (dialog) => { seen.ran.push(`a dialog: ${dialog.message()}`); dialog.dismiss(); });
  tab.on("pageerror", (error) => seen.errors.push(error.message.split("\n")[0]));
  return { context, tab, seen };
}

/** Loads each address in a frame of one page, and looks whether what scripts use is still the browser's own. */
export async function load(browser, origin, paths) {
  const { context, tab, seen } = await watched(browser, origin);
  await tab.goto(`${origin}/frames`);
  const faults = [];
  // calls are cut, so that one does not take minutes
  for (let at = 0; at < paths.length; at += 200) {
    faults.push(...await tab.evaluate(async ([paths, count]) => {
      const faults = [], queue = paths.slice();
      const native = (call) => typeof call === "function" && /\[native code\]/.test(Function.prototype.toString.call(call));
      const one = async (frame) => {
        for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
          const loaded = await new Promise((done) => {
            const late = setTimeout(() => done(false), 30000);
            frame.onload = () => { clearTimeout(late); done(true); };
            frame.src = path;
          });
          // what is started by loading comes after it
          await new Promise((done) => setTimeout(done, 0));
          const view = frame.contentWindow, page = frame.contentDocument;
          const fault = (text) => faults.push(`${path}: ${text}`);
          if (!loaded || !page) { fault("does not load, or leads elsewhere"); continue; }
          if (!(page.body instanceof view.HTMLBodyElement)) fault("document.body is not the body");
          if (!(page.forms instanceof view.HTMLCollection)) fault("document.forms is no collection");
          if (typeof page.cookie !== "string" || page.location !== view.location) fault("document.cookie or location is taken");
          for (const name of ["getElementById", "querySelector", "createElement"]) if (!native(page[name])) fault(`document.${name} is taken`);
          if (page.documentElement.attributes instanceof view.Element) fault("attributes are taken");
          for (const node of page.querySelectorAll("*")) {
            for (const { name } of node.attributes) if (name.startsWith("on")) fault(`<${node.localName}> has \`${name}\``);
          }
        }
      };
      const frames = Array.from({ length: count }, () => document.body.appendChild(document.createElement("iframe")));
      await Promise.all(frames.map(one));
      frames.forEach((frame) => frame.remove());
      return faults;
    }, [paths.slice(at, at + 200), FRAMES]));
  }
  await tab.waitForTimeout(50);
  await context.close();
  return { faults, seen };
}
