// Whether everything that articles say is on their pages, or named by a finding.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseFragment } from "parse5";
import { plain } from "./judge.js";

// elements whose content a page keeps; what others hold may go, and then a finding says so
const KEPT = new Set(`a abbr b bdi blockquote br caption cite code dd del details dfn div dl dt em figcaption figure h2 h3 h4 h5 h6 hr i img ins kbd
  li mark ol p pre q s samp section small span strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr`.split(/\s+/));
const LOST = /^(on.*|style|srcdoc|srcset|ping|formaction)$/;

/** Faults of the articles of `project` whose pages are in `answers` by their paths. */
export function keeping(project, site, answers) {
  const faults = [], files = new Set(site.files), found = new Set(site.found.map(({ path }) => path));
  // a file that is not read has no place; its name is in the message
  const unread = site.found.filter(({ rule }) => rule === "not-a-file").map(({ message }) => message);
  const told = (path) => found.has(path) || unread.some((message) => message.includes(`\`${path}\``));
  const titles = new Set(JSON.parse(readFileSync(join(site.root, "data/articles.json"), "utf8")).map(({ title }) => title));
  for (const article of project.articles) {
    const { path, id, own, fields } = article;
    if (article.named) {
      // hidden files are not part of a project
      if (path.includes("/.")) continue;
      if (!titles.has(`named${id}`) && !told(path)) faults.push(`the article \`${path}\` has no page, and no finding says why`);
      continue;
    }
    const pages = [article.page, `${article.page}provenance/`].map((folder) => answers.get(`${folder}index.html`));
    if (!files.has(`${article.page}index.html`)) faults.push(`\`${path}\` has no page`);
    if (pages.includes(undefined)) continue;
    const shown = plain(pages.map(({ texts }) => texts).join(" "));
    for (const [field, { payload, text }] of Object.entries(fields)) {
      if (!shown.includes(plain(text))) faults.push(`${path}: \`${field}\` does not show text ${payload.number}: ${text.slice(0, 60)}`);
      const sum = text.includes("7*7") && shown.match(new RegExp(`49\\s*m${payload.number}\\b`));
      if (sum) faults.push(`${path}: \`${field}\` is reckoned: ${sum[0]}`);
    }
    if (!found.has(path)) faults.push(...silent(path, own.text, pages[0], id));
  }
  return faults;
}

/** What a body has lost without a word. */
function silent(path, text, { prose, texts }, id) {
  const faults = [], shown = texts.toLowerCase(), fault = (what) => faults.push(`${path}: loses ${what} without a finding: ${text.slice(0, 80)}`);
  for (const mark of [`begins${id}`, `ends${id}`]) if (!prose.includes(mark)) fault("what stands around");
  if (prose.includes(plain(text))) return faults;
  const words = [];
  const visit = (node) => {
    if (node.tagName && !KEPT.has(node.tagName) && !shown.includes(`<${node.tagName.replace("\ufffd", "")}`)) fault(`<${node.tagName}>`);
    for (const { name } of node.attrs ?? []) if (LOST.test(name) && !shown.includes(name)) fault(`\`${name}\``);
    if (node.nodeName === "#text") words.push(...node.value.match(/[\p{L}\p{N}]{3,}/gu) ?? []);
    for (const child of node.childNodes ?? []) visit(child);
  };
  visit(parseFragment(text));
  const missing = words.find((word) => !texts.includes(word));
  if (missing) fault(`the word \`${missing}\``);
  return faults;
}
