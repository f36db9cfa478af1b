// How pages lie on screens: nothing moves after it was drawn, and nothing has to be scrolled sideways, on the
// narrowest screen or at 400 % of a wide one (WCAG 2.2, 1.4.10: 320 CSS pixels wide).

import { Check } from "./check.js";

const SCREENS = {
  "320 px": { viewport: { width: 320, height: 640 }, deviceScaleFactor: 2, isMobile: true },
  "400 %": { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 },
  "1280 px": { viewport: { width: 1280, height: 1024 } },
};

export default async function layout({ browser, samples }) {
  const check = new Check("layout");
  for (const [screen, options] of Object.entries(SCREENS)) {
    const context = await browser.newContext(options);
    const tab = await context.newPage();
    await tab.addInitScript(() => {
      window.shift = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) window.shift += entry.value;
      }).observe({ type: "layout-shift", buffered: true });
    });
    for (const page of samples) {
      await tab.goto(page.url);
      check.count(`pages at ${screen}`);
      const { shift, over, wide } = await tab.evaluate(look, options.viewport.width);
      // 0 where the fonts come at once; a machine without fonts of its own may draw a line before they do
      check.want(shift < 0.005, `${page.path} at ${screen}: layout shift ${shift}`);
      check.want(over === 0, `${page.path} at ${screen}: scrolls sideways by ${over} px`);
      check.want(!wide, `${page.path} at ${screen}: cut off: ${wide}`);
    }
    await context.close();
  }
  return check;
}

/** Runs in the browser. */
async function look(width) {
  await document.fonts.ready;
  // two frames, so that what a font moved has been drawn and observed
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  window.scrollTo({ left: 1e4, behavior: "instant" });
  const over = Math.max(window.scrollX, document.scrollingElement.scrollWidth - width);
  window.scrollTo({ left: 0, behavior: "instant" });
  // `overflow: hidden` would hide what does not fit; what scrolls within its own box may be wide
  const scrolls = (element) => {
    for (let at = element; at && at !== document.body; at = at.parentElement) {
      if (/auto|scroll/.test(getComputedStyle(at).overflowX)) return true;
    }
    return false;
  };
  const wide = [...document.querySelectorAll("body *")].find((element) => {
    const { right, width: own } = element.getBoundingClientRect();
    return own > 1 && right > width + 1 && !scrolls(element);
  });
  return { shift: window.shift, over, wide: wide?.outerHTML.slice(0, 100) };
}
