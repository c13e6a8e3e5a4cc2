// Run by ./dev test (JavaScriptClientTest), which starts the servers and names them here.
import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import { key, watch, XylemError } from "../watch.js";
import { proxy } from "./proxy.js";

const open = process.env.XYLEM_URL ?? "";
const secured = process.env.XYLEM_SECURED_URL ?? "";
let names = 0;

async function send(method, url, body, headers = {}) {
  const response = await fetch(url, {
    method,
    headers: { ...(body === undefined ? {} : { "Content-Type": "application/json" }), ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  assert.ok(response.ok, `${method} ${url}: ${response.status} ${text}`);
  return text ? JSON.parse(text) : undefined;
}

async function collection() {
  const db = `${open}/js${process.pid}_${++names}`;
  await send("PUT", db);
  await send("PUT", `${db}/items`);
  return `${db}/items`;
}

async function until(condition, what) {
  const end = Date.now() + 20_000;
  while (!condition()) {
    assert.ok(Date.now() < end, `never came: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** In place of a server: answers each request with the next of these texts, in pieces. */
function answering(...texts) {
  const asked = [];
  const answer = (url, { headers, signal }) => {
    asked.push({ url, headers });
    const text = texts.shift();
    const body = new ReadableStream({
      async start(controller) {
        for (const piece of text?.match(/[\s\S]{1,7}/g) ?? []) {
          controller.enqueue(new TextEncoder().encode(piece));
          await new Promise((resolve) => setImmediate(resolve));
        }
        if (text !== undefined) controller.close();
        else signal.addEventListener("abort", () => controller.error(signal.reason));
      },
    });
    return Promise.resolve(new Response(body, { headers: { "Content-Type": "text/event-stream" } }));
  };
  return { fetch: answer, asked };
}

test("keeps a map of the documents up to date", async () => {
  const url = await collection();
  await send("PUT", `${url}/a`, { n: 1 });
  const items = watch(url);
  const seen = [];
  items.on("update", ({ type, id }) => seen.push(`${type} ${id}`));
  assert.equal((await items.ready).get("a").n, 1);
  assert.ok(items.live);

  await send("PUT", `${url}/b`, { n: 2 });
  await send("PATCH", `${url}/a`, { n: 3 });
  await until(() => items.get("b") && items.get("a")?.n === 3, "both writes");
  await send("DELETE", `${url}/b`);
  await until(() => items.documents.size === 1, "the deletion");

  assert.deepEqual(seen, ["enter a", "enter b", "change a", "leave b"]);
  items.close();
  assert.ok(items.closed && !items.live && items.error === undefined);
});

test("shows what a filter and keys leave", async () => {
  const url = await collection();
  await send("PUT", `${url}/a`, { n: 1, more: true });
  const items = watch(url, { filter: { n: { $gt: 5 } }, keys: { n: 1 } });
  await items.ready;
  assert.equal(items.documents.size, 0);
  await send("PATCH", `${url}/a`, { n: 7 });
  await until(() => items.get("a"), "the document that entered");
  assert.deepEqual(items.get("a"), { _id: "a", n: 7 });
  await send("PATCH", `${url}/a`, { n: 2 });
  await until(() => items.documents.size === 0, "its leave");
  items.close();
});

test("tells numbers from texts, and knows ids that are objects", async () => {
  const url = await collection();
  const items = watch(url);
  await items.ready;
  await send("POST", url, [{ _id: 1 }, { _id: "1" }, {}]);
  await until(() => items.documents.size === 3, "three documents");
  const made = [...items.documents.values()].find((item) => typeof item._id === "object");
  assert.equal(items.get(made._id), made);
  assert.equal(key({ $oid: "5" }), '{"$oid":"5"}');
  items.close();
});

test("comes back after each cut and misses nothing", { timeout: 60_000 }, async () => {
  const url = await collection();
  const between = await proxy(url);
  const items = watch(url.replace(open, between.url), { filter: { n: { $lt: 6 } } });
  let cuts = 0;
  items.on("disconnect", () => cuts++);
  await items.ready;
  for (let round = 0; round < 3; round++) {
    for (let i = 0; i < 30; i++) {
      if (i === 10) between.cut();
      const id = Math.floor(Math.random() * 8);
      await (Math.random() < 0.2
        ? fetch(`${url}/d${id}`, { method: "DELETE" }).then((response) => response.arrayBuffer())
        : send("PUT", `${url}/d${id}`, { n: Math.floor(Math.random() * 9), round, i }));
    }
    await until(() => items.live, "it is live again");
  }
  const stored = await send("GET", `${url}?rep=S&filter=${encodeURIComponent('{"n":{"$lt":6}}')}`);
  await until(() => items.documents.size === stored.length, "as many as are stored");
  await until(
    () => stored.every((document) => JSON.stringify(items.get(document._id)) === JSON.stringify(document)),
    "all of them as they are stored",
  );
  assert.equal(cuts, 3);
  items.close();
  between.close();
});

test("sends credentials, and ends where the server refuses", async () => {
  let asked = 0;
  const token = () => (asked++, `Basic ${btoa("ada:ada")}`);
  const items = watch(`${secured}/db/notes`, { token });
  await items.ready;
  assert.equal(asked, 1);
  items.close();

  for (const [options, code] of [[{}, "unauthenticated"], [{ token: `Basic ${btoa("eve:eve")}` }, "forbidden"]]) {
    const refused = watch(`${secured}/db/notes`, options);
    await assert.rejects(refused.ready, (error) => error instanceof XylemError && error.code === code);
    assert.ok(refused.closed && refused.error instanceof XylemError);
  }
});

test("ends when its signal says so, and can be closed before it began", async () => {
  const url = await collection();
  const controller = new AbortController();
  const items = watch(url, { signal: controller.signal });
  await items.ready;
  controller.abort();
  assert.ok(items.closed);
  await assert.rejects(watch(url, { signal: AbortSignal.abort() }).ready);
});

test("a new snapshot replaces what was known at once, and tells what differs", async () => {
  const server = answering(
    "retry: 1\r\n\r\n: hello\r\n\r\nevent: enter\r\nid: 1\r\ndata: {\"_id\":\"a\",\"n\":1}\r\n\r\n" +
      'event: enter\nid: 2\ndata: {"_id":"b",\ndata: "n":1}\n\nevent: live\nid: 3\ndata: {"count":2}\n\n',
    'event: reset\nid: 4\ndata: {"reason":"too-old"}\n\nevent: enter\nid: 5\ndata: {"_id":"b","n":1}\n\n' +
      'event: enter\nid: 6\ndata: {"_id":"c","n":1}\n\nevent: live\nid: 7\ndata: {"count":2}\n\n',
  );
  const items = watch("http://server.invalid/db/items", { fetch: server.fetch });
  const seen = [];
  const sizes = new Set();
  items.on("update", ({ type, id }) => seen.push(`${type} ${id}`));
  items.on("reset", () => sizes.add(items.documents.size));
  await items.ready;
  await until(() => items.get("c"), "the second snapshot");
  assert.deepEqual(seen, ["enter a", "enter b", "leave a", "enter c"]);
  assert.deepEqual([...sizes], [2]);
  assert.equal(server.asked[0].headers["Last-Event-ID"], undefined);
  assert.equal(server.asked[1].headers["Last-Event-ID"], "3");
  items.close();
});

test("goes on where the server stops, and ends where permission was withdrawn", async () => {
  const live = (id) => `retry: 1\n\nevent: live\nid: ${id}\ndata: {"count":0}\n\n`;
  const end = (status, code) => `event: end\ndata: {"status":${status},"code":"${code}","detail":"${code}"}\n\n`;
  const server = answering(live(1) + end(503, "stopping"), live(2) + end(403, "forbidden"));
  const items = watch("http://server.invalid/db/items", { fetch: server.fetch });
  const [error] = await new Promise((resolve) => items.on("close", (value) => resolve([value])));
  assert.equal(error.code, "forbidden");
  assert.equal(server.asked.length, 2);
  assert.equal(server.asked[1].headers["Last-Event-ID"], "1");
});

test("a listener that fails disturbs nobody else", async (t) => {
  const reported = t.mock.method(console, "error", () => {});
  const server = answering('event: enter\nid: 1\ndata: {"_id":"a"}\n\nevent: live\nid: 2\ndata: {"count":1}\n\n');
  const items = watch("http://server.invalid/db/items", { fetch: server.fetch });
  let heard = 0;
  items.on("live", () => {
    throw new Error("on purpose");
  });
  const off = items.on("live", () => heard++);
  await items.ready;
  assert.equal(heard, 1);
  off();
  items.close();
  assert.equal(reported.mock.callCount(), 1);
});
