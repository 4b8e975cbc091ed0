// The reports of `gptauth test` as those read them who are meant to: JUnit by npm `junit2json` and PyPI
// `junitparser`, TAP by perl's `prove` and npm `tap-parser`, Markdown by npm `marked`.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parse } from 'junit2json';
import { lexer } from 'marked';
import { Parser } from 'tap-parser';
import { AGENDA_SCHEMA, signIn, startAgenda } from './harness/agenda.mjs';
import { Exit, exits } from './harness/assert.mjs';
import { startExpress } from './servers/express.mjs';

const PYTHON = fileURLToPath(new URL('.venv/bin/python', import.meta.url));
const JUNITPARSER = fileURLToPath(new URL('readers/junit.py', import.meta.url));
const FORMATS = ['json', 'junit', 'tap', 'github', 'markdown'];

const PROVE_IS_MISSING = spawnSync('prove', ['--version']).error ? 'there is no perl `prove` here' : false;

const ITEMS = [{ id: '1', owner: 'alice', date: '2026-11-24', text: 'Dentist' }];

/** How a check reads in a report for people. */
const WORDS = {
  'refuses-missing-token': 'refuses a missing token',
  'answers-again': 'answers the same again',
  'refuses-forged-token': 'refuses a forged token',
  'reads-back': 'reads what was written',
  'is-gone': 'finds it gone',
};

/** What the API does wrong, and what the reports are of. */
const RUNS = [
  { what: 'a test that passes', faults: [], args: ['--write'], status: Exit.DONE },
  { what: 'a test that leaves operations out', faults: [], args: [], status: Exit.DONE },
  {
    what: 'a test that fails in every way',
    faults: ['an answer that means harm', 'no token asked for by POST', 'a member that is missing', '200 for 201'],
    args: ['--write'],
    status: Exit.FINDINGS,
  },
  { what: 'a test that is interrupted', faults: ['an answer that never comes'], args: ['--write'], status: Exit.INTERRUPTED },
];

for (const { what, faults, args, status } of RUNS) {
  describe(what, () => {
    let agenda;
    let report;
    let file;
    let text;

    before(async () => {
      agenda = await startAgenda({ serve: startExpress, files: { 'openapi.yaml': AGENDA_SCHEMA } });
      exits(await agenda.project.login(signIn), Exit.DONE);
      await agenda.api.fill(ITEMS);
      await agenda.api.break(...faults);
      const reports = FORMATS.flatMap((format) => ['--report', `${format}=report.${format}`]);
      const run = agenda.project.start(['test', ...args, ...reports]);
      if (status === Exit.INTERRUPTED) {
        await run.says(/listItems +answers/);
        run.child.kill('SIGINT');
      }
      exits(await run.ended, status);
      file = (format) => join(agenda.project.directory, `report.${format}`);
      text = (format) => readFileSync(file(format), 'utf8');
      report = JSON.parse(text('json'));
    });
    after(() => agenda.stop());

    test(`JUnit of ${what} is read by junit2json`, async () => {
      const { testsuite, ...whole } = await parse(text('junit'));
      assert.equal(testsuite.length, 1);
      const [suite] = testsuite;
      const cases = suite.testcase.map((own) => {
        const [outcome] = ['failure', 'error', 'skipped'].filter((kind) => kind in own);
        return { name: own.name, outcome: outcome ?? 'success', message: own[outcome]?.[0].message };
      });
      assert.deepEqual(cases.map(nameAndOutcome), junitCases(report));
      assert.equal(new Set(cases.map(({ name }) => name)).size, cases.length, 'each name stands once');
      for (const counted of [whole, suite]) {
        const { tests, failures, errors, skipped } = counted;
        assert.deepEqual({ tests, failures, errors, skipped }, counts(cases));
      }
      for (const { message } of cases.filter(({ outcome }) => outcome !== 'success')) {
        assert.ok(said(report).includes(message), message);
      }
    });

    test(`JUnit of ${what} is read by junitparser`, () => {
      const read = JSON.parse(execFileSync(PYTHON, [JUNITPARSER, file('junit')], { encoding: 'utf8' }));
      assert.deepEqual(read.told, read.counted);
      const cases = read.cases.map(({ name, outcome: [outcome] }) => ({ name, outcome: outcome.toLowerCase() }));
      assert.deepEqual(cases.map(nameAndOutcome), junitCases(report));
      for (const { name, classname } of read.cases) {
        assert.match(classname, /^(test\.\w+|test\.the test)$/);
        assert.ok(name.startsWith(classname.slice('test.'.length)), name);
      }
    });

    test(`TAP of ${what} is read by prove`, { skip: PROVE_IS_MISSING }, () => {
      const prove = spawnSync('prove', ['--exec', 'cat', file('tap')], { encoding: 'utf8' });
      const lines = tapLines(report);
      const bad = lines.filter(({ ok }) => !ok).length;
      assert.equal(prove.status === 0, status === Exit.DONE, prove.stdout);
      if (report.stopped) {
        assert.match(prove.stdout + prove.stderr, /Bailout called.*the test was interrupted/);
      } else {
        assert.match(prove.stdout, new RegExp(`Tests=${lines.length},`));
        assert.match(prove.stdout, bad ? new RegExp(`Failed ${bad}/${lines.length} subtests`) : /Result: PASS/);
      }
    });

    test(`TAP of ${what} is read by tap-parser`, () => {
      const read = [];
      const parser = new Parser({ strict: true });
      parser.on('assert', ({ ok, id, name, skip }) => read.push({ ok, id, name, skipped: skip !== false && skip !== undefined }));
      parser.end(text('tap'));
      assert.deepEqual(read.map(({ id }) => id), read.map((_, at) => at + 1));
      assert.deepEqual(read.map(({ ok, name, skipped }) => ({ ok, name, skipped })), tapLines(report));
      assert.equal(parser.results.ok, status === Exit.DONE);
      assert.equal(parser.results.failures.filter(({ tapError }) => tapError).length, 0);
      assert.deepEqual([parser.results.plan.start, parser.results.plan.end], [1, read.length]);
    });

    test(`Markdown of ${what} is one table, and nothing from outside is more than text`, () => {
      const tokens = lexer(text('markdown'));
      const [table, ...more] = tokens.filter(({ type }) => type === 'table');
      assert.equal(more.length, 0);
      assert.deepEqual(table.rows.map((row) => row.length), report.steps.map(() => 6));
      const said = table.rows.map(([, operation, check]) => `${plain(operation)} ${plain(check)}`);
      assert.deepEqual(said, report.steps.map(({ operation, check }) => `${operation} ${WORDS[check] ?? check}`));
      for (const [at, row] of table.rows.entries()) {
        assert.ok(row.every((cell) => isTextOnly(cell.tokens)), row.map(({ text }) => text).join(' | '));
        const wrong = plain(row[5]);
        for (const { code, message, help } of report.steps[at].reasons) {
          for (const part of [code, message, help]) assert.ok(wrong.includes(unquoted(part ?? '')), `${part}\n${wrong}`);
        }
      }
    });

    test(`annotations of ${what} are one a reason, and hold what was said`, () => {
      const lines = text('github').split('\n').filter((line) => line !== '');
      const read = lines.map((line) => {
        const [, title, message] = /^::error title=([^:,]*)::(.*)$/.exec(line) ?? assert.fail(line);
        return { title: unescaped(title), message: unescaped(message) };
      });
      const reasons = report.steps.flatMap(({ reasons }) => reasons.map(({ message, help }) => (help ? `${message}\nhelp: ${help}` : message)));
      const left = report.leftovers.map(({ path, why }) => `left behind by \`createItems\` at ${path}: ${why}`);
      const stopped = report.stopped ? [report.stopped.message] : [];
      assert.deepEqual(read.map(({ message }) => message), [...reasons, ...left, ...stopped]);
    });
  });
}

