// The search: see docs/search.md of saar.
(() => {
const root = new URL("..", document.currentScript.src), form = document.querySelector("[data-index]"), { dataset } = form;

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
	.match(/[^ .]([^ ]*[^ .])?/g) || [];
const isHindi = word => /[ऀ-ॿ]/.test(word);
const stem = word => isHindi(word)
	? word.replace(/(?<=..)(ियों|ियां|ओं|एं|ों|ें)$/, end => end[2] ? "ी" : "").replace(/(?<=...)[ाे]$/, "")
		.replace(/(?<=.)ि$/, "ी").replace(/(?<=.)ू$/, "ु")
	: word.replace(/(?<=..)ies$|(?<=ss|x|ch|sh)es$|(?<=...)(?<![sui])s$/, end => end[2] ? "y" : "");
const sounds = { "ज्ञ": "gi", "ंह": "ng", chh: "c", ch: "c", ph: "f", rh: "d", ow: "u", x: "ks", "ऋ": "ri", "ृ": "ri" };
for (const [sound, ...letters] of "kकखcq gगघ nङञणनं cचछ jजझz tटठतथ dडढदध pप fफ bबभ mम rर lलळ vवw sशषस hह aअआा iयइईएऐिीेैey uउऊओऔुूोौo".split(" "))
	for (const letter of letters) sounds[letter] = sound;
const skeleton = word => {
	word = word.replace(/ज्ञ|ंह|chh?|ph|rh|[bdgjkst]h|ow(?![aeiou])|[^]/gu, m => sounds[m] || m[0].match(/[a-z\d]/) || "")
		.replace(/m(?=a*[pbf])/g, "n");
	return ((/^a+(?![aiu])/.test(word) ? "a" : "") + word.replace(/a/g, "")).replace(/([a-z])\1+/g, "$1");
};
const rootOf = sound => sound.replace(/(?<=..)[iuns]+$/, "");

// Files are scripts that hand over what they hold.
const files = {}, takes = {};
const load = (name, as = value => value) => files[name] ||= new Promise((take, fail) => {
	takes[name] = value => take(as(value));
	const src = new URL(dataset.index + name + ".js", root), onerror = () => { delete files[name]; fail(); };
	document.head.append(make("script", { src, onerror }));
});
window.saarSearch = Object.assign((name, value) => takes[name](value), { tokens, stem, skeleton, rootOf });

// Lists of numbers: src/search/lists.rs.
const digit = (text, at, c = text.charCodeAt(at)) => c - 35 - (c > 92) - (c > 124);
function* numbers(text) {
	const form = text.match(/^!*/)[0].length;
	let lead = 0, next = 0, inside = true;
	for (let at = form; at < text.length; at++) {
		const v = digit(text, at), end = next + lead * 64 + v;
		lead = v < 64 ? 0 : lead * 26 + v - 63;
		if (form === 1) {
			for (let bit = 0; bit < 6; bit++, next++) if (v >> bit & 1) yield next;
		} else if (!lead && form) {
			for (inside = !inside; next < end; next++) if (inside) yield next;
		} else if (!lead) {
			yield end;
			next = end + 1;
		}
	}
}

const read = text => {
	let before = "";
	return text.split("|").map(entry => {
		const [head, ...lists] = entry.split(" ");
		before = before.slice(0, digit(head, 0)) + head.slice(1);
		return { word: before, lists };
	});
};
// Words of one root, and longer ones.
async function wordsNear({ files, folder }, { sound, last }) {
	const starts = files.split(" "), root = rootOf(sound), at = Math.max(starts.findLastIndex(s => s <= root), 0);
	const near = starts.filter((s, n) => last && n > at && sound[1] && (s.startsWith(sound) || s < sound && !(starts[n + 1] <= sound)));
	const names = [starts[at], ...near.slice(0, 2)].map(start => folder + "w-" + start);
	return (await Promise.all(names.map(name => load(name, read)))).flat();
}

// How well a word fits one of a query.
const query = word => ({ word, stem: stem(word), sound: skeleton(word), hindi: isHindi(word) });
const fits = (q, word, whole) => {
	if (q.word === word) return 1;
	if (q.hindi !== isHindi(word)) {
		const sound = skeleton(word);
		if (q.sound && (sound === q.sound || skeleton(stem(word)) === skeleton(q.stem))) return .6;
		return !whole && q.sound[3] && sound.startsWith(q.sound) ? .25 : 0;
	}
	if (stem(word) === q.stem) return .9;
	return !whole && q.word[1] && word.startsWith(q.word) ? .4 : 0;
};
// The newest volume is the index itself, with the entries; the others are in folders of it.
const volume = async v => load((await index).volumes[v][0] + "index");
const weights = [40, 10, 6, 4, 3, 1];
async function search(v, parts, terms) {
	const { same } = await index, all = await volume(v), { things, size } = all;
	const sum = new Float32Array(size), met = new Uint8Array(size), named = new Float32Array(size), claims = new Set(numbers(all.claims)), hits = [];
	const look = async (q, best, weight = 1, whole, last = 5) => {
		for (const { word, lists } of await wordsNear(all, q)) {
			const fit = weight * fits(q, word, whole);
			if (fit) for (const list of lists) {
				const field = +list[0], from = field < 2 ? things : 0, score = fit * weights[field];
				if (field <= last) for (const n of numbers(list.slice(1))) if (score > best[from + n]) best[from + n] = score;
			}
		}
	};
	await Promise.all(terms.map(async q => {
		const best = new Float32Array(size), others = new Map(same).get(q.stem) || [];
		await Promise.all([look(q, best), ...others.map(w => look(query(w), best, .5, true))]);
		best.forEach((score, n) => { if (score) { sum[n] += score; met[n]++; } });
	}));
	if (size > things && parts[1] && !parts[3]) await look(query(parts.join("")), named, 1, false, 0);
	for (let n = size; n--;) {
		const entry = n >= things, claim = claims.has(n);
		// facets alone find articles
		if (terms[0] ? met[n] === terms.length || named[n] : !entry && !claim)
			hits.push({ v, n, score: (sum[n] + named[n]) * (claim ? .8 : 1) + (entry && digit(all.weights, n - things) / 8) });
	}
	// of equals entries come first, then the newest
	return hits.sort((a, b) => b.score - a.score);
}

const make = (name, own) => Object.assign(document.createElement(name), own);
const [field, status, list, more, older, panel] = ["field", "status", "results", "more", "older", "facets"].map(id => document.getElementById("search-" + id));
const digits = n => String(n).replace(/\d/g, d => dataset.digits[d]);
const index = load("index");

// Facets: each select has its values by id, and each value its things by volume.
const selects = [...panel.querySelectorAll("select")], facets = selects.map(() => new Map());
const valueOf = (f, id, own) => facets[f].set(id, { id, name: id, sets: [], ...facets[f].get(id), ...own }).get(id);
async function narrow(hits, volumes) {
	for (let v = 0; v < volumes; v++)
		(await load((await volume(v)).folder + "facets")).forEach((values, f) => {
			for (const [id, name, list] of values) valueOf(f, id, { name }).sets[v] ||= new Set(numbers(list));
		});
	const chosen = selects.map(({ name }, f) => filters[name] && valueOf(f, filters[name]));
	const has = (value, { v, n }) => !value || value.sets[v]?.has(n);
	for (const hit of hits) hit.fails = chosen.filter(value => !has(value, hit)).length;
	selects.forEach((select, f) => {
		select.length = 1;
		for (const value of facets[f].values()) {
			const count = hits.filter(hit => has(value, hit) && hit.fails === +!has(chosen[f], hit)).length, on = value === chosen[f];
			if (count || on) select.add(new Option(`${value.name} (${digits(count)})`, value.id, on, on));
		}
	});
	return hits.filter(({ fails }) => !fails);
}

let filters = {}, turn = 0, last = {};
const marked = (name, text, own) => {
	const node = make(name, own);
	node.append(...text.split(/([\p{L}\p{M}\p{N}.]+)/u).map((part, n) =>
		n % 2 && tokens(part).some(w => last.terms.some(q => fits(q, w))) ? make("mark", { textContent: part }) : part));
	return node;
};
async function show() {
	const now = turn, { hits, shown } = last;
	const found = await Promise.all(hits.slice(shown, shown + 10).map(async ({ v, n }) => {
		const { folder, things } = await volume(v), [kind, at] = n < things ? ["a-", n] : ["e-", n - things];
		return (await load(folder + kind + (at / 10 | 0)))[at % 10];
	}));
	if (now !== turn) return;
	list.append(...found.map(([title, path, note, lang, summary]) => {
		const item = make("li"), href = new URL(root.protocol === "file:" ? path.replace(/#|$/, "index.html$&") : path, root);
		item.append(marked("a", title, { href, lang }), marked("p", note, { className: "note" }), marked("p", summary, { lang }));
		return item;
	}));
	last.shown += found.length;
	more.hidden = last.shown >= hits.length;
}
// Asks volumes, the newest first, until one has something new; that comes next in the list.
async function look(before, least) {
	const now = ++turn;
	let { text, hits, shown, found, volumes } = before, fresh = [];
	try {
		const { volumes: all, stop } = await index, parts = tokens(text);
		const terms = [...new Set(parts)].filter(w => /\d|../.test(w) && !stop.split(" ").includes(w)).map(query);
		const idle = text ? !terms[0] : !Object.values(filters).join("");
		if (terms[0]) terms.at(-1).last = 1;
		while (!idle && volumes < all.length && (volumes < least || !fresh[0] && volumes < before.volumes + 5)) {
			found = found.concat(await search(volumes++, parts, terms));
			fresh = (panel.open ? await narrow(found, volumes) : found).filter(({ v }) => v >= before.volumes);
		}
		if (now !== turn) return;
		last = { text, terms, found, volumes, shown, hits: [...hits.slice(0, shown), ...fresh, ...hits.slice(shown)] };
		if (!before.volumes) list.replaceChildren();
		await show();
		if (now !== turn) return;
		const n = last.hits.length, word = idle ? text && "common" : n ? "count" : "none";
		older.hidden = idle || volumes >= all.length;
		older.textContent = all[volumes]?.[2];
		status.textContent = word && dataset[word].replace("{n}", digits(n)) + (older.hidden ? "" : " " + all[volumes - 1][1]);
		panel.hidden = !found[0];
	} catch {
		if (now === turn) status.textContent = dataset.failed;
	}
	dataset.done = now;
}
function run(push) {
	const text = field.value.trim(), query = new URLSearchParams(Object.entries({ q: text, ...filters }).filter(pair => pair[1]));
	if (push !== null) try { history[push ? "pushState" : "replaceState"](null, "", "?" + query); } catch {}
	if (text) status.textContent = dataset.wait;
	look({ text, found: [], hits: [], shown: 0, volumes: 0 }, text === last.text ? last.volumes : 1);
}
onpopstate = () => {
	({ q: field.value = "", ...filters } = Object.fromEntries(new URLSearchParams(location.search)));
	panel.open ||= Object.keys(filters).length;
	run(null);
};
form.onsubmit = event => { event.preventDefault(); run(true); };
field.oninput = () => { const now = ++turn; setTimeout(() => now === turn && run(false), 150); };
panel.onchange = ({ target: { name, value } }) => { filters[name] = value; run(true); };
panel.ontoggle = () => panel.open && run(null);
for (const [button, act] of [[more, show], [older, () => look(last)]]) button.onclick = async () => {
	const at = last.shown;
	await act();
	(list.children[at]?.firstChild || (button.hidden ? field : button)).focus();
};
onkeydown = event => {
	const { key, target } = event, stops = [field, ...list.querySelectorAll("a")], at = stops.indexOf(target);
	const next = key === "/" && !target.closest("input, select") && !event.ctrlKey && !event.altKey ? field
		: at >= 0 && stops[at + { ArrowDown: 1, ArrowUp: -1 }[key]];
	if (!next) return;
	event.preventDefault();
	next.focus();
};
onpopstate();
})();
