/** @import {Change, Options, Watch, Id} from "./watch.d.ts" */

const SILENCE = 45_000; // the server says something every 20 s
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 30_000;
const GOES_ON = new Set(["stopping", "feed-too-slow", "bad-cursor", "overloaded", "too-many-feeds"]);

/** What a server answered in place of a feed, or ended it with. */
export class XylemError extends Error {
  /** @param {Record<string, any>} problem */
  constructor(problem) {
    super(problem.detail ?? problem.title ?? "the feed ended");
    this.name = "XylemError";
    this.problem = problem;
    this.status = Number(problem.status ?? 0);
    this.code = String(problem.code ?? "");
  }
}

/**
 * Watches a document, a collection or a stored stream.
 *
 * @template {Record<string, any>} T
 * @param {string | URL} url
 * @param {Options} [options]
 * @returns {Watch<T>}
 */
export function watch(url, options = {}) {
  return /** @type {any} */ (new Feed(url, options));
}

/** The key of a document in the map: text and numbers are themselves, other ids are their JSON. */
export function key(/** @type {Id} */ id) {
  return typeof id === "string" || typeof id === "number" ? id : JSON.stringify(id);
}

class Feed {
  /** @type {Map<string | number, any>} */
  documents = new Map();
  live = false;
  closed = false;
  /** @type {Error | undefined} */
  error;

  #url;
  #options;
  /** @type {Map<string, Set<(value: any) => void>>} */
  #listeners = new Map();
  /** @type {Map<string | number, any> | undefined} what a new snapshot shows, until it is complete */
  #next;
  #last = "";
  #retry = FIRST_PAUSE;
  #failures = 0;
  #refreshed = false;
  #stop = new AbortController();
  /** @type {(value: any) => void} */
  #isReady = () => {};
  /** @type {(reason: unknown) => void} */
  #isOver = () => {};

  /**
   * @param {string | URL} url
   * @param {Options} options
   */
  constructor(url, options) {
    this.#url = address(url, options);
    this.#options = options;
    this.ready = new Promise((resolve, reject) => {
      this.#isReady = resolve;
      this.#isOver = reject;
    });
    this.ready.catch(() => {});
    if (options.signal?.aborted) {
      this.close();
    } else {
      options.signal?.addEventListener("abort", () => this.close(), { once: true });
      // whoever made it can listen before anything comes
      queueMicrotask(() => void this.#run());
    }
  }

  get(/** @type {Id} */ id) {
    return this.documents.get(key(id));
  }

  /**
   * @param {string} event
   * @param {(value: any) => void} listener
   */
  on(event, listener) {
    const all = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, all.add(listener));
    return () => void all.delete(listener);
  }

  close() {
    this.#finish();
  }

