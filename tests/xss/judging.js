// A worker that judges pages; what articles say is handed on.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { judge } from "./judge.js";

const { root, pages } = workerData;
parentPort.postMessage(pages.map((path) => {
  const { faults, heading, prose, texts } = judge(readFileSync(join(root, path), "utf8"), path);
  const told = /(^|\/)articles\//.test(path);
  return { path, faults, heading, prose: told ? prose : "", texts: told ? texts : "" };
}));
