// What a page of HTML may hold, read with parse5. The lists are those of the test: they say what the templates make and
// what raw HTML in a body may keep, and are not taken from the program.

import { createHash } from "node:crypto";
import { parse } from "parse5";

const words = (text) => new Set(text.split(" "));
const GLOBAL = "aria-label aria-labelledby aria-current aria-describedby aria-controls aria-live class dir hidden id lang role tabindex title";
// elements with the attributes that they may have besides those of all
const ELEMENTS = Object.fromEntries(`a href rel hreflang|abbr|article|aside|b|bdi|blockquote|body|br|button type|caption|cite|code|dd|del|details|dfn|div|dl|dt|em
figcaption|figure|footer|form method data-index data-digits data-count data-none data-common data-wait data-failed
h1|h2|h3|h4|h5|h6|head|header|hr|html|i|img src alt width height loading
input name type autocomplete autocapitalize spellcheck enterkeyhint|ins|kbd|label for|li|link as crossorigin href hreflang rel type|main|mark
meta charset content http-equiv name property|nav|noscript|ol start|option value|p|pre|q|s|samp
script type src defer|section|select name autocomplete|small|span|strong|style|sub|summary|sup
circle cx cy fill fill-opacity r stroke stroke-width|desc|g fill font-size transform|path d fill stroke stroke-dasharray stroke-opacity stroke-width transform
line x1 x2 y1 y2 stroke stroke-width stroke-dasharray|rect fill fill-opacity height stroke stroke-opacity stroke-width width x y
svg height viewBox width xmlns shape-rendering|text font-size font-weight text-anchor x y fill transform
table|tbody|td colspan rowspan|tfoot|th scope colspan rowspan|thead|time datetime|title|tr|u|ul|var|wbr`
  .split(/[|\n]/).map((entry) => [entry.split(" ")[0], words(`${GLOBAL} ${entry}`)]));
const SITE = "https://example.org/";
const SVG = words("a circle desc g line path rect svg text title");
// anchors of the templates; those of articles have a prefix
const IDS = words("main articles calendar charts claims conflicts corrections events family fields lists matrix phases schedule-title schedule-words search-facets search-field search-help search-more search-older search-results search-status sources withdrawn documents glance moved superseded people open changed missing method week weekly daily balance followed changes editions briefings regions cells late known covered");
const OWN_ID = /^(s-[\p{L}\p{M}\p{N}_-]*|claim-\d+|fn-\d+|fnref-\d+(-\d+)?|\d{4}(-\d\d)?(-[\p{L}\p{M}\p{N}-]+)?|[st]|(hi|en|chart|corrected|new|phase)-[\p{L}\p{M}\p{N}-]+)$/u;
const OWN_CLASS = /^[a-z][a-z0-9_-]*$/;
const IN_BODY = words("claim footnotes footnote-ref footnote-back right center");

const POLICY = /^default-src 'none'; (script-src 'self'; )?style-src 'self'; img-src 'self'; font-src 'self'; manifest-src 'self'; connect-src 'self'; base-uri 'none'; form-action ('none'|'self')$/;
const PAPER = /^default-src 'none'; style-src '(sha256-[\w+/=]+)'; img-src data:; base-uri 'none'; form-action 'none'$/;
const MOVED = /^default-src 'none'; base-uri 'none'; form-action 'none'$/;

/** Text as it is compared: without differences of white space. */
export const plain = (text) => text.replace(/[\s\u0000]+/g, " ").trim();

/**
 * What is wrong with the page at `path` of a site, and what it says: its first heading, the text of the body of an
 * article and all texts with the values of attributes.
 */
