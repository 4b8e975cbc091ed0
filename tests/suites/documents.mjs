// Asks `gptauth check` about whole documents: every schema of the JSON Schema Test Suite in the
// places of a document that schemas stand in, and every published example of OpenAPI 2.0, 3.0, 3.1.
// All of them must be read, and with the operations that a plain parser finds.

import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync, existsSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const program = process.argv[2];
const packages = fileURLToPath(new URL("node_modules", import.meta.url));
const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

let faults = 0;

function fault(name, words) {
  faults += 1;
  console.log(`  FAULT ${name}: ${words}`);
}

function files(folder, ending) {
  return readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(ending)).map((name) => join(folder, name)).sort();
}

function check(source, input) {
  const run = spawnSync(program, ["check", source, "--format", "json"], { input, encoding: "utf8", maxBuffer: 1 << 28 });
  if (![0, 1].includes(run.status)) return { unread: run.stderr.split("\n")[0] || `status ${run.status}` };
  return JSON.parse(run.stdout);
}

const schema = join(packages, "json-schema-test-suite", "tests");
const groups = files(schema, ".json").map((path) => ({ path, cases: JSON.parse(readFileSync(path, "utf8")) }));
let schemas = 0;
for (const { path, cases } of groups) {
  schemas += cases.length;
  const content = (schema) => ({ "application/json": { schema } });
  const operation = ({ schema }, at) => ({
    operationId: `case${at}`,
    summary: "A case.",
    parameters: [{ name: "q", in: "query", schema }],
    requestBody: { content: content({ type: "object", properties: { x: schema } }) },
    responses: { 200: { description: "As asked.", content: content(schema) } },
  });
  const document = {
    openapi: "3.1.0",
    info: { title: "Cases", version: "1" },
    servers: [{ url: "https://api.example.com" }],
    paths: Object.fromEntries(cases.map((one, at) => [`/case/${at}`, { post: operation(one, at) }])),
    components: { schemas: Object.fromEntries(cases.map(({ schema }, at) => [`Case${at}`, schema])) },
  };
  const found = check("-", JSON.stringify(document));
  const name = relative(schema, path);
  if (found.unread) fault(name, found.unread);
  else if (found.operations.length !== cases.length) fault(name, `${found.operations.length} of ${cases.length} operations`);
}
console.log(`JSON Schema Test Suite: ${schemas} schemas in ${groups.length} documents, each in four places`);

// A path item may stand elsewhere in the document.
function resolved(plain, item) {
  if (!item?.$ref?.startsWith("#/")) return item ?? {};
  const names = item.$ref.slice(2).split("/").map((name) => decodeURIComponent(name).replace(/~1/g, "/").replace(/~0/g, "~"));
  return names.reduce((node, name) => node?.[name], plain) ?? {};
}

const examples = join(packages, "@readme", "oas-examples");
const documents = files(examples, ".json").filter((path) => path.includes("/json/"));
for (const path of documents) {
  const plain = JSON.parse(readFileSync(path, "utf8"));
  const items = Object.entries(plain.paths ?? {}).filter(([name]) => !name.startsWith("x-"));
  const expected = items.flatMap(([, item]) => Object.keys(resolved(plain, item)).filter((key) => METHODS.includes(key))).length;
  const twin = path.replace("/json/", "/yaml/").replace(/json$/, "yaml");
  for (const file of [path, twin].filter(existsSync)) {
    const found = check(file);
    const name = relative(examples, file);
    if (found.unread) fault(name, found.unread);
    else if (found.operations.length !== expected) fault(name, `${found.operations.length} of ${expected} operations`);
  }
}
console.log(`OpenAPI examples: ${documents.length} documents as JSON, and as YAML where published so`);

process.exit(faults ? 1 : 0);