function nameAndOutcome({ name, outcome }) {
  return { name, outcome };
}

/** The cases of the JUnit report, as the JSON report has them. */
function junitCases({ steps, skipped, leftovers, stopped }) {
  const seen = new Map();
  const outcomes = { passed: 'success', failed: 'failure', not_run: 'skipped' };
  const cases = [
    ...steps.map(({ operation, check, outcome }) => [`${operation} ${WORDS[check] ?? check}`, outcomes[outcome]]),
    ...skipped.map(({ operation }) => [`${operation} is called`, 'skipped']),
    ...leftovers.map(({ operation }) => [`${operation} leaves nothing behind`, 'error']),
    ...(stopped ? [['the test comes to its end', 'error']] : []),
  ];
  return cases.map(([name, outcome]) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return { name: count === 1 ? name : `${name} (${count})`, outcome };
  });
}

function counts(cases) {
  const count = (kind) => cases.filter(({ outcome }) => outcome === kind).length;
  return { tests: cases.length, failures: count('failure'), errors: count('error'), skipped: count('skipped') };
}

/** Everything that a JUnit report may give as a message. */
function said({ steps, skipped, leftovers, stopped }) {
  return [
    ...steps.flatMap(({ reasons, not_run }) => [reasons[0]?.message, not_run]),
    ...skipped.map(({ message }) => message),
    ...leftovers.map(({ operation, path, why }) => `left behind by \`${operation}\` at ${path}: ${why}`),
    stopped?.message,
  ];
}

/** The lines of the TAP report, as the JSON report has them. */
function tapLines({ steps, skipped, leftovers }) {
  return [
    ...steps.map(({ operation, check, outcome }) => ({
      ok: outcome !== 'failed',
      name: `${operation} ${WORDS[check] ?? check}`,
      skipped: outcome === 'not_run',
    })),
    ...skipped.map(({ operation }) => ({ ok: true, name: `${operation} is called`, skipped: true })),
    ...leftovers.map(({ operation }) => ({ ok: false, name: `${operation} leaves nothing behind`, skipped: false })),
  ];
}

/**
 * Text, emphasis of our own, code and line breaks: no link, picture or HTML of somebody else's. An
 * address becomes a link where it stands bare, which says itself where it leads.
 */
function isTextOnly(tokens) {
  return tokens.every(({ type, raw, href, tokens: inner }) => {
    if (type === 'html') return raw === '<br>';
    if (type === 'link') return raw === href;
    return ['text', 'escape', 'strong', 'codespan', 'br'].includes(type) && isTextOnly(type === 'strong' ? inner : []);
  });
}

/** The text of a cell as its reader sees it, without the marks of code. */
function plain({ tokens }) {
  const words = tokens.map(({ type, text, raw, tokens: inner }) => {
    if (type === 'html') return raw === '<br>' ? '\n' : raw;
    return inner && type !== 'text' ? plain({ tokens: inner }) : text;
  });
  const named = { '&lt;': '<', '&gt;': '>', '&amp;': '&', '&quot;': '"', '&#39;': "'" };
  return words.join('').replace(/&(?:lt|gt|amp|quot|#39);/g, (entity) => named[entity]);
}

const unquoted = (text) => text.replaceAll('`', '');

/** Undoes the escapes of a workflow command, as the runner does. */
function unescaped(text) {
  const codes = { '%0D': '\r', '%0A': '\n', '%3A': ':', '%2C': ',', '%25': '%' };
  return text.replace(/%(?:0D|0A|3A|2C|25)/g, (code) => codes[code]);
}