export function judge(html, path) {
  const faults = [], texts = [], prose = [], ids = new Set(), policies = [];
  const fault = (text) => faults.push(text);
  let heading = null, search = false, moved = false, paper = false, referrer = false, styles = [];
  const base = `${SITE}${encodeURI(path.replace(/index\.html$/, ""))}`;
  const to = (address) => (URL.canParse(address, base) ? new URL(address, base) : null);
  const own = (address) => to(address) === null || to(address).origin === new URL(SITE).origin;
  const outer = (address) => ["http:", "https:", "mailto:"].includes(to(address)?.protocol);

  const element = (node, inside) => {
    const { tagName: name, attrs } = node, attributes = ELEMENTS[name];
    const get = (key) => attrs.find((attribute) => attribute.name === key)?.value;
    if (!attributes) return fault(`holds <${name}>`);
    const space = node.namespaceURI.endsWith("xhtml") ? "html" : "svg";
    if (space === "svg" && (!SVG.has(name) || inside.prose)) fault(`holds <${name}> of another name space`);
    for (const { name: key, value, prefix } of attrs) {
      if (prefix || !attributes.has(key)) fault(`<${name}> has the attribute \`${key}\``);
      texts.push(value);
      if (key === "id") {
        if (ids.has(value)) fault(`the id \`${value}\` stands twice`);
        ids.add(value);
        if (!OWN_ID.test(value) && (!IDS.has(value) || inside.prose)) fault(`has the id \`${value}\``);
      }
      if (key === "class") {
        for (const one of value.split(/\s+/)) {
          const fine = inside.prose ? IN_BODY.has(one) || value.startsWith("language-") : OWN_CLASS.test(one);
          if (!fine) fault(`has the class \`${one}\``);
        }
      }
    }
    const address = get("href") ?? get("src");
    if (address !== undefined) {
      const links = name === "a";
      const fine = own(address) || (links && outer(address)) || (name === "img" && inside.paper && address.startsWith("data:image/png"));
      if (!fine) fault(`<${name}> leads to \`${address}\``);
    }
    if (name === "script") {
      const type = get("type"), text = node.childNodes.map((child) => child.value).join("");
      if (type === "application/ld+json") {
        if (/[<>]/.test(text)) fault("JSON-LD holds a bare `<` or `>`");
        try { JSON.parse(text); } catch (error) { fault(`JSON-LD does not parse: ${error.message}`); }
      } else if (!get("src") || text) fault("holds a script of its own");
      return;
    }
    if (name === "style") styles.push(node.childNodes.map((child) => child.value).join(""));
    if (name === "meta") {
      const key = get("http-equiv")?.toLowerCase(), content = get("content") ?? "";
      if (key === "content-security-policy") policies.push(content);
      else if (key === "refresh") {
        moved = true;
        if (!own(content.match(/^0; url=(.*)$/s)?.[1] ?? "")) fault(`leads on to \`${content}\``);
      } else if (key !== undefined) fault(`has a <meta http-equiv=${key}>`);
      if (get("name") === "referrer") referrer = true;
    }
    if (name === "form" || name === "input" || name === "button") search = true;
  };

  const visit = (node, inside) => {
    if (node.nodeName === "#text") {
      texts.push(node.value);
      if (inside.prose) prose.push(node.value);
      return;
    }
    if (node.nodeName === "#comment") return fault("holds a comment");
    if (node.tagName) element(node, inside);
    if (node.tagName === "script" || node.tagName === "style") return;
    const classes = node.attrs?.find(({ name }) => name === "class")?.value;
    const at = { prose: inside.prose || classes === "prose", paper: inside.paper };
    for (const child of [...(node.childNodes ?? []), ...(node.content ? [node.content] : [])]) visit(child, at);
    if (node.tagName === "h1" && heading === null) heading = plain(textOf(node));
    // words of neighbours do not run together
    if (/^(p|li|td|th|h\d|div|tr|dd|dt|br)$/.test(node.tagName)) prose.push(" ");
  };
  const document = parse(html);
  paper = /style-src 'sha256-/.test(html.slice(0, 2000));
  visit(document, { prose: false, paper });

  const [policy = "", ...more] = policies;
  if (more.length > 0) fault("has two policies");
  const hash = policy.match(PAPER)?.[1];
  if (hash) {
    const digest = `sha256-${createHash("sha256").update(styles[0] ?? "").digest("base64")}`;
    if (styles.length !== 1 || digest !== hash) fault("has a style that its policy does not name");
  } else if (styles.length > 0) fault("has a style");
  if (!(hash || POLICY.test(policy) || (moved && MOVED.test(policy)))) fault(`its policy is \`${policy}\``);
  if (policy.includes("script-src") !== search || policy.includes("form-action 'self'") !== search) fault("its policy is not that of its kind");
  if (!referrer && !moved) fault("has no policy for referrers");
  return { faults, heading, prose: plain(prose.join("")), texts: plain(texts.join("\n")) };
}

function textOf(node) {
  return node.nodeName === "#text" ? node.value : (node.childNodes ?? []).map(textOf).join("");
}
