// Reads the index of the search: docs/search.md says how it is made. Nothing is asked of any other place.
(() => {
"use strict";
const root = new URL("..", document.currentScript.src), form = document.querySelector("form[data-index]");

/* Words, as the program folds them (src/text/fold.rs, stem.rs, sound.rs). */
const PART = /[\p{Alphabetic}\p{N}\u0900-\u097f.]+/gu;
const NAMED = "एफ एच आई एल एम एन आर एस एक्स वाई जेड क्यू डब्ल्यू".split(" ");
const isInitial = s => NAMED.includes(s) || (s.replace(/्./gu, "").match(/\p{L}/gu) || "").length === 1;
const fold = text => text.normalize("NFC").toLowerCase()
  .replace(/[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff\u093c]/g, "")
  .replace(/[ऩऱऴँॉऑ]/g, c => "नरळंाआ"["ऩऱऴँॉऑ".indexOf(c)])
  .replace(/[०-९]/g, c => c.charCodeAt(0) - 0x966)
  .replace(/(^|[\s.(])छ:/g, "$1छः")
  .replace(/[\s!"'()*,\-\/:;?[\\\]_`{|}~।॥«»·\u2010-\u2027‹›\u2043\u2212]/g, " ")
  .replace(/\./g, (dot, at, all) => {
    const before = all.slice(0, at), rest = all.slice(at + 1);
    if (/\d$/.test(before) && /^\d/.test(rest)) return dot;
    const next = rest.match(/^[\p{L}\p{M}\p{N}]*/u)[0];
    return isInitial(before.split(/[ .॰]/).pop()) && (!next || isInitial(next)) ? "" : " ";
  })
  .replace(/॰/g, "")
  .replace(/(?<=[\u0904-\u0939\u093e-\u094c\u0960-\u0963\u0972-\u0977])य([ेी])/g, (_, i) => i === "े" ? "ए" : "ई")
  .replace(/(^| )छः/g, "$1छह").replace(/ः+/g, "ः")
  .replace(/ङ्(?=[क-घ])|ञ्(?=[च-झ])|ण्(?=[ट-ढ])|न्(?=[त-ध])|म्(?=[प-भ])/g, "ं");
const tokens = text => (fold(text).match(PART) || []).map(w => w.replace(/^\.+|\.+$/g, "")).filter(w => w);
const leaves = (word, end, rest) => word.endsWith(end) && word.length - end.length >= rest;
const isHindi = word => /[\u0900-\u097f]/.test(word);
const stem = word => {
  const cut = n => word.slice(0, word.length - n);
  if (!isHindi(word)) {
    if (leaves(word, "ies", 2)) return cut(3) + "y";
    if (/(ss|x|ch|sh)es$/.test(word)) return cut(2);
    return leaves(word, "s", 3) && !/(ss|us|is)$/.test(word) ? cut(1) : word;
  }
  const end = ["ियों", "ियां", "ओं", "एं", "ों", "ें"].find(end => leaves(word, end, 2));
  if (end) word = cut(end.length) + (end[0] === "ि" ? "ी" : "");
  const vowel = ["ा", "े"].find(end => leaves(word, end, 3));
  if (vowel) word = cut(1);
  return leaves(word, "ि", 1) ? cut(1) + "ी" : leaves(word, "ू", 1) ? cut(1) + "ु" : word;
};
const SOUNDS = { "ज्ञ": "gi", "ंह": "ng", chh: "c", ch: "c", ph: "f", rh: "d", ow: "u", c: "k", w: "v", x: "ks", z: "j", ऋ: "ri", "ृ": "ri" };
for (const [sound, letters] of Object.entries({ k: "कखq", g: "गघ", n: "ङञणनं", c: "चछ", j: "जझ", t: "टठतथ", d: "डढदध",
  p: "प", f: "फ", b: "बभ", m: "म", r: "र", l: "लळ", v: "व", s: "शषस", h: "ह", a: "अआा", i: "यइईएऐिीेैeiy", u: "उऊओऔुूोौou" }))
  for (const letter of letters) SOUNDS[letter] = sound;
const skeleton = word => {
  const s = word.replace(/ज्ञ|ंह|chh?|ph|rh|[bdgjkst]h|ow(?![aeiou])|[^]/gu,
    m => SOUNDS[m] || (/^[a-z0-9]/.test(m) ? m[0] : "")).replace(/m(?=a*[pbf])/g, "n");
  return ((/^a+(?![aiu])/.test(s) ? "a" : "") + s.replace(/a/g, "")).replace(/([a-z])\1+/g, "$1");
};
const rootOf = skeleton => {
  while (skeleton.length > 2 && /[iuns]$/.test(skeleton)) skeleton = skeleton.slice(0, -1);
  return skeleton;
};

/* Files of the index: scripts that call saarSearch with their name and what they hold. */
const files = {}, takers = {};
const load = name => files[name] ||= new Promise((take, fail) => {
  const tag = document.createElement("script");
  takers[name] = take;
  tag.src = new URL(form.dataset.index + name + ".js", root);
  tag.onerror = () => { delete files[name]; tag.remove(); fail(name); };
  document.head.append(tag);
});
window.saarSearch = (name, value) => takers[name](value);
Object.assign(window.saarSearch, { tokens, stem, skeleton, rootOf });

/* Lists of numbers (src/search/lists.rs). */
const value = code => code - 35 - (code > 92) - (code > 124);
function* numbers(text) {
  let at = 0, lead = 0, next = 0;
  if (text[0] === "!" && text[1] !== "!") {
    for (at = 1; at < text.length; at++)
      for (let bits = value(text.charCodeAt(at)), n = (at - 1) * 6; bits; bits >>= 1, n++) if (bits & 1) yield n;
    return;
  }
  const runs = text[0] === "!";
  for (let inside = false, at = runs ? 2 : 0; at < text.length; at++) {
    const v = value(text.charCodeAt(at));
    if (v >= 64) { lead = lead * 26 + v - 63; continue; }
    const n = lead * 64 + v;
    lead = 0;
    if (!runs) { yield next += n; next++; continue; }
    for (let end = next + n; next < end; next++) if (inside) yield next;
    inside = !inside;
  }
}

/* A file of words, each with its lists. */
const read = text => {
  let before = "";
  return text.split("|").map(entry => {
    const [head, ...lists] = entry.split(" ");
    before = [...before].slice(0, value(head.charCodeAt(0))).join("") + head.slice(1);
    return { word: before, lists };
  });
};
const words = {};
async function wordsNear(all, word) {
  const sound = skeleton(word), near = rootOf(sound), starts = all.files.split(" ");
  let at = starts.findLastIndex(start => start <= near);
  const names = [starts[Math.max(at, 0)]];
  for (at = Math.max(at, 0) + 1; at < starts.length && names.length < 3 && sound.length > 1; at++)
    if (starts[at].startsWith(sound) || starts[at] < sound && starts[at + 1] > sound) names.push(starts[at]);
  const found = await Promise.all(names.map(async n => words[n] ||= read(await load("w-" + n))));
  return found.flat();
}

/* How well a word of the index fits one of the query: 1 as it is written, less as a form, by sound, as a beginning. */
const query = word => ({ word, stem: stem(word), sound: skeleton(word), hindi: isHindi(word), latin: /[a-z]/.test(word) });
const fits = (q, word, whole) => {
  if (q.word === word) return 1;
  const hindi = isHindi(word), latin = /[a-z]/.test(word);
  if (q.hindi && latin || q.latin && hindi) {
    const sound = skeleton(word);
    if (!q.sound) return 0;
    if (sound === q.sound || skeleton(stem(word)) === skeleton(q.stem)) return .6;
    return !whole && q.sound.length > 3 && sound.startsWith(q.sound) ? .25 : 0;
  }
  if (stem(word) === q.stem) return .9;
  return !whole && q.word.length > 1 && word.startsWith(q.word) ? .4 : 0;
};

const FIELDS = [40, 10, 6, 4, 3, 1];
async function search(text) {
  const all = await index, parts = tokens(text), stop = all.stop.split(" ");
  const terms = [...new Set(parts.filter(w => (w.length > 1 || /\d/.test(w)) && !stop.includes(w)))];
  if (!terms.length) return { terms, hits: [] };
  const size = all.entries + all.things, sum = new Float32Array(size), met = new Uint8Array(size);
  const look = async (q, weight, whole, only, best) => {
    for (const { word, lists } of await wordsNear(all, q.word)) {
      const fit = weight * fits(q, word, whole);
      if (fit) for (const list of lists) {
        const field = +list[0], from = field < 2 ? 0 : all.entries;
        if (only && field) continue;
        const score = fit * FIELDS[field];
        for (const n of numbers(list.slice(1))) if (score > best[from + n]) best[from + n] = score;
      }
    }
  };
  const tables = await Promise.all(terms.map(async term => {
    const best = new Float32Array(size), same = all.same[stem(term)] || [];
    await Promise.all([look(query(term), 1, false, false, best),
      ...same.map(word => look(query(word), .5, true, false, best))]);
    return best;
  }));
  for (const best of tables) best.forEach((score, n) => { if (score) { sum[n] += score; met[n]++; } });
  const named = new Float32Array(size), hits = [];
  if (parts.length > 1) await look(query(parts.join("")), 1, false, true, named);
  const claims = new Set(numbers(all.claims));
  for (let n = 0; n < size; n++) {
    if (met[n] < terms.length && !named[n]) continue;
    const entry = n < all.entries;
    const score = (sum[n] + named[n]) * (claims.has(n - all.entries) ? .8 : 1);
    hits.push({ n, score: entry ? score + value(all.weights.charCodeAt(n)) / 8 : score });
  }
  return { terms: terms.map(query), hits: hits.sort((a, b) => b.score - a.score || (b.n < all.entries ? a.n - b.n : b.n - a.n)) };
}

/* Facets: a value has the things that it names; entries have none but their kind. */
let facets;
async function loadFacets() {
  const all = await index;
  facets ||= (await load("facets")).map(([key, name, values]) =>
    ({ key, name, values: values.map(([id, name, list]) => ({ id, name, set: [...numbers(list)].map(n => n + all.entries) })) }));
  let from = 0;
  for (const [id, name, count] of all.kinds.slice(2)) {
    const kinds = facets[0].values, at = from;
    if (count && !kinds.some(v => v.id === id)) kinds.push({ id, name, set: Array.from({ length: count }, (_, n) => at + n) });
    from += count;
  }
}
function narrow(hits, size) {
  const isHit = new Uint8Array(size), fails = new Uint8Array(size), chosen = facets.map(f => f.values.find(v => v.id === filters[f.key]));
  const inside = chosen.map(v => v && new Set(v.set));
  for (const { n } of hits) {
    isHit[n] = 1;
    for (const set of inside) if (set && !set.has(n)) fails[n]++;
  }
  facets.forEach((facet, f) => {
    const counts = facet.values.map(v => v.set.filter(n => isHit[n] && fails[n] === +(inside[f] && !inside[f].has(n) || 0)).length);
    const select = box.querySelector(`[name="${facet.key}"]`) || addSelect(facet);
    select.replaceChildren(new Option(form.dataset.any, ""), ...facet.values.flatMap((v, i) =>
      counts[i] || v === chosen[f] ? [new Option(`${v.name} (${digits(counts[i])})`, v.id, false, v === chosen[f])] : []));
  });
  return hits.filter(({ n }) => !fails[n]);
}
function addSelect(facet) {
  const label = make("label", facet.name), select = make("select");
  select.name = facet.key;
  select.onchange = () => { filters[facet.key] = select.value; run(true); };
  label.append(select);
  box.append(label);
  return select;
}

/* The page. */
if (!form) return;
const field = form.elements.q, status = document.getElementById("search-status"), list = document.getElementById("search-results");
const more = document.getElementById("search-more"), panel = document.getElementById("search-facets"), box = panel.lastElementChild;
const make = (name, text = "") => Object.assign(document.createElement(name), { textContent: text });
const digits = n => String(n).replace(/\d/g, d => form.dataset.digits[d]);
const index = load("index").then(all => ({ ...all, entries: all.kinds.reduce((sum, kind) => sum + kind[2], 0) }));
let filters = {}, run_ = 0, shown = 0, hits = [], terms = [];
const marked = (element, text) => {
  let last = 0;
  for (const { 0: word, index: at } of text.matchAll(PART)) {
    const folded = tokens(word);
    if (!terms.some(q => folded.some(w => fits(q, w)))) continue;
    element.append(text.slice(last, at), make("mark", word));
    last = at + word.length;
  }
  element.append(text.slice(last));
  return element;
};
async function show(count) {
  const all = await index, now = run_;
  const rows = await Promise.all(hits.slice(shown, shown + count).map(async ({ n }) => {
    const entry = n < all.entries, at = entry ? n : n - all.entries;
    return (await load((entry ? "e-" : "a-") + Math.floor(at / all.rows)))[at % all.rows];
  }));
  if (now !== run_) return;
  list.append(...rows.map(([title, path, kind, date, about, lang, summary]) => {
    const item = make("li"), link = marked(make("a"), title), note = make("p", [all.kinds[kind][1], date].join(" · "));
    const hash = path.split("#");
    link.href = new URL(hash[0] + (root.protocol === "file:" ? "index.html" : "") + (hash[1] ? "#" + hash[1] : ""), root);
    if (about) note.append(" · ", marked(make("span"), about));
    note.className = "note";
    item.append(link, note);
    if (summary) item.append(marked(make("p"), summary));
    if (lang) item.querySelectorAll("a, p:nth-child(3)").forEach(text => text.lang = lang);
    return item;
  }));
  shown += rows.length;
  more.hidden = shown >= hits.length;
}
function remember(push) {
  const query = new URLSearchParams();
  for (const [key, value] of [["q", field.value.trim()], ...Object.entries(filters)]) if (value) query.set(key, value);
  // a page without a server may not change its address
  try { history[push ? "pushState" : "replaceState"](null, "", "?" + query); } catch {}
}
async function run(push) {
  const now = ++run_, data = form.dataset, text = field.value;
  if (push !== null) remember(push);
  document.body.classList.toggle("searching", !!text.trim());
  if (text.trim()) status.textContent = data.wait;
  try {
    const found = await search(text), narrowed = panel.open || Object.values(filters).some(v => v);
    if (narrowed) await loadFacets();
    if (now !== run_) return;
    terms = found.terms;
    const all = await index;
    hits = narrowed ? narrow(found.hits, all.entries + all.things) : found.hits;
    shown = 0;
    list.replaceChildren();
    await show(10);
    if (now !== run_) return;
    status.textContent = !text.trim() ? "" : !terms.length ? data.common : hits.length === 1 ? data.one
      : hits.length ? data.count.replace("{n}", digits(hits.length)) : data.none;
    panel.hidden = !found.hits.length;
  } catch (name) {
    if (now === run_) status.textContent = data.failed;
    console.error(name);
  }
  form.dataset.done = now;
}
function fromAddress() {
  const query = new URLSearchParams(location.search);
  field.value = query.get("q") || "";
  query.delete("q");
  filters = Object.fromEntries(query);
  if (Object.keys(filters).length) panel.open = true;
  run(null);
}
let timer;
form.onsubmit = event => { event.preventDefault(); clearTimeout(timer); run(true); };
field.oninput = () => { clearTimeout(timer); timer = setTimeout(run, 150, false); };
panel.ontoggle = () => { if (panel.open && field.value) run(false); };
more.onclick = async () => { const at = shown; await show(10); list.children[at]?.querySelector("a").focus(); };
onpopstate = fromAddress;
addEventListener("keydown", event => {
  const typing = event.target.closest("input, select, textarea");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    field.select();
    field.focus();
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key], links = [...list.querySelectorAll("a")], at = links.indexOf(event.target);
  if (!step || at < 0 && event.target !== field || !links.length) return;
  event.preventDefault();
  (links[at + step] || (at + step < 0 ? field : links[at]))?.focus();
});
form.hidden = false;
fromAddress();
})();
