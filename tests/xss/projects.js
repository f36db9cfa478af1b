// The projects: every text in every field, once. An article has one field a line, so that a finding names the field.

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { chunks, fileName, line, literal, scalar } from "./payloads.js";

const LINK = "https://example.org/";
const PIXEL = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=", "base64");

export class Project {
  constructor(root) {
    this.root = root;
    /** What stands where: `file:line` to a field with its text. */
    this.places = new Map();
    this.articles = [];
  }

  write(path, text) {
    const file = join(this.root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

// Fields of an article that take any text, with what goes before each in its block.
const FREE = [
  ["title", "title: ?"], ["title_en", "title_en: ?"], ["summary", "summary: ?"], ["summary_en", "summary_en: ?"],
  ["topics", "topics: [?]"],
  [null, "date:"], [null, "  value: 2024-03-16"], ["date.written", "  written: ?"], ["date.conflict", "  conflict: ?"],
  [null, "people:"], [null, "  - party: bjp"], ["people.name", "    name: ?"], ["people.office", "    office: ?"], ["people.variants", "    variants: [?]"],
  [null, "source:"], [null, "  - accessed: 2024-03-16"], ["source.outlet", "    outlet: ?"], ["source.reporters", "    reporters: [?]"],
  ["source.note", "    note: ?"], ["source.url", "    url: ?"], [null, "  - known: stated"], ["source.key", "    key: ?"],
  [null, "events:"], [null, "  - kind: party_meeting"], [null, "    date: 2024-04-29"], ["events.venue", "    venue: ?"],
  ["events.who", "    who: [?]"], ["events.text", "    text: ?"], ["events.conflict", "    conflict: ?"],
  [null, "claims:"], [null, "  - value: 13"], [null, "    unit: seats"], [null, "    kind: target"], ["claims.holder", "    holder: ?"],
  ["claims.speaker", "    speaker: ?"], ["claims.words", "    words: ?"], ["claims.note", "    note: ?"],
  [null, "    check:"], [null, "      outcome: differs"], ["claims.reference", "      reference: ?"],
  ["conflicts", "conflicts: [?]"],
  [null, "corrections:"], [null, "  - date: 2024-05-03"], ["corrections.text", "    text: ?"],
  [null, "imported:"], ["imported.file", "  file: ?"], ["imported.blake3", "  blake3: ?"], ["imported.by", "  by: ?"],
];
export const FREE_FIELDS = FREE.map(([field]) => field).filter(Boolean);

// Fields that take words, names of closed lists, days and addresses.
const CLOSED = [
  "date: ?", "updated: ?", "added: ?", "language: ?", "election: ?", "phase: ?", "roll: ?", "region: ?", "setting: ?",
  "mentions: ?", "parties: ?", "genre: ?", "family: ?", "embargo: ?", "expires: ?", "slug: ?", "aliases: [?]",
  "title_derived: ?", "unknown_key: ?",
  "people: {name: x, party: ?}", "people: {name: x, seat: ?}", "people: {name: x, role: ?}",
  "source: {outlet: x, url: ?}", "source: {outlet: x, accessed: ?}", "source: {outlet: x, known: ?}",
  "events: {kind: ?}", "events: {kind: training, status: ?}", "events: {kind: training, date: ?}", "events: {kind: training, place: ?}",
  "events: {kind: training, organiser: ?}",
  "claims: {value: ?, unit: seats, kind: target, words: start}", "claims: {value: 1, unit: ?, kind: target, words: start}",
  "claims: {value: 1, unit: seats, kind: ?, words: start}", "claims: {value: 1, unit: seats, comparator: ?, kind: target, words: start}",
  "claims: {value: 1, unit: seats, scope: ?, kind: target, words: start}", "claims: {value: 1, unit: seats, about: ?, kind: target, words: start}",
  "claims: {value: 1, unit: seats, kind: target, words: start, superseded_by: ?}",
  "claims: {value: 1, unit: seats, kind: target, words: start, check: {outcome: ?}}",
  "corrections: {date: ?, text: x}", "withdrawn: {date: ?, reason: x}", "draft: ?",
];
export const CLOSED_FIELDS = CLOSED.map((line) => line.replace(/^(\w+): .*?(\w+): \[?\?.*$/, "$1.$2").replace(/: .*/, ""));
const LOOKED_UP = new Set(`election region setting mentions parties slug aliases people.party people.seat source.url events.kind events.place
  events.organiser claims.value claims.unit claims.scope claims.about claims.superseded_by`.split(/\s+/));
const CLOSED_LISTS = new Set(["people", "source", "events", "claims"]);

/** The places of a body that a text can stand in, besides the body itself. */
function around(text) {
  const one = line(text), quoted = one.replaceAll('"', "&quot;");
  return [
    `before ${one} after`, `## ${one}`, `- ${one}\n- words`, `> ${one}`, `| a | b |\n| --- | --- |\n| ${one} | words |`,
    `\`\`\`${one}\nwords\n\`\`\``, `~~~ ${one}\nwords\n~~~`, `\`${one}\``, `[${one}](${LINK})`, `[words](${one})`, `[words](<${one}>)`,
    `[words](${LINK} "${one.replaceAll('"', '\\"')}")`, `[words](${LINK} "${one}")`, `[words](${LINK}${encodeURIComponent(one.toWellFormed())})`,
    `![${one}](pixel.png)`, `![words](pixel.png "${one.replaceAll('"', '\\"')}")`, `![words](${one})`, `words[^${one}]\n\n[^${one}]: note`,
    `words[^n]\n\n[^n]: ${one}`, `[${one}]\n\n[${one}]: ${LINK}`, `<b title="${quoted}">words</b>`, `<b title="${one}">words</b>`,
    `<b title='${one}'>words</b>`, `<a href="${quoted}">words</a>`, `<a href="${LINK}${quoted}">words</a>`, `<img alt="${quoted}" src="${quoted}">`,
    `<time datetime="${quoted}">words</time>`, `<b lang="${quoted}" dir="${quoted}" class="${quoted}" id="${quoted}">words</b>`,
    `<${one.replace(/[\s<>]/g, "")}>words`, `<div>${one}</div>`, `<table><tr><td>${one}</td></tr></table>`, `<!-- ${one} -->words`,
  ].join("\n\n");
}

/** How many places of a body there are. */
export const PLACES = around("§").match(/§/g).length + 1;

/** Front matter of an article without hostile fields. */
const plain = (title) => `---\ntitle: ${title}\ndate: 2024-03-16\nelection: ls-2024\nregion: up\nsource: {outlet: ABP Live, url: "${LINK}a"}\n`;

/**
 * Articles with a text in each free field and in the body; `refused` are places that `check` has named before, which
 * get a harmless text instead, and `text N` for a text that no field takes. `bare` makes the fields alone.
 */
export function articles(root, all, refused, { bare = false } = {}) {
  const project = new Project(root);
  const usable = all.filter(({ number }) => !refused.has(`text ${number}`));
  const joined = chunks(usable, 20).map((piece) => piece.map(({ text }) => line(text)).join(" ¦ "));
  project.write("site.yaml", bare ? "title: T\nmake: articles\neditions: none\n" : gazetteer(joined));
  all.forEach((own, at) => {
    const id = String(own.number).padStart(4, "0"), path = `content/fields/a${id}.md`, fields = {};
    const text = ["---", "election: ls-2024", "region: [up, mp]"];
    FREE.forEach(([field, form], shift) => {
      const payload = all[(at + shift * 37) % all.length];
      const place = `${path}:${text.length + 1}`;
      const given = field === "source.url" ? LINK + payload.text : payload.text;
      const taken = refused.has(place) ? `harmless ${id}` : given;
      if (field) {
        project.places.set(place, { field, payload });
        if (!refused.has(place)) fields[field] = { payload, text: given };
      }
      text.push(form.replace("?", () => scalar(field === "source.url" && refused.has(place) ? LINK : taken)));
    });
    const words = fields["claims.words"]?.text ?? `harmless ${id}`;
    project.write(path, `${text.join("\n")}\n---\n${literal(words)}\n\nbegins${id}\n\n${bare ? "" : own.text}\n\nends${id}\n`);
    project.articles.push({ path, id, own, fields, page: `articles/2024/03/a${id}/` });
  });
  if (bare) return project;
  all.forEach((own, at) => {
    const id = String(own.number).padStart(4, "0"), folder = `content/names/${fileName(all[(at - (at % 20)) % all.length].text, 0)}`;
    const name = fileName(own.text, own.number);
    const link = [...`${name}.png`].map((c) => encodeURIComponent(c.toWellFormed()).replace(/[()'!*]/g, (s) => `%${s.charCodeAt().toString(16)}`)).join("");
    project.write(`${folder}/${name}.md`, `${plain(`named${id}`)}---\n${around(own.text)}\n\n[file](${link}) ![picture](${link})\n`);
    project.write(`${folder}/${name}.png`, PIXEL);
    project.write(`${folder}/pixel.png`, PIXEL);
    project.articles.push({ path: `${folder}/${name}.md`, id, own, fields: {}, named: true });
  });
  joined.forEach((text, at) => {
    const more = `withdrawn:\n  date: 2024-05-03\n  reason: ${scalar(text)}\n`;
    project.write(`content/withdrawn/w${at}.md`, `${plain(`withdrawn${at}`)}${more}---\nwords\n`);
    for (const [folder, language] of [["pages", "hi"], ["pages/en", "en"]]) {
      const front = `title: ${scalar(text)}\nsummary: ${scalar(text)}\nlanguage: ${language}\nslug: p${at}\n`;
      project.write(`content/${folder}/p${at}-${language}.md`, `---\n${front}---\n${chunks(usable, 20)[at].map((p) => `${p.text}\n\n`).join("")}\n`);
    }
  });
  return project;
}

const PARTS = `languages: [hi, en]\nbase_url: ${LINK}\nprovenance: true\nmake: all\nbriefings: [{editions: all}, {election: ls-2024}]\n`;

/** Settings whose entries have names of several texts. */
function gazetteer(joined) {
  const list = (name, entry) => `${name}:\n${joined.map((text, at) => `  - ${entry(scalar(text), at)}\n`).join("")}`;
  const names = (text) => `name_hi: ${text}, name_en: ${text}`;
  return `title: T\ndescription: D\neditions: [weekly, phase]\n${PARTS}`
    + list("regions", (text, at) => `{id: up/r${at}, ${names(text)}, reservation: ${text}, iso: ${text}, ocd: ${text}, lgd: ${text}, eci: ${text}}`)
    + list("elections", (text, at) => `{id: e${at}, ${names(text)}, note: ${text}, sources: [${text}], announced: 2024-03-01, region: up/r${at}, phases: [{number: 1, poll: 2024-04-19, note: ${text}}]}`)
    + list("rolls", (text, at) => `{id: o${at}, ${names(text)}, body: ${text}, note: ${text}, sources: [${text}], regions: [up], dates: [{event: final_roll, date: 2024-04-01, note: ${text}, source: ${text}}]}`)
    + list("parties", (text, at) => `{id: p${at}, ${names(text)}, abbr: ${text}}`)
    + ["people", "sources", "topics"].map((name) => list(name, (text, at) => `{id: ${name}${at}, ${names(text)}}`)).join("");
}

/** One project whose settings hold all texts in each of their own names. */
export function settings(root, all) {
  const project = new Project(root);
  const text = scalar(all.map(({ text }) => line(text)).join(" ¦ ")), name = `{hi: ${text}, en: ${text}}`;
  project.write("site.yaml", `title: ${name}\ndescription: ${name}\npublisher: ${text}\ncontact: ${text}\n${PARTS}`
    + `labels:\n  unit.x: ${name}\n  event.x: ${name}\neditions: [weekly, {id: x, name_hi: ${text}, name_en: ${text}, from: 2024-03-16, until: 2024-04-15}]\n`);
  project.write("content/a.md", `${plain("words")}events: {kind: x, date: 2024-04-29}\nclaims: {value: 1, unit: x, kind: target, words: start}\n---\nstart\n`);
  return project;
}

/** Articles with a text in each closed field: every one is to be named by a finding, or to be harmless. */
export function closed(root, all) {
  const project = new Project(root);
  project.write("site.yaml", "title: T\nbase_url: https://example.org/\n");
  // names are looked up only in an article whose days and words can be read
  const groups = ["read", "looked-up", "roll", "family"];
  const group = (field) => (groups.includes(field) ? field : LOOKED_UP.has(field) ? "looked-up" : "read");
  for (const name of groups) all.forEach((own, at) => {
    const path = `content/${name}${String(own.number).padStart(4, "0")}.md`, text = ["---", `title: closed${own.number}`];
    if (name !== "read") text.push("date: 2024-03-16");
    if (name === "family") text.push("region: up", "source: ABP Live");
    CLOSED.forEach((form, shift) => {
      if (group(CLOSED_FIELDS[shift]) !== name) return;
      const payload = all[(at + shift * 23) % all.length], [key] = form.split(":");
      if (CLOSED_LISTS.has(key)) {
        if (!text.includes(`${key}:`)) text.push(`${key}:`);
        form = form.replace(`${key}: `, "  - ");
      }
      project.places.set(`${path}:${text.length + 1}`, { field: CLOSED_FIELDS[shift], payload });
      text.push(form.replace("?", () => scalar(payload.text)));
    });
    project.write(path, `${text.join("\n")}\n---\nstart\n`);
  });
  return project;
}

/** Saved pages: a text as markup in every place that import reads, and the next one as text there. */
export function savedPages(root, all) {
  const project = new Project(root);
  all.forEach(({ text, number }, at) => {
    const other = all[(at + 1) % all.length].text, safe = other.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
    const words = "लखनऊ में लोकसभा चुनाव 2024 की तैयारी के लिए बूथ समितियों की बैठक हुई। ".repeat(4);
    project.write(`${String(number).padStart(4, "0")}.html`, `<!doctype html><html lang="hi"><head><meta charset="utf-8"><title>${safe}</title>
<meta property="og:title" content="${safe}"><meta property="og:site_name" content="${safe}"><meta name="author" content="${safe}">
<meta name="description" content="${safe}"><meta name="keywords" content="${safe}"><link rel="canonical" href="https://example.org/${number}?${safe}">
<meta property="article:published_time" content="2024-04-02T18:30:00+05:30">
</head><body><article><h1>saved${number} ${safe}</h1><p class="byline">${safe}</p><p>${words}</p><p>${safe}</p>
<h2>${safe}</h2><ul><li>${safe}</li></ul><table><tr><td>${safe}</td></tr></table><a href="${safe}">${safe}</a><img alt="${safe}" src="${safe}">
<p>${words}</p>${text}<p>${words}</p></article></body></html>\n`);
  });
  return project;
}
