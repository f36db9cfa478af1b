// The hostile texts, and how they are written into files.

import { readFileSync } from "node:fs";

/** All texts of `payloads.txt` with their numbers, which count from 1. */
export function payloads() {
  const [, ...sections] = readFileSync(new URL("payloads.txt", import.meta.url), "utf8").split(/^== /m);
  const all = sections.flatMap((section) => {
    const [title, ...lines] = section.split("\n");
    return lines.filter(Boolean).map((line) => ({ section: title.split(" ")[0], line }));
  });
  return all.map(({ section, line }, at) => {
    const code = (_, hex) => String.fromCodePoint(parseInt(hex, 16));
    const text = line.replaceAll("⏎", "\n").replaceAll("§", at + 1).replace(/\\u\{([0-9a-f]+)\}/gi, code);
    return { number: at + 1, section, text };
  });
}

/** A text as a scalar of YAML in one line, in quotes. */
export const scalar = (text) =>
  JSON.stringify(text).replace(/[\u007f-\u00a0\u00ad\u200b-\u206f\ufdd0-\ufdef\ufeff\ufff0-\uffff]/g, (c) => `\\u${c.charCodeAt().toString(16).padStart(4, "0")}`);

/** A text in one line. */
export const line = (text) => text.replace(/[\n\r]+/g, " ");

/** A text in Markdown that stands for itself. */
export const literal = (text) => line(text).trim().replace(/[!-/:-@[-`{-~]/g, "\\$&");

/** The name of a file, as near to a text as the system has it. */
export function fileName(text, number) {
  let name = text.replaceAll("/", "∕").replaceAll("\0", "");
  while (Buffer.byteLength(name) > 180) name = [...name].slice(0, -1).join("");
  return /^[.\s]*$/.test(name) ? `${name}${number}` : name;
}

/** Texts of several payloads as one: as many in each. */
export function chunks(all, size) {
  const pieces = [];
  for (let at = 0; at < all.length; at += size) pieces.push(all.slice(at, at + size));
  return pieces;
}

/** Numbers that look random and are the same in every run. */
export function seeded(seed) {
  return () => {
    seed = (seed * 1664525 + 1013904223) >>> 0;
    return seed / 2 ** 32;
  };
}
