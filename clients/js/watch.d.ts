/** An id as it comes in JSON: text, a number, or something like `{"$oid": "..."}`. */
export type Id = string | number | Record<string, unknown>;

/** What has happened to a document. Of a stored stream whose stages leave no `_id`, `id` is undefined. */
export type Change<T> =
  | { type: "enter" | "change"; id: Id | undefined; document: T }
  | { type: "leave"; id: Id; document: undefined };

export interface Options {
  /** A query, as the server's parameter `filter` takes it. */
  filter?: Record<string, unknown> | string;
  /** Which fields are shown. */
  keys?: Record<string, unknown> | string;
  /** The variables of a stored stream. */
  avars?: Record<string, unknown> | string;
  /** False: only what happens from now on. */
  snapshot?: boolean;
  /** For `Authorization: Bearer ...`; a whole header such as `Basic ...` where it has a blank. A function is asked at each connect. */
  token?: string | (() => string | Promise<string>);
  headers?: Record<string, string>;
  /** As `fetch` has it; "include" sends cookies to another origin. */
  credentials?: RequestCredentials;
  /** Closes the feed. */
  signal?: AbortSignal;
  /** In place of the platform's own. */
  fetch?: typeof fetch;
}

interface Events<T> {
  /** Any of enter, change and leave. */
  update: Change<T>;
  enter: Change<T>;
  change: Change<T>;
  leave: Change<T>;
  /** The map is complete, and up to date from here on: after the first snapshot, and after each reconnect. */
  live: { count: number; source?: string };
  /** The server could not tell what was missed; a new snapshot comes. */
  reset: string;
  /** The connection is lost; another one is tried soon. */
  disconnect: unknown;
  /** The end: `close()` was called (undefined), or the server will not go on. */
  close: Error | undefined;
}

export interface Watch<T> {
  /** The documents by their {@link key}. */
  readonly documents: ReadonlyMap<string | number, T>;
  /** True while nothing is being missed. */
  readonly live: boolean;
  readonly closed: boolean;
  /** Why it was closed, if not by `close()`. */
  readonly error: Error | undefined;
  /** Resolves when the first snapshot is complete; rejects when it never will be. */
  readonly ready: Promise<Watch<T>>;
  get(id: Id): T | undefined;
  /** Returns what takes the listener away. */
  on<K extends keyof Events<T>>(event: K, listener: (value: Events<T>[K]) => void): () => void;
  close(): void;
}

/** Keeps a map of documents up to date; reconnects by itself and misses nothing. */
export function watch<T extends Record<string, any> = Record<string, any>>(
  url: string | URL,
  options?: Options,
): Watch<T>;

/** The key of a document in the map: text and numbers are themselves, other ids are their JSON. */
export function key(id: Id): string | number;

/** What the server answered in place of a feed, or ended it with. */
export class XylemError extends Error {
  /** The problem as the server wrote it: docs/errors.md. */
  readonly problem: Record<string, any>;
  readonly status: number;
  /** Such as "forbidden". */
  readonly code: string;
  constructor(problem: Record<string, any>);
}
