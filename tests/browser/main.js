// Runs the gates over the sites that are named:
// main.js [--fast] [--only GATE,…] [--all] [--offline BUNDLE] [--live SAAR] SITE…
// Prints one line for each gate and ends with exit code 1 if any of them found a fault. Lighthouse is slow, and --fast
// leaves it out; BUNDLE is a site built with --offline-bundle, SAAR the program, for its preview. Without --all no more
// than the first faults of a gate are printed.

import { chromium } from "playwright-core";
import { parseArgs } from "node:util";
import { resolve } from "node:path";
import { Check, print } from "./check.js";
import { byKind, open } from "./site.js";
import accessibility from "./accessibility.js";
import keyboard from "./keyboard.js";
import language from "./language.js";
import layout from "./layout.js";
import lighthouse from "./lighthouse.js";
import live from "./live.js";
import markup from "./markup.js";
import nu from "./nu.js";
import offline from "./offline.js";
import policy from "./policy.js";
import scriptless from "./scriptless.js";
import search from "./search.js";
import weight from "./weight.js";

const GATES = {
  nu, markup, language, accessibility, policy, layout, weight, keyboard, scriptless, search, offline, live, lighthouse,
};

const SHOWN = 20; // faults of one gate

// a kind that no site has any more would go unseen
const KINDS = `article briefing briefings calendar cell changes claims corrections edition editions home not_found page
  party person provenance redirect region regions search source subject subjects terms topic withdrawn`.split(/\s+/);

/** The gate of the runner itself. */
function complete({ sites }) {
  const check = new Check("kinds of pages");
  const pages = sites.flatMap((site) => site.pages);
  check.count("pages", pages.length);
  const found = new Set(pages.map((page) => page.kind));
  check.count("kinds", found.size);
  for (const kind of KINDS) check.want(found.has(kind), `no page is of the kind \`${kind}\``);
  check.want(!found.has("unknown"), `${pages.find((page) => page.kind === "unknown")?.path} says no kind`);
  return check;
}

async function main() {
  const { values, positionals } = parseArgs({
    options: {
      fast: { type: "boolean" },
      only: { type: "string" },
      all: { type: "boolean" },
      offline: { type: "string" },
      live: { type: "string" },
    },
    allowPositionals: true,
  });
  const left = { lighthouse: values.fast, offline: values.offline === undefined, live: values.live === undefined };
  const chosen = values.only?.split(",") ?? Object.keys(GATES).filter((name) => !left[name]);
  const stranger = chosen.find((name) => !(name in GATES));
  if (stranger !== undefined) throw new Error(`there is no gate \`${stranger}\`; there are ${Object.keys(GATES)}`);
  if (chosen.includes("offline") && left.offline) throw new Error("the gate `offline` needs --offline BUNDLE");
  if (chosen.includes("live") && left.live) throw new Error("the gate `live` needs --live SAAR");
  if (positionals.length === 0) throw new Error("no site is named");

  const sites = await Promise.all(positionals.map((root) => open(resolve(root))));
  const executablePath = process.env.SAAR_BROWSER;
  // what is opened comes from this machine; as root, in containers, Chromium has no sandbox
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  const kinds = byKind(sites);
  const samples = kinds.map((pages) => pages[0]);
  const bundle = values.offline && resolve(values.offline);
  const saar = values.live && resolve(values.live);
  const given = { sites, browser, executablePath, samples, kinds, bundle, saar };
  let failed = 0;
  try {
    for (const gate of [complete, ...chosen.map((name) => GATES[name])]) {
      const began = performance.now();
      const check = await gate(given);
      print(check, values.all ? Infinity : SHOWN, (performance.now() - began) / 1000);
      if (check.faults.length > 0) failed += 1;
    }
  } finally {
    await browser.close();
    for (const site of sites) {
      site.server.closeAllConnections();
      site.server.close();
    }
  }
  console.log(`${chosen.length + 1 - failed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}

await main();
