// Compiled, never run: what a user of the types relies on.
import { key, watch, XylemError, type Change } from "../watch.js";

interface Item extends Record<string, any> {
  _id: string;
  text: string;
}

const items = watch<Item>("http://localhost:8080/todo/items", {
  filter: { done: false },
  token: async () => "t",
});
const off: () => void = items.on("update", (change: Change<Item>) => {
  if (change.type !== "leave") {
    const text: string = change.document.text;
    void text;
  }
});
items.on("live", ({ count }) => void count.toFixed());
const first: Item | undefined = items.documents.get(key("a"));
items.on("close", (error) => error instanceof XylemError && error.code.length);
// @ts-expect-error: there is no such event
items.on("nonsense", () => {});
void [first, off, (await items.ready).live];
