// Reads a JSON list of Mermaid `journey` diagrams from standard input and writes the tasks that Mermaid finds in each:
// [section, task, score, actor]. The argument is a node_modules folder that holds mermaid and jsdom.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const modules = resolve(process.argv[2]);
const { JSDOM } = createRequire(`${modules}/`)("jsdom");
globalThis.window = new JSDOM("").window;
globalThis.document = globalThis.window.document;
const { default: mermaid } = await import(pathToFileURL(`${modules}/mermaid/dist/mermaid.core.mjs`));
mermaid.initialize({ startOnLoad: false, securityLevel: "strict" });

// Mermaid keeps an entity as `ﬂ°°58¶ß` until it has drawn the picture.
const drawn = (text) => text.replace(/ﬂ°°(\d+)¶ß/g, (_, code) => String.fromCodePoint(Number(code)));
const found = [];
for (const block of JSON.parse(readFileSync(0, "utf8"))) {
  await mermaid.parse(block);
  const diagram = await mermaid.mermaidAPI.getDiagramFromText(block);
  found.push(diagram.db.getTasks().map((task) =>
    [drawn(task.section).trim(), drawn(task.task).trim(), String(task.score), task.people.map(drawn).join(", ")]));
}
process.stdout.write(JSON.stringify(found));
