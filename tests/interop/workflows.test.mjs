// What `test --record` writes, read by npm's `@redocly/cli`, which nobody here wrote: its linter knows
// Arazzo, and finds what the specification does not allow.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, before, describe, test } from 'node:test';
import { Exit, exits } from './harness/assert.mjs';
import { makeProject } from './harness/gptauth.mjs';

const REDOCLY = fileURLToPath(new URL('node_modules/.bin/redocly', import.meta.url));

describe('the workflows of test --record', { skip: existsSync(REDOCLY) ? false : `not installed: ${REDOCLY}` }, () => {
  let project;

  before(async () => {
    project = makeProject({ files: {} });
    exits(await project.run(['init', '--yes']), Exit.DONE);
  });

  after(() => project.remove());

  const lint = (file) =>
    spawnSync(REDOCLY, ['lint', '--extends', 'spec', '--format', 'json', file], {
      cwd: project.directory,
      encoding: 'utf8',
      env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', CI: 'true' },
    });

  for (const [name, args] of [['reads', []], ['rounds', ['--write']]]) {
    test(`are valid: ${name}`, async () => {
      const file = `${name}.arazzo.yaml`;
      exits(await project.run(['test', '--record', file, ...args]), Exit.DONE);
      const linted = lint(file);
      assert.equal(linted.status, 0, linted.stdout + linted.stderr);
      assert.equal(JSON.parse(linted.stdout).totals.errors, 0, linted.stdout);
    });
  }

  test('would not be valid with a misspelt key, nor for us: both look', async () => {
    const text = readFileSync(join(project.directory, 'rounds.arazzo.yaml'), 'utf8');
    writeFileSync(join(project.directory, 'bad.arazzo.yaml'), text.replace('successCriteria:', 'sucessCriteria:'));
    assert.notEqual(lint('bad.arazzo.yaml').status, 0);
    const run = await project.run(['test', '--workflow', 'bad.arazzo.yaml', '--plan']);
    exits(run, Exit.USAGE);
    assert.match(run.stderr, /a step has no `sucessCriteria`/);
  });
});
