// What an article costs its reader: bytes as they are sent, with gzip, and requests.

import { gzipSync } from "node:zlib";
import { Check } from "./check.js";

const KIB = 1024;
const TEXT = 30 * KIB; // HTML and style sheets
const FONTS = 130 * KIB;
const REQUESTS = 6;
// browsers ask for these once, after the page
const LATER = ["manifest", "other"];

export default async function weight({ browser, sites, samples }) {
  const check = new Check("weight of articles");
  const articles = samples.filter((page) => page.kind === "article");
  let sheets = 0;
  for (const page of articles) {
    const seen = await visit(browser, page);
    const sum = (type) => seen.filter((one) => one.type === type).reduce((all, one) => all + one.bytes, 0);
    const now = seen.filter((one) => !LATER.includes(one.type));
    sheets = sum("stylesheet");
    check.want(sheets > 0, `${page.path}: no style sheet was fetched`);
    check.want(now.length <= REQUESTS, `${page.path}: ${now.length} requests`);
    check.want(sum("font") <= FONTS, `${page.path}: ${sum("font")} bytes of fonts`);
    check.want(sum("script") === 0, `${page.path}: ${sum("script")} bytes of script`);
    for (const { url } of seen) check.want(url.startsWith(new URL(page.url).origin), `${page.path}: fetches ${url}`);
    check.count(`requests for ${page.path}`, now.length);
    check.count(`bytes of fonts in ${page.lang}`, sum("font"));
  }
  check.count("bytes of style sheets", sheets);
  let most = 0;
  for (const page of sites.flatMap((site) => site.pages).filter((page) => page.kind === "article")) {
    const bytes = gzipSync(page.html, { level: 9 }).length + sheets;
    most = Math.max(most, bytes);
    check.count("articles");
    check.want(bytes <= TEXT, `${page.path}: ${bytes} bytes of HTML and style sheets`);
  }
  check.count("bytes of HTML and style sheets at most", most);
  return check;
}

/** Every request of a visit that has nothing from an earlier one: its type and the bytes of its body as sent. */
async function visit(browser, page) {
  const context = await browser.newContext();
  const tab = await context.newPage();
  const requests = [];
  tab.on("request", (request) => requests.push(request));
  await tab.goto(page.url, { waitUntil: "networkidle" });
  const seen = [];
  for (const request of requests) {
    const answered = (await request.response()) !== null;
    const bytes = answered ? (await request.sizes()).responseBodySize : 0;
    seen.push({ url: request.url(), type: request.resourceType(), bytes });
  }
  await context.close();
  return seen;
}
