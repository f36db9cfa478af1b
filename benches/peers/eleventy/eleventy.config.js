// The digest in Eleventy. All lists are made once a build, from one sorted array of articles.
const TAXONOMIES = ["election", "region", "parties", "people", "source"];
const PAGE_SIZE = 200;
const NEWEST = 50;
const IST = 5.5 * 3600e3;

const inOrder = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const instant = (date) => new Date(new Date(date).getTime() + IST).toISOString().slice(0, 19) + "+05:30";

function groupBy(items, keysOf) {
  const groups = new Map();
  for (const item of items) {
    for (const key of [keysOf(item)].flat()) {
      const group = groups.get(key);
      if (group) group.push(item);
      else groups.set(key, [item]);
    }
  }
  return groups;
}

function termsOf(taxonomy, articles) {
  return [...groupBy(articles, (article) => article.data[taxonomy])]
    .map(([term, items]) => ({ term, items, url: `/${taxonomy}/${term}/` }))
    .sort((a, b) => inOrder(a.term, b.term));
}

function byRegion(items) {
  return [...groupBy(items, (article) => article.data.region)]
    .map(([key, list]) => ({ key, list }))
    .sort((a, b) => inOrder(a.key, b.key));
}

function* pagesOf(taxonomy, { term, items, url }) {
  const address = (number) => (number === 1 ? url : `${url}page/${number}/`);
  const last = Math.ceil(items.length / PAGE_SIZE);
  for (let number = 1; number <= last; number++) {
    const shown = items.slice((number - 1) * PAGE_SIZE, number * PAGE_SIZE);
    const grouped = taxonomy === "election";
    yield {
      term, number, last,
      url: address(number),
      items: grouped ? null : shown,
      groups: grouped ? byRegion(shown) : null,
      prev: number > 1 ? address(number - 1) : null,
      next: number < last ? address(number + 1) : null,
    };
  }
}

function listsOf(collection) {
  const articles = collection.getAll()
    .filter((item) => item.data.kind === "article")
    .sort((a, b) => b.date - a.date);
  const taxonomies = TAXONOMIES.map((name) => ({ name, terms: termsOf(name, articles) }));
  const termPages = taxonomies.flatMap(({ name, terms }) => terms.flatMap((term) => [...pagesOf(name, term)]));
  return { articles, newest: articles.slice(0, NEWEST), taxonomies, termPages };
}

export default function (config) {
  config.addGlobalData("site", { title: "चुनाव डाइजेस्ट", base: "https://digest.example" });
  config.addFilter("instant", instant);
  config.addFilter("day", (date) => instant(date).slice(0, 10));

  let lists = null;
  config.on("eleventy.before", () => { lists = null; });
  for (const name of ["articles", "newest", "taxonomies", "termPages"]) {
    config.addCollection(name, (collection) => (lists ??= listsOf(collection))[name]);
  }

  return {
    dir: { input: "src", includes: "../_includes", output: "_site" },
    templateFormats: ["md", "njk"],
    markdownTemplateEngine: false, // the bodies are plain Markdown: no template pass over them
    htmlTemplateEngine: "njk",
  };
}
