// The script of every text is that of its language: Devanagari within `lang="hi"`, Latin within `lang="en"`.

import { Check } from "./check.js";

export default async function language({ browser, sites }) {
  const check = new Check("languages of texts");
  const context = await browser.newContext();
  const tab = await context.newPage();
  for (const page of sites.flatMap((site) => site.pages)) {
    const { texts, faults } = await tab.evaluate(look, page.html);
    check.count("pages");
    check.count("texts", texts);
    for (const fault of faults) check.fault(`${page.path}: ${fault}`);
  }
  await context.close();
  check.want(check.counts.get("texts") > 0, "no page has a text");
  return check;
}

/** Runs in the browser, whose parser decides what is text and which `lang` it inherits. */
function look(html) {
  // code has no language. A title, and the words of a chart for those who do not see it, are names of several languages
  // where no element can stand, such as that of a newspaper and that of the site.
  const silent = "script, style, code, pre, kbd, samp, title, desc";
  // neither has an address, wherever it is written
  const address = /https?:\/\/\S+|\S+@\S+|\b[\w-]+(\.[\w-]+)+(\/\S*)?/g;
  const letters = { hi: /\p{Script=Devanagari}/gu, en: /\p{Script=Latin}/gu };
  const parsed = new DOMParser().parseFromString(html, "text/html");
  const walker = parsed.createTreeWalker(parsed, NodeFilter.SHOW_TEXT);
  const faults = [];
  let texts = 0;
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const text = walker.currentNode.data.replace(address, " ").trim();
    // one or two words may well be a name, and names are not translated
    const words = text.split(/\s+/).filter((word) => /\p{L}/u.test(word));
    const lang = element.closest("[lang]")?.getAttribute("lang").split("-")[0];
    if (words.length < 3 || !(lang in letters) || element.closest(silent)) continue;
    texts += 1;
    // a name inside a sentence may be in the other script, as long as most letters are of this one
    const own = text.match(letters[lang])?.length ?? 0;
    const other = text.match(letters[lang === "hi" ? "en" : "hi"])?.length ?? 0;
    if (other > own) faults.push(`\`lang="${lang}"\` has: ${text.replace(/\s+/g, " ").slice(0, 80)}`);
  }
  return { texts, faults };
}
