// The templates that saar brings: what is not escaped in them is on a list, and no value stands where escaping does not help.

import { readFileSync, readdirSync } from "node:fs";
import { extname } from "node:path";

const FOLDER = new URL("../../templates/", import.meta.url);
// bodies go through the sanitiser; drawings, styles and JSON-LD are made by the program, which escapes what is in them
const SAFE = {
  "article.html": ["body"], "base.html": ["page.json_ld"], "briefing.html": ["style", "briefing.qr", "chart.svg", "text.body"],
  "corrections.html": ["body"], "page.html": ["body"], "parts/chart.html": ["of.svg"], "subject.html": ["schedule.svg"],
};

export function templates() {
  const faults = [];
  const names = readdirSync(FOLDER, { recursive: true }).filter((name) => [".html", ".svg"].includes(extname(name)) && !name.startsWith("assets/"));
  for (const name of names) faults.push(...faultsOf(name, readFileSync(new URL(name, FOLDER), "utf8")));
  for (const name of Object.keys(SAFE)) if (!names.includes(name)) faults.push(`there is no template ${name}`);
  // the judge can find something
  for (const bad of ["<p>{{ title | safe }}", "<script>let x = {{ x }}</script>", '<p onclick="{{ x }}">', "<a href={{ x }}>", "<style>{{ x }}</style>", '<iframe srcdoc="{{ x }}">', '<meta http-equiv="refresh" content="0; url={{ x }}">', "{% autoescape false %}"]) {
    if (faultsOf("x.html", bad).length === 0) faults.push(`self-test: the template \`${bad}\` passes`);
  }
  return faults;
}

function faultsOf(name, text) {
  const faults = [], fault = (what) => faults.push(`templates/${name}: ${what}`);
  const safe = [...text.matchAll(/\{\{-?\s*([\w.]+)\s*\|\s*safe\s*-?\}\}/g)].map(([, value]) => value);
  const all = text.match(/\bsafe\b/g)?.length ?? 0;
  if (all !== safe.length || String(safe) !== String(SAFE[name] ?? [])) fault(`leaves unescaped: ${safe} (${all})`);
  if (/autoescape/.test(text)) fault("changes escaping");
  const rest = text.replace(/\{\{-?\s*(page\.json_ld|style) \| safe\s*-?\}\}/g, "");
  for (const [, element, inside] of rest.matchAll(/<(script|style)\b[^>]*>([^]*?)<\/\1>/g)) if (inside.includes("{{")) fault(`has a value in <${element}>`);
  for (const [attribute] of rest.matchAll(/\s(on\w+|srcdoc|style)\s*=\s*["'][^"']*\{\{[^]*?["']/g)) fault(`has a value in${attribute}`);
  for (const [bare] of rest.matchAll(/<[a-z][\w-]*(?:\s+[\w:-]+(?:="[^"]*")?)*\s+[\w:-]+\s*=\s*\{\{/g)) fault(`has a value without quotes: ${bare}`);
  for (const [refresh] of rest.matchAll(/<meta http-equiv="refresh"[^>]*>/g)) {
    if (name !== "redirect.html" || !refresh.includes('content="0; url={{ to }}"')) fault(`leads on: ${refresh}`);
  }
  return faults;
}
