// Reads the index of the search: see docs/search.md of saar.
(() => {
const root = new URL("..", document.currentScript.src), form = document.querySelector("[data-index]");

// Words, as src/text folds them.
const initials = "एफ एच आई एल एम एन आर एस एक्स वाई जेड क्यू डब्ल्यू".split(" ");
const isInitial = s => initials.includes(s) || s.replace(/्./gu, "").match(/\p{L}/gu)?.length === 1;
const tokens = text => text.normalize("NFC").toLowerCase()
	.replace(/[\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\u093c]/g, "")
	.replace(/[ऩऱऴँॉऑ]/g, c => "नरळंाआ"["ऩऱऴँॉऑ".indexOf(c)])
	.replace(/[०-९]/g, c => c.charCodeAt() - 0x966)
	.replace(/(?<![\p{L}\p{M}])छ[:ः]/gu, "छह")
	.replace(/[^\p{Alphabetic}\p{M}\p{N}.॰]+/gu, " ")
	.replace(/\./g, (dot, at, all) => {
		const before = all.slice(0, at), rest = all.slice(at + 1), next = rest.match(/^[^ .॰]*/)[0];
		if (/\d$/.test(before) && /^\d/.test(rest)) return dot;
		return isInitial(before.split(/[ .॰]/).pop()) && (!next || isInitial(next)) ? "" : " ";
	})
	.replace(/॰/g, "")
	.replace(/(?<=[ऄ-हा-ौॠ-ॣॲ-ॷ])य([ेी])/g, (_, i) => i === "े" ? "ए" : "ई")
	.replace(/ः+/g, "ः")
	.replace(/ङ्(?=[क-घ])|ञ्(?=[च-झ])|ण्(?=[ट-ढ])|न्(?=[त-ध])|म्(?=[प-भ])/g, "ं")
	.split(" ").map(w => w.replace(/^\.+|\.+$/g, "")).filter(w => w);
const isHindi = word => /[ऀ-ॿ]/.test(word);
const stem = word => {
	const cut = (ends, rest) => {
		const end = ends.split(" ").find(end => word.endsWith(end) && word.length - end.length >= rest);
		if (end) word = word.slice(0, -end.length);
		return end;
	};
	if (!isHindi(word)) {
		if (cut("ies", 2)) word += "y";
		else if (/(ss|x|ch|sh)es$/.test(word)) cut("es", 1);
		else if (!/(s|u|i)s$/.test(word)) cut("s", 3);
		return word;
	}
	if (cut("ियों ियां", 2)) word += "ी";
	else cut("ओं एं ों ें", 2);
	cut("ा े", 3);
	if (cut("ि", 1)) word += "ी";
	if (cut("ू", 1)) word += "ु";
	return word;
};
const sounds = { "ज्ञ": "gi", "ंह": "ng", chh: "c", ch: "c", ph: "f", rh: "d", ow: "u", x: "ks", "ऋ": "ri", "ृ": "ri" };
for (const [sound, ...letters] of "kकखcq gगघ nङञणनं cचछ jजझz tटठतथ dडढदध pप fफ bबभ mम rर lलळ vवw sशषस hह aअआा iयइईएऐिीेैey uउऊओऔुूोौo".split(" "))
	for (const letter of letters) sounds[letter] = sound;
const skeleton = word => {
	word = word.replace(/ज्ञ|ंह|chh?|ph|rh|[bdgjkst]h|ow(?![aeiou])|[^]/gu, m => sounds[m] || (/^[a-z\d]/.test(m) ? m[0] : ""))
		.replace(/m(?=a*[pbf])/g, "n");
	return ((/^a+(?![aiu])/.test(word) ? "a" : "") + word.replace(/a/g, "")).replace(/([a-z])\1+/g, "$1");
};
const rootOf = sound => sound.slice(0, 2) + sound.slice(2).replace(/[iuns]+$/, "");

// Files are scripts that hand over what they hold.
const files = {}, takes = {};
const load = name => files[name] ||= new Promise((take, fail) => {
	const tag = make("script");
	takes[name] = take;
	tag.src = new URL(form.dataset.index + name + ".js", root);
	tag.onerror = () => { delete files[name]; tag.remove(); fail(name); };
	document.head.append(tag);
});
window.saarSearch = Object.assign((name, value) => takes[name](value), { tokens, stem, skeleton, rootOf });

// Lists of numbers: src/search/lists.rs.
const digit = (text, at) => { const c = text.charCodeAt(at); return c - 35 - (c > 92) - (c > 124); };
function* numbers(text) {
	const runs = text.startsWith("!!");
	let lead = 0, next = 0, inside = false, at = runs ? 2 : 0;
	if (!runs && text[0] === "!") {
		while (++at < text.length)
			for (let bits = digit(text, at), n = at * 6 - 6; bits; bits >>= 1, n++) if (bits & 1) yield n;
		return;
	}
	for (; at < text.length; at++) {
		const v = digit(text, at), n = lead * 64 + v;
		lead = v < 64 ? 0 : lead * 26 + v - 63;
		if (lead) continue;
		if (!runs) { next += n; yield next++; continue; }
		for (const end = next + n; next < end; next++) if (inside) yield next;
		inside = !inside;
	}
}

const words = {};
const read = text => {
	let before = "";
	return text.split("|").map(entry => {
		const [head, ...lists] = entry.split(" ");
		before = before.slice(0, digit(head, 0)) + head.slice(1);
		return { word: before, lists };
	});
};
// Words with the root of another, and longer ones.
async function wordsNear(all, { sound, last }) {
	const starts = all.files.split(" "), root = rootOf(sound), at = Math.max(starts.findLastIndex(s => s <= root), 0);
	const near = starts.filter((s, n) => n > at && sound[1] && (s.startsWith(sound) || s < sound && !(starts[n + 1] <= sound)));
	const names = [starts[at], ...near.slice(0, last ? 2 : 0)];
	return (await Promise.all(names.map(async n => words[n] ||= read(await load("w-" + n))))).flat();
}

// How well a word fits one of the query.
const query = word => ({ word, stem: stem(word), sound: skeleton(word), hindi: isHindi(word) });
const fits = (q, word, whole) => {
	if (q.word === word) return 1;
	if (q.hindi !== isHindi(word) && /\D/.test(q.word) && /\D/.test(word)) {
		const sound = skeleton(word);
		if (q.sound && (sound === q.sound || skeleton(stem(word)) === skeleton(q.stem))) return .6;
		return !whole && q.sound[3] && sound.startsWith(q.sound) ? .25 : 0;
	}
	if (stem(word) === q.stem) return .9;
	return !whole && q.word[1] && word.startsWith(q.word) ? .4 : 0;
};
const weights = [40, 10, 6, 4, 3, 1];
async function search(text) {
	const all = await index, parts = tokens(text), stop = all.stop.split(" "), { entries, size } = all;
	const terms = [...new Set(parts)].filter(w => (w[1] || w > "/" && w < ":") && !stop.includes(w)).map(query);
	const sum = new Float32Array(size), met = new Uint8Array(size), hits = [], claims = new Set(numbers(all.claims));
	// facets alone find articles, the newest first
	if (!text && Object.values(filters).join(""))
		for (let n = size; n-- > entries;) if (!claims.has(n - entries)) hits.push({ n });
	if (!terms.length) return { terms, hits };
	terms.at(-1).last = 1;
	const look = async (q, weight, whole, best, last = 5) => {
		for (const { word, lists } of await wordsNear(all, q)) {
			const fit = weight * fits(q, word, whole);
			if (fit) for (const list of lists) {
				const field = +list[0], from = field < 2 ? 0 : entries, score = fit * weights[field];
				if (field <= last) for (const n of numbers(list.slice(1))) if (score > best[from + n]) best[from + n] = score;
			}
		}
		return best;
	};
	await Promise.all(terms.map(async q => {
		const best = new Float32Array(size);
		await Promise.all([look(q, 1, false, best), ...(Object.hasOwn(all.same, q.stem) && all.same[q.stem] || []).map(w => look(query(w), .5, true, best))]);
		best.forEach((score, n) => { if (score) { sum[n] += score; met[n]++; } });
	}));
	const named = new Float32Array(size);
	if (parts[1] && !parts[3]) await look(query(parts.join("")), 1, false, named, 0);
	for (let n = 0; n < size; n++) if (met[n] === terms.length || named[n]) {
		const more = n < entries ? digit(all.weights, n) / 8 : 0;
		hits.push({ n, score: (sum[n] + named[n]) * (claims.has(n - entries) ? .8 : 1) + more });
	}
	return { terms, hits: hits.sort((a, b) => b.score - a.score || (b.n < entries ? a.n - b.n : b.n - a.n)) };
}

// Facets.
let facets;
async function narrow(hits) {
	const { entries, kinds, size } = await index;
	if (!facets) {
		const value = ([id, name, list]) => ({ id, name, set: new Set([...numbers(list)].map(n => n + entries)) });
		facets = (await load("facets")).map(([key, name, values]) => ({ key, name, values: values.map(value) }));
		let from = 0;
		for (const [id, name, count] of kinds) {
			const start = from, end = from += count;
			facets[0].values.push({ id, name, set: { has: n => n >= start && n < end } });
		}
	}
	const fails = new Uint8Array(size), chosen = facets.map(f => f.values.find(v => v.id === filters[f.key]));
	for (const { n } of hits) for (const value of chosen) if (value && !value.set.has(n)) fails[n]++;
	facets.forEach(({ key, name, values }, f) => {
		let select = form.elements[key];
		if (!select) {
			const label = make("label", name);
			select = make("select");
			select.name = key;
			select.onchange = () => { filters[key] = select.value; run(true); };
			label.append(select);
			panel.lastElementChild.append(label);
		}
		select.replaceChildren(new Option(form.dataset.any, ""), ...values.flatMap(value => {
			const left = ({ n }) => value.set.has(n) && fails[n] === +(chosen[f]?.set.has(n) === false);
			const count = hits.filter(left).length, on = value === chosen[f];
			return count || on ? [new Option(`${value.name} (${digits(count)})`, value.id, on, on)] : [];
		}));
	});
	return hits.filter(({ n }) => !fails[n]);
}

const make = (name, textContent = "") => Object.assign(document.createElement(name), { textContent });
const [field, status, list, more, panel] = ["field", "status", "results", "more", "facets"].map(id => document.getElementById("search-" + id));
const digits = n => String(n).replace(/\d/g, d => form.dataset.digits[d]);
const index = load("index");
let filters = {}, turn = 0, shown, hits, terms, timer;
const marked = (node, text) => {
	node.append(...text.split(/([\p{L}\p{M}\p{N}.]+)/u).map((part, n) =>
		n % 2 && tokens(part).some(w => terms.some(q => fits(q, w))) ? make("mark", part) : part));
	return node;
};
async function show() {
	const { entries, kinds, rows } = await index, now = turn;
	const found = await Promise.all(hits.slice(shown, shown + 10).map(async ({ n }) => {
		const entry = n < entries, at = entry ? n : n - entries, size = rows[+entry];
		return (await load((entry ? "e-" : "a-") + (at / size | 0)))[at % size];
	}));
	if (now !== turn) return;
	list.append(...found.map(([title, path, kind, date, about, lang, summary]) => {
		const item = make("li"), link = marked(make("a"), title), note = marked(make("p"), [kinds[kind][1], date, about].filter(s => s).join(" · "));
		link.href = new URL(root.protocol === "file:" ? path.replace(/(#|$)/, "index.html$1") : path, root);
		note.className = "note";
		item.append(link, note, marked(make("p"), summary));
		if (lang) link.lang = item.lastChild.lang = lang;
		return item;
	}));
	shown += found.length;
	more.hidden = shown >= hits.length;
}
async function run(push) {
	const now = ++turn, { dataset } = form, text = field.value.trim();
	if (push !== null) {
		const query = new URLSearchParams(Object.entries({ q: text, ...filters }).filter(pair => pair[1]));
		try { history[push ? "pushState" : "replaceState"](null, "", "?" + query); } catch {}
	}
	if (text) status.textContent = dataset.wait;
	try {
		const found = await search(text), left = panel.open ? await narrow(found.hits) : found.hits;
		if (now !== turn) return;
		({ terms } = found);
		hits = left;
		shown = 0;
		list.replaceChildren();
		await show();
		if (now !== turn) return;
		const word = text && !terms.length ? "common" : !hits.length ? "none" : hits[1] ? "count" : "one";
		status.textContent = text || found.hits[0] ? dataset[word].replace("{n}", digits(hits.length)) : "";
		panel.hidden = !found.hits.length;
	} catch {
		if (now === turn) status.textContent = dataset.failed;
	}
	dataset.done = now;
}
onpopstate = () => {
	({ q: field.value = "", ...filters } = Object.fromEntries(new URLSearchParams(location.search)));
	panel.open ||= Object.keys(filters).length;
	run(null);
};
form.onsubmit = event => { event.preventDefault(); clearTimeout(timer); run(true); };
field.oninput = () => { clearTimeout(timer); timer = setTimeout(run, 150, false); };
panel.ontoggle = () => { if (panel.open) run(null); };
more.onclick = async () => { const at = shown; await show(); list.children[at]?.firstChild.focus(); };
onkeydown = event => {
	const { key, target } = event, links = [...list.querySelectorAll("a")], at = links.indexOf(target), to = at + (key === "ArrowDown") - (key === "ArrowUp");
	const next = key === "/" && !target.closest("input, select") && !event.ctrlKey && !event.altKey ? field
		: to !== at && (at >= 0 || target === field) && (links[to] || to < 0 && field);
	if (!next) return;
	event.preventDefault();
	next.focus();
};
onpopstate();
})();
