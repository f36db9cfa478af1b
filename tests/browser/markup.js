// html-validate: the rules that it recommends and those for WCAG, on every page.

import { HtmlValidate, StaticConfigLoader } from "html-validate/node";
import { Check } from "./check.js";

const RULES = {
  // HTML knows no difference
  "doctype-style": "off",
  // what comes from the site's own host needs no hash
  "require-sri": ["error", { target: "crossorigin" }],
  // anchors of Hindi headings are Hindi: HTML forbids nothing but white space
  "valid-id": ["error", { relaxed: true }],
  // the title of a page is the headline of its article, which is not ours to shorten
  "long-title": "off",
  // the box in which a wide table scrolls is a region for the keyboard; `section` is a part of the text in this theme
  "prefer-native-element": ["error", { exclude: ["region"] }],
};

export default async function markup({ sites }) {
  const check = new Check("HTML by html-validate");
  const loader = new StaticConfigLoader({
    extends: ["html-validate:recommended", "html-validate:document", "html-validate:a11y"],
    rules: RULES,
  });
  const validator = new HtmlValidate(loader);
  for (const page of sites.flatMap((site) => site.pages)) {
    check.count("pages");
    const report = await validator.validateString(page.html, page.file);
    for (const { messages } of report.results) {
      for (const { line, ruleId, message } of messages) check.fault(`${page.path}:${line}: ${ruleId}: ${message}`);
    }
  }
  return check;
}