  #finish(/** @type {Error | undefined} */ error = undefined) {
    if (this.closed) {
      return;
    }
    this.closed = true;
    this.live = false;
    this.error = error;
    this.#stop.abort();
    this.#isOver(error ?? new Error("closed"));
    this.#tell("close", error);
  }

  /**
   * @param {string} event
   * @param {any} value
   */
  #tell(event, value) {
    for (const listener of [...(this.#listeners.get(event) ?? [])]) {
      try {
        listener(value);
      } catch (error) {
        // a listener's own fault: the feed goes on
        (/** @type {any} */ (globalThis).reportError ?? console.error)(error);
      }
    }
  }

  async #run() {
    while (!this.closed) {
      /** @type {unknown} */
      let failure;
      try {
        await this.#follow();
      } catch (error) {
        failure = error;
      }
      if (this.closed) {
        return;
      }
      this.live = false;
      if (failure instanceof XylemError && !this.#mayGoOn(failure)) {
        this.#finish(failure);
        return;
      }
      this.#tell("disconnect", failure);
      await sleep(this.#pause(failure), this.#stop.signal);
    }
  }

  /** @param {XylemError} failure */
  #mayGoOn(failure) {
    if (failure.code === "bad-cursor") {
      this.#last = "";
    }
    if (failure.status === 401 && typeof this.#options.token === "function" && !this.#refreshed) {
      this.#refreshed = true;
      return true;
    }
    return GOES_ON.has(failure.code) || failure.status === 408 || failure.status === 429 || failure.status >= 500;
  }

  /** Longer each time, and another for each client. */
  #pause(/** @type {unknown} */ failure) {
    const pause = Math.min(LONGEST_PAUSE, this.#retry * 2 ** Math.min(this.#failures, 10));
    this.#failures++;
    const asked = failure instanceof XylemError ? Number(failure.problem.retryAfter ?? 0) * 1000 : 0;
    return Math.max(asked, pause * (0.5 + Math.random() / 2));
  }

  async #follow() {
    const connection = new AbortController();
    const stop = () => connection.abort();
    this.#stop.signal.addEventListener("abort", stop, { once: true });
    let silence = setTimeout(stop, SILENCE);
    try {
      const response = await (this.#options.fetch ?? fetch)(this.#url, {
        headers: await this.#headers(),
        signal: connection.signal,
        cache: "no-store",
        credentials: this.#options.credentials ?? "same-origin",
      });
      if (response.status !== 200 || !response.body || !isEvents(response)) {
        throw await refusal(response);
      }
      if (!this.#last) {
        this.#begin();
      }
      const parser = new Parser((event) => this.#take(event), (retry) => (this.#retry = retry));
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
        clearTimeout(silence);
        silence = setTimeout(stop, SILENCE);
        parser.push(value ?? "");
      }
    } finally {
      clearTimeout(silence);
      this.#stop.signal.removeEventListener("abort", stop);
      connection.abort();
    }
  }

  async #headers() {
    const { token, headers } = this.#options;
    /** @type {Record<string, string>} */
    const all = { ...headers, Accept: "text/event-stream" };
    const now = typeof token === "function" ? await token() : token;
    if (now) {
      all.Authorization = now.includes(" ") ? now : `Bearer ${now}`;
    }
    if (this.#last) {
      all["Last-Event-ID"] = this.#last;
    }
    return all;
  }

  /** What is known stays until the new snapshot is complete. */
  #begin() {
    this.#next = this.documents.size > 0 ? new Map() : undefined;
  }

  #take(/** @type {{event: string, id: string, data: string}} */ { event, id, data }) {
    if (this.closed) {
      return;
    }
    const value = JSON.parse(data);
    this.#last = id || this.#last;
    switch (event) {
      case "enter":
      case "change":
        this.#put(event, value);
        break;
      case "leave":
        this.#remove(value._id);
        break;
      case "reset":
        this.#begin();
        this.#tell("reset", value.reason);
        break;
      case "live":
        this.#isLive(value);
        break;
      case "end":
        throw new XylemError(value);
      default: // of a later version
    }
  }

  /**
   * @param {"enter" | "change"} type
   * @param {any} document
   */
  #put(type, document) {
    if (document._id === undefined) {
      this.#update({ type, id: undefined, document }); // of a stored stream
    } else if (this.#next) {
      this.#next.set(key(document._id), document);
    } else {
      const known = this.documents.has(key(document._id));
      this.documents.set(key(document._id), document);
      this.#update({ type: known ? "change" : "enter", id: document._id, document });
    }
  }

  #remove(/** @type {Id} */ id) {
    if (this.#next) {
      this.#next.delete(key(id));
    } else if (this.documents.delete(key(id))) {
      this.#update({ type: "leave", id, document: undefined });
    }
  }

  #isLive(/** @type {any} */ value) {
    this.#swap();
    this.live = true;
    this.#failures = 0;
    this.#refreshed = false;
    this.#isReady(this);
    this.#tell("live", value);
  }

  /** From what was known to what the new snapshot has shown. */
  #swap() {
    const next = this.#next;
    if (!next) {
      return;
    }
    this.#next = undefined;
    for (const [id, document] of [...this.documents]) {
      if (!next.has(id)) {
        this.#remove(document._id);
      }
    }
    for (const [id, document] of next) {
      if (JSON.stringify(this.documents.get(id)) !== JSON.stringify(document)) {
        this.#put("enter", document);
      }
    }
  }

  #update(/** @type {Change<any>} */ change) {
    this.#tell(change.type, change);
    this.#tell("update", change);
  }
}

/** Takes text as it comes, tells each event. */
class Parser {
  #rest = "";
  #event = "";
  #id = "";
  /** @type {string[]} */
  #data = [];

  /**
   * @param {(event: {event: string, id: string, data: string}) => void} take
   * @param {(millis: number) => void} retry
   */
  constructor(take, retry) {
    this.take = take;
    this.retry = retry;
  }

  push(/** @type {string} */ text) {
    const lines = (this.#rest + text).split("\n");
    this.#rest = lines.pop() ?? "";
    for (const line of lines) {
      this.#line(line.endsWith("\r") ? line.slice(0, -1) : line);
    }
  }

  #line(/** @type {string} */ line) {
    if (line === "") {
      const [event, id, data] = [this.#event, this.#id, this.#data];
      [this.#event, this.#id, this.#data] = ["", "", []];
      if (data.length > 0) {
        this.take({ event, id, data: data.join("\n") });
      }
      return;
    }
    const colon = line.indexOf(":");
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(line[colon + 1] === " " ? colon + 2 : colon + 1);
    switch (name) {
      case "event":
        this.#event = value;
        break;
      case "id":
        this.#id = value;
        break;
      case "data":
        this.#data.push(value);
        break;
      case "retry":
        this.retry(Number(value) || FIRST_PAUSE);
        break;
      default: // a comment
    }
  }
}

/**
 * @param {string | URL} url
 * @param {Options} options
 */
function address(url, { filter, keys, snapshot, avars }) {
  const base = /** @type {any} */ (globalThis).location?.href;
  const target = new URL(url, base);
  for (const [name, value] of Object.entries({ filter, keys, avars })) {
    if (value !== undefined) {
      target.searchParams.set(name, typeof value === "string" ? value : JSON.stringify(value));
    }
  }
  if (snapshot === false) {
    target.searchParams.set("snapshot", "false");
  }
  return target.href;
}

function isEvents(/** @type {Response} */ response) {
  return (response.headers.get("content-type") ?? "").startsWith("text/event-stream");
}

async function refusal(/** @type {Response} */ response) {
  /** @type {any} */
  let problem = {};
  try {
    problem = await response.json();
  } catch {
    // something in between has answered
  }
  const retryAfter = Number(response.headers.get("retry-after") ?? 0) || 0;
  return new XylemError({ title: response.statusText, status: response.status, ...problem, retryAfter });
}

/**
 * @param {number} millis
 * @param {AbortSignal} signal
 */
function sleep(millis, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, millis);
    signal.addEventListener("abort", () => (clearTimeout(timer), resolve(undefined)), { once: true });
  });
}
