// Whether the judges can find anything at all: a page with one fault of each kind, and a page that is fine.

import { load, serve } from "./browser.js";
import { faultsOf } from "./files.js";
import { judge } from "./judge.js";

const HEAD = `<!doctype html><html lang="hi"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; manifest-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'"><meta name="referrer" content="same-origin"><title>t</title></head><body class="page-article"><main id="main">`;
const page = (body) => `${HEAD}<div class="prose">${body}</div></main></body></html>`;

// each with what the first judge has to say, and whether the second has to as well
const BROKEN = [
  ["<script>__pwn(1)</script>", /script of its own/, true],
  ['<img src="x" alt="x" onerror="__pwn(2)">', /attribute `onerror`/, true],
  ['<img src="//canary.invalid/3" alt="x">', /leads to/, true],
  ['<a href="javascript:__pwn(4)">x</a>', /leads to/],
  ['<p style="color:red">x</p>', /attribute `style`/],
  ['<svg onload="__pwn(6)"></svg>', /<svg>/, true],
  ["<style>*{background:url(//canary.invalid/7)}</style>", /has a style/, true],
  ['<p id="forms">x</p>', /has the id/],
  ['<p id="s-a">x</p><p id="s-a">x</p>', /stands twice/],
  ['<p class="mast">x</p>', /has the class/],
  ["<!-- x -->", /a comment/],
  ['<iframe srcdoc="<script>parent.__pwn(12)</script>"></iframe>', /<iframe>/, true],
  ['<form name="body"></form><img name="getElementById" src="/x" alt="x">', /<form>|attribute `name`/, true],
  ['<script type="application/ld+json">{"a":</script>', /does not parse/],
  ['<a href="https://example.org/" onclick="x()">x</a>', /attribute `onclick`/, true],
];
const FILES = [
  ["feed.xml", '<feed xmlns="http://www.w3.org/2005/Atom"><title><b>x</b></title></feed>'],
  ["feed.xml", '<feed xmlns="http://www.w3.org/2005/Atom"><title>\u0001</title></feed>'],
  ["feed.xml", '<feed xmlns="http://www.w3.org/2005/Atom"><link href="javascript:x"/></feed>'],
  ["feed.json", '{"a":'],
  ["data/a.csv", "a,b\n=1+1,x\n"],
  ["calendar.ics", "BEGIN:VEVENT\r\nATTACH:https://canary.invalid/\r\nEND:VEVENT\r\n"],
  ["search/a-0.js", 'saarSearch("a",[1]);__pwn(1)'],
];

export async function selfTest(browser) {
  const faults = [], pages = { "/frames": "<!doctype html><title>frames</title><body></body>" };
  const fine = page('<h2 id="s-a">x</h2><p>x <a href="https://example.org/">x</a></p>');
  if (judge(fine, "a/index.html").faults.length > 0) faults.push(`self-test: a good page is refused: ${judge(fine, "a/index.html").faults}`);
  BROKEN.forEach(([body, expected], at) => {
    pages[`/${at}`] = page(body);
    const found = judge(page(body), "a/index.html").faults;
    if (!found.some((fault) => expected.test(fault))) faults.push(`self-test: the parser does not see ${body}`);
  });
  for (const policy of ["", "default-src *", "default-src 'none'; script-src 'unsafe-inline'"]) {
    if (judge(fine.replace(/default-src[^"]*/, policy), "a").faults.length === 0) faults.push(`self-test: the policy \`${policy}\` passes`);
  }
  for (const [path, text] of FILES) if (faultsOf(path, text).length === 0) faults.push(`self-test: ${path} passes with ${text}`);

  const server = await serve({}, pages);
  for (const [at, [body, , seen]] of BROKEN.entries()) {
    if (!seen) continue;
    const { faults: own, seen: what } = await load(browser, server.origin, [`/${at}`]);
    if (own.length + what.ran.length + what.left.length === 0) faults.push(`self-test: the browser does not see ${body}`);
  }
  server.close();
  return faults;
}
