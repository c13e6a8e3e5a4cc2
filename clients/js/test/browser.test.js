// Run by ./dev test (BrowserTest) in Debian's Chromium: docs/examples/todo.html in two windows, and every door that a page has.
import assert from "node:assert/strict";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { proxy } from "./proxy.js";

const root = new URL("../../../", import.meta.url);
const open = process.env.XYLEM_URL ?? "";
const secured = process.env.XYLEM_SECURED_URL ?? "";
let browser, site, origin;

before(async () => {
  site = createServer(async (request, response) => {
    try {
      const path = new URL(request.url, "http://x").pathname;
      const type = path.endsWith(".html") ? "text/html" : "text/javascript";
      const text = await readFile(new URL(`.${path}`, root));
      response.writeHead(200, { "Content-Type": type }).end(text);
    } catch {
      response.writeHead(404).end();
    }
  });
  await once(site.listen(0, "127.0.0.1"), "listening");
  origin = `http://127.0.0.1:${site.address().port}`;
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox", "--disable-quic"] });
});

after(async () => {
  await browser?.close();
  site?.close();
});

async function put(url, body, headers = {}) {
  const json = body === undefined ? {} : { "Content-Type": "application/json" };
  const response = await fetch(url, { method: "PUT", headers: { ...json, ...headers }, body: body && JSON.stringify(body) });
  await response.arrayBuffer();
  assert.ok(response.ok, `${url}: ${response.status}`);
}

async function collection() {
  const db = `${open}/page${process.pid}_${Math.random().toString(36).slice(2)}`;
  await put(db);
  await put(`${db}/items`);
  return `${db}/items`;
}

/** A page on another origin than the server, with this in it. */
async function page(path = "/docs/examples/todo.html") {
  const context = await browser.newContext();
  const opened = await context.newPage();
  await opened.goto(origin + path);
  return opened;
}

test("the to-do list is live in two windows", { timeout: 60_000 }, async () => {
  const items = await collection();
  const path = `/docs/examples/todo.html?items=${encodeURIComponent(items)}`;
  const [one, two] = [await page(path), await page(path)];
  for (const window of [one, two]) {
    await window.getByText("live", { exact: true }).waitFor();
  }

  await one.getByPlaceholder("What is to be done?").fill("water the plants");
  await one.getByRole("button", { name: "Add" }).click();
  await two.getByText("water the plants").waitFor();
  await one.getByText("water the plants").waitFor();
  await two.getByRole("checkbox").check();
  await one.locator("li.done").waitFor();

  await put(`${items}/other`, { text: "feed the cat", done: false });
  for (const window of [one, two]) {
    await window.getByText("feed the cat").waitFor();
    assert.equal(await window.locator("li").count(), 2);
  }
  await fetch(`${items}/other`, { method: "DELETE" });
  for (const window of [one, two]) {
    await window.getByText("feed the cat").waitFor({ state: "detached" });
  }
  await two.reload();
  await two.locator("li.done").waitFor();
  assert.equal(await two.locator("li").count(), 1);
});

test("EventSource goes on by itself", { timeout: 60_000 }, async () => {
  const items = await collection();
  const window = await page();
  const between = await proxy(items);
  await window.evaluate((url) => {
    globalThis.seen = [];
    const feed = new EventSource(url);
    for (const name of ["enter", "live"]) feed.addEventListener(name, (event) => seen.push(name + (JSON.parse(event.data)._id ?? "")));
  }, items.replace(open, between.url));
  await window.waitForFunction(() => seen.includes("live"));
  between.cut();
  await put(`${items}/a`, { n: 1 });
  await window.waitForFunction(() => seen.includes("entera"), undefined, { timeout: 20_000 });
  assert.equal(await window.evaluate(() => seen.filter((event) => event === "entera").length), 1);
  assert.equal(await window.evaluate(() => seen.filter((event) => event === "live").length), 2);
  between.close();
});

const admin = { Authorization: `Basic ${btoa("admin:admin")}` };
const ada = `Basic ${btoa("ada:ada")}`;

test("fetch sends an Authorization header", { timeout: 30_000 }, async () => {
  const window = await page();
  const first = await window.evaluate(
    async ([url, authorization]) => {
      const headers = { Authorization: authorization, Accept: "text/event-stream" };
      const reader = (await fetch(url, { headers })).body.pipeThrough(new TextDecoderStream()).getReader();
      let text = "";
      while (!text.includes("event: live")) text += (await reader.read()).value;
      await reader.cancel();
      return text;
    },
    [`${secured}/db/notes`, ada],
  );
  assert.match(first, /event: live\nid: .+\ndata: \{"count":\d+\}/);
});

test("a WebSocket takes a ticket", { timeout: 30_000 }, async () => {
  const window = await page();
  await put(`${secured}/db/notes/socket`, { text: "hello" }, admin);
  const events = await window.evaluate(
    async ([server, authorization]) => {
      const { ticket } = await (
        await fetch(`${server}/_tickets`, {
          method: "POST",
          headers: { "Content-Type": "application/json", Authorization: authorization },
          body: JSON.stringify({ path: "/db/notes" }),
        })
      ).json();
      const socket = new WebSocket(`${server.replace("http", "ws")}/db/notes?ticket=${encodeURIComponent(ticket)}`);
      const seen = [];
      await new Promise((resolve, reject) => {
        socket.onerror = reject;
        socket.onclose = reject;
        socket.onmessage = ({ data }) => {
          seen.push(JSON.parse(data));
          if (seen.at(-1).event === "live") resolve();
        };
      });
      return seen;
    },
    [secured, ada],
  );
  assert.ok(events.some(({ event, data }) => event === "enter" && data.text === "hello"));
});

test("the client works in a page as it is", { timeout: 30_000 }, async () => {
  const items = await collection();
  const window = await page();
  await window.evaluate(async (url) => {
    const { watch } = await import("/clients/js/watch.js");
    globalThis.items = await watch(url).ready;
  }, items);
  await put(`${items}/a`, { n: 1 });
  await window.waitForFunction(() => globalThis.items.get("a")?.n === 1);
});
