// Files of a site other than pages, each read by a parser that saar did not write.

import { parse as csv } from "csv-parse/sync";
import { SaxesParser } from "saxes";

const ATOM = "http://www.w3.org/2005/Atom", MAP = "http://www.sitemaps.org/schemas/sitemap/0.9";
const ELEMENTS = new Map(Object.entries({
  [ATOM]: "feed title id link updated author name generator entry published summary category",
  [MAP]: "urlset url loc lastmod sitemapindex sitemap",
  "http://www.w3.org/1999/xhtml": "link",
  "http://www.google.com/schemas/sitemap-news/0.9": "news publication name language publication_date title",
}).map(([space, names]) => [space, new Set(names.split(" "))]));
const PROPERTIES = new Set(`BEGIN END VERSION PRODID CALSCALE METHOD NAME X-WR-CALNAME X-WR-TIMEZONE UID DTSTAMP SEQUENCE DTSTART DTEND SUMMARY
  DESCRIPTION URL TRANSP STATUS CATEGORIES LAST-MODIFIED REFRESH-INTERVAL X-PUBLISHED-TTL SOURCE LOCATION`.split(/\s+/));

/** What is wrong with a file, by the end of its name; `null` where it is none of these. */
export function faultsOf(path, text) {
  const faults = [], fault = (message) => faults.push(message);
  const ending = path.match(/[^.]*$/)[0];
  try {
    if (ending === "xml") xml(text, fault);
    else if (ending === "json" || ending === "webmanifest") JSON.parse(text);
    else if (ending === "csv") table(text, fault);
    else if (ending === "ics") calendar(text, fault);
    else if (ending === "js" && /(^|\/)search\//.test(path)) shard(text, fault);
    else return null;
  } catch (error) {
    fault(`does not parse: ${error.message}`);
  }
  return faults;
}

function xml(text, fault) {
  const parser = new SaxesParser({ xmlns: true });
  parser.on("error", (error) => { throw error; });
  parser.on("doctype", () => fault("has a doctype"));
  parser.on("processinginstruction", ({ target }) => fault(`has the instruction \`${target}\``));
  parser.on("cdata", () => fault("has a CDATA section"));
  parser.on("comment", () => fault("has a comment"));
  parser.on("opentag", ({ uri, local, attributes }) => {
    if (!ELEMENTS.get(uri)?.has(local)) fault(`holds <${local}> of \`${uri}\``);
    const href = attributes.href?.value;
    if (href !== undefined && !/^https?:\/\/[^\s\\]/.test(href)) fault(`leads to \`${href}\``);
  });
  parser.write(text).close();
}

function table(text, fault) {
  const [head, ...rows] = csv(text);
  for (const cell of rows.flat()) {
    const number = cell.trim() !== "" && Number.isFinite(Number(cell));
    if (/^[=+\-@\t\r]/.test(cell) && !number) fault(`a cell begins as a formula: ${cell.slice(0, 40)}`);
  }
  if (head.length < 2) fault("has no columns");
}

function calendar(text, fault) {
  if (/[^\r]\n|\r[^\n]/.test(text)) fault("has a bare line end");
  const open = [];
  for (const line of text.replace(/\r\n[ \t]/g, "").split("\r\n").filter(Boolean)) {
    const [name] = line.match(/^[A-Z-]+(?=[;:])/) ?? [];
    if (!PROPERTIES.has(name)) fault(`holds the line \`${line.slice(0, 40)}\``);
    if (name === "BEGIN") open.push(line.slice(6));
    if (name === "END" && open.pop() !== line.slice(4)) fault(`\`${line}\` ends nothing`);
    if (name === "URL" && !line.startsWith("URL:https://example.org/")) fault(`leads to \`${line}\``);
  }
  if (open.length > 0) fault(`\`${open}\` is open at the end`);
}

/** A file of the search index is one call with a name and JSON. */
function shard(text, fault) {
  const [, name, value] = text.match(/^saarSearch\(("[^"\\]*"),([^]*)\)\s*;?\s*$/) ?? [];
  if (name === undefined) return fault("is more than one call");
  JSON.parse(value);
}
