// The workflow that `init --ci github` writes, held to GitHub's own schema of workflows by npm's
// `@action-validator/cli`, which nobody here wrote.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, before, describe, test } from 'node:test';
import { Exit, exits } from './harness/assert.mjs';
import { makeProject } from './harness/gptauth.mjs';

const VALIDATOR = fileURLToPath(new URL('node_modules/.bin/action-validator', import.meta.url));
const WORKFLOW = '.github/workflows/gptauth.yml';

describe('the workflow of init --ci github', { skip: existsSync(VALIDATOR) ? false : `not installed: ${VALIDATOR}` }, () => {
  let project;

  before(() => {
    project = makeProject({ files: {} });
    mkdirSync(join(project.directory, '.git'));
  });

  after(() => project.remove());

  const judged = (file) => spawnSync(VALIDATOR, [join(project.directory, file)], { encoding: 'utf8' });

  test('is valid at the top of a repository, and below it for an environment', async () => {
    for (const args of [['init', '--yes'], ['--env', 'demo', 'init', 'actions/agenda', '--demo', '--yes', '--force']]) {
      exits(await project.run([...args, '--ci', 'github']), Exit.DONE);
      const judgement = judged(WORKFLOW);
      assert.equal(judgement.status, 0, judgement.stdout + judgement.stderr);
    }
  });

  test('would not be valid with a misspelt key: the validator looks', () => {
    const text = readFileSync(join(project.directory, WORKFLOW), 'utf8');
    writeFileSync(join(project.directory, 'bad.yml'), text.replace('runs-on:', 'run-on:'));
    const judgement = judged('bad.yml');
    assert.match(judgement.stdout + judgement.stderr, /runs-on/);
    assert.notEqual(judgement.status, 0);
  });
});
