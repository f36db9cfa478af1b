// The live preview of a new project: pages follow the files, an error lies over the last good page and goes when it
// is mended, and nothing that the files say is run. Also another moment, a page that stays, and a new run.

import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Check } from "./check.js";

const ARTICLE = "content/first.md";
const PATIENCE = 10_000;

export default async function live({ browser, saar }) {
  const check = new Check("live preview");
  const root = mkdtempSync(join(tmpdir(), "saar-live-"));
  await run(saar, ["init", root, "--language", "en"]);
  let server = await serve(saar, root, 0);
  const context = await browser.newContext();
  context.setDefaultTimeout(PATIENCE);
  const tab = await context.newPage();
  const fault = (text) => check.fault(`${decodeURI(tab.url())}: ${text}`);
  tab.on("pageerror", (error) => fault(error.message));
  tab.on("dialog", (dialog) => { fault(`ran a script: ${dialog.message()}`); dialog.dismiss(); });
  // a new run refuses those who listened to the one before, which is as it should be
  tab.on("console", (message) => message.type() === "error" && !/events|told|ERR_/.test(message.text() + message.location().url) && fault(message.text()));
  const stage = async (what, act) => {
    check.count("stages");
    await act().catch((error) => check.fault(`${what}: ${error.message.split("\n")[0]}`));
  };
  const file = join(root, ARTICLE);
  const before = readFileSync(file, "utf8");
  const titled = (title) => writeFileSync(file, before.replace(/^title: .*$/m, `title: ${title}`));
  const heading = (title) => tab.locator("h1", { hasText: title }).waitFor();
  const over = tab.locator(".saar-over");

  await stage("an edit shows, on the page of its article", async () => {
    await tab.goto(server.origin);
    await tab.locator(".saar-live").waitFor();
    titled("The first edit");
    await heading("The first edit");
    check.want(new URL(tab.url()).pathname.startsWith("/articles/"), `an edit leads to ${tab.url()}`);
  });
  await stage("an error lies over the page, as text", async () => {
    writeFileSync(file, before.replace(/^date: .*$/m, 'date: "<img src=x onerror=alert(1)>"'));
    await over.waitFor();
    const text = await over.innerText();
    check.want(text.includes(ARTICLE) && text.includes("<img src=x onerror=alert(1)>"), `the error says: ${text}`);
    check.want((await over.locator("img").count()) === 0, "what is quoted becomes part of the page");
    await tab.locator("h1", { hasText: "The first edit" }).waitFor({ state: "attached" });
    const [styled] = await over.evaluateAll((nodes) => nodes.map((node) => getComputedStyle(node).position));
    check.want(styled === "fixed", "the error is not styled");
  });
  await stage("it stays when the page is loaded again", async () => {
    await tab.reload();
    await over.waitFor();
    await tab.keyboard.press("Enter");
    await over.waitFor({ state: "detached" });
  });
  await stage("mended, it goes", async () => {
    await tab.reload();
    await over.waitFor();
    titled("The second edit");
    await heading("The second edit");
    check.want((await over.count()) === 0, "the error is still there");
  });
  await stage("a page that stays", async () => {
    await tab.goto(`${server.origin}/elections/`);
    await tab.getByLabel("stay here").check();
    await tab.evaluate(() => { window.old = true; });
    titled("The third edit");
    await tab.waitForFunction(() => !window.old);
    check.want(new URL(tab.url()).pathname === "/elections/", `it leads to ${tab.url()}`);
    await tab.getByLabel("stay here").uncheck();
  });
  await stage("another moment", async () => {
    await tab.goto(`${server.origin}/~saar/status`);
    await tab.getByLabel("The site as of").fill("2024-03-20");
    await Promise.all([tab.waitForNavigation(), tab.getByRole("button", { name: "Show" }).click()]);
    check.want(new URL(tab.url()).pathname === "/~2024-03-20/", `the form leads to ${tab.url()}`);
    await tab.locator(".saar-live", { hasText: "2024-03-20" }).waitFor();
    titled("The fourth edit");
    await heading("The fourth edit");
    check.want(tab.url().includes("/~2024-03-20/articles/"), `an edit leads to ${tab.url()}`);
    await Promise.all([tab.waitForNavigation(), tab.getByText("leave").click()]);
    check.want(new URL(tab.url()).pathname.startsWith("/articles/"), `it is left to ${tab.url()}`);
  });
  await stage("a new run", async () => {
    const port = new URL(server.origin).port;
    await stop(server);
    server = await serve(saar, root, port);
    titled("The fifth edit");
    await heading("The fifth edit");
  });
  await context.close();
  await stop(server);
  rmSync(root, { recursive: true });
  return check;
}

/** Runs the program to its end. */
function run(saar, words) {
  return new Promise((done, failed) => {
    const child = spawn(saar, words, { stdio: "ignore" });
    child.on("exit", (code) => (code === 0 ? done() : failed(new Error(`saar ${words[0]} ends with ${code}`))));
    child.on("error", failed);
  });
}

/** Starts a preview, and waits until it says where it is. */
function serve(saar, root, port) {
  return new Promise((done, failed) => {
    const child = spawn(saar, ["serve", root, "--port", String(port)], { stdio: ["ignore", "ignore", "pipe"] });
    let told = "";
    child.stderr.on("data", (data) => {
      told += data;
      const origin = told.match(/http:\/\/127\.0\.0\.1:\d+/);
      if (origin) done({ child, origin: origin[0] });
    });
    child.on("exit", () => failed(new Error(`the preview ended: ${told}`)));
  });
}

function stop({ child }) {
  return new Promise((done) => {
    child.removeAllListeners("exit").on("exit", done);
    child.kill("SIGTERM");
  });
}
