// The content security policy of the pages: the browser has nothing to report, and no page is without one.

import { Check } from "./check.js";

export default async function policy({ browser, samples }) {
  const check = new Check("content security policy");
  const context = await browser.newContext();
  const tab = await context.newPage();
  let reports = [];
  // errors of any kind, since a page without faults writes none; a site may do without an icon, for which browsers ask
  // by themselves
  tab.on("console", (message) => {
    const icon = message.location().url.endsWith("/favicon.ico");
    if (message.type() === "error" && !icon) reports.push(message.text());
  });
  tab.on("pageerror", (error) => reports.push(error.message));
  await tab.exposeFunction("reportViolation", (text) => reports.push(text));
  await tab.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      window.reportViolation(`${event.violatedDirective} forbids ${event.blockedURI || "something"}`);
    });
  });
  for (const page of samples) {
    reports = [];
    await tab.goto(page.url);
    check.count("pages");
    const own = await tab.locator('meta[http-equiv="Content-Security-Policy"]').count();
    check.want(own === 1, `${page.path}: has ${own} policies`);
    for (const text of new Set(reports)) check.fault(`${page.path}: ${text}`);
  }
  await context.close();
  return check;
}
