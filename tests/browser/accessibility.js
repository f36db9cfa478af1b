// axe-core, light and dark: no violation of WCAG 2.2 AA or of axe's own best practices on any kind of page.

import axe from "axe-core";
import { Check } from "./check.js";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

export default async function accessibility({ browser, samples, kinds }) {
  const check = new Check("accessibility by axe");
  // what has its place on a long page may be crowded on a short one, whose colours are the same
  const shortest = kinds.filter((pages) => pages.length > 1).map((pages) => pages.at(-1));
  const looks = { light: [...samples, ...shortest], dark: samples };
  for (const [colorScheme, pages] of Object.entries(looks)) {
    const context = await browser.newContext({ colorScheme });
    const tab = await context.newPage();
    for (const page of pages) {
      await tab.goto(page.url);
      await tab.evaluate(axe.source);
      const results = await tab.evaluate((values) => axe.run({ runOnly: { type: "tag", values } }), TAGS);
      check.count(`pages ${colorScheme}`);
      check.count("rules passed", results.passes.length);
      for (const { id, help, nodes } of results.violations) {
        check.fault(`${page.path} (${colorScheme}): ${id}: ${help}: ${nodes.length} × ${nodes[0].target}`);
      }
    }
    await context.close();
  }
  return check;
}
