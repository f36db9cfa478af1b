// The Nu Html Checker, the one behind validator.w3.org: no error on any page.

import { execFile } from "node:child_process";
import { Check } from "./check.js";
import vnu from "vnu-jar";

export default async function nu({ sites }) {
  const check = new Check("HTML by the Nu checker");
  const files = sites.flatMap((site) => site.pages.map((page) => page.file));
  const messages = await run(["-jar", vnu, "--errors-only", "--format", "json", ...files]);
  check.count("pages", files.length);
  for (const { url, lastLine, message } of messages) check.fault(`${named(sites, url)}:${lastLine}: ${message}`);
  return check;
}

/** The messages that the checker writes to its error stream; one with an exit code other than 1 did not run. */
function run(args) {
  return new Promise((done, fail) => {
    execFile("java", args, { maxBuffer: 1 << 28 }, (error, _out, text) => {
      if (error && error.code !== 1) fail(error);
      else done(JSON.parse(text).messages);
    });
  });
}

function named(sites, url) {
  const site = sites.find((site) => url.startsWith(`file:${site.root}/`));
  return site ? url.slice(`file:${site.root}/`.length) : url;
}
