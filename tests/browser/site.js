// A built site: its pages with their kinds, and a server for it.

import { readFileSync, readdirSync, existsSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { gzipSync } from "node:zlib";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".webmanifest": "application/manifest+json",
  ".xml": "application/xml; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".ics": "text/calendar; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".webp": "image/webp",
  ".avif": "image/avif",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".wasm": "application/wasm",
  ".pdf": "application/pdf",
};
// the other formats are compressed already
const PACKED = /^(text|application\/(json|manifest|xml|wasm)|image\/svg)/;

/** The site in the folder `root`, served at the root of a host of its own. */
export async function open(root) {
  if (!existsSync(join(root, "manifest.json"))) {
    throw new Error(`\`${root}\` holds no site: there is no manifest.json`);
  }
  const base = JSON.parse(readFileSync(join(root, "manifest.json"), "utf8")).base_url;
  if (new URL(base).pathname !== "/") {
    throw new Error(`\`${root}\` was built for \`${base}\`, and is looked at below /`);
  }
  const server = createServer((request, response) => answer(root, request, response));
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const origin = `http://127.0.0.1:${server.address().port}`;
  const files = readdirSync(root, { recursive: true }).filter((path) => path.endsWith(".html"));
  const pages = files.sort().map((path) => page(root, origin, path));
  return { root, origin, pages, server };
}

function answer(root, request, response) {
  let path = decodeURIComponent(new URL(request.url, "http://host").pathname);
  if (path.endsWith("/")) path += "index.html";
  const type = TYPES[extname(path)] ?? "application/octet-stream";
  let body = read(join(root, path));
  const found = body !== null;
  const head = { "Content-Type": found ? type : TYPES[".html"] };
  body ??= read(join(root, "404.html")) ?? Buffer.alloc(0);
  if (PACKED.test(head["Content-Type"])) {
    body = gzipSync(body, { level: 9 });
    head["Content-Encoding"] = "gzip";
  }
  response.writeHead(found ? 200 : 404, { ...head, "Content-Length": body.length });
  response.end(body);
}

function read(file) {
  try {
    return readFileSync(file);
  } catch (error) {
    if (["ENOENT", "ENOTDIR", "EISDIR"].includes(error.code)) return null;
    throw error;
  }
}

function page(root, origin, path) {
  const html = readFileSync(join(root, path), "utf8");
  const lang = html.match(/<html lang="([\w-]+)"/)?.[1] ?? "";
  const url = `${origin}/${path.replace(/(^|\/)index\.html$/, "$1")}`;
  return { path, file: join(root, path), url, html, lang, kind: kind(path, html) };
}

/** What template a page comes from: every page but these two says it in the class of its body. */
function kind(path, html) {
  if (/<meta http-equiv="refresh"/.test(html)) return "redirect";
  if (path.startsWith("briefings/") && path !== "briefings/index.html") return "briefing";
  return html.match(/<body class="page-([\w-]+)"/)?.[1] ?? "unknown";
}

/**
 * Pages of every kind in every language, each kind from the longest page, which has most of what the kind can have, to
 * the shortest. A page that has moved is left out: browsers never show it.
 */
export function byKind(sites) {
  const kinds = new Map();
  for (const page of sites.flatMap((site) => site.pages)) {
    if (page.kind === "redirect") continue;
    const name = `${page.kind} ${page.lang}`;
    kinds.set(name, [...(kinds.get(name) ?? []), page]);
  }
  const names = [...kinds.keys()].sort();
  return names.map((name) => kinds.get(name).sort((a, b) => b.html.length - a.html.length));
}
