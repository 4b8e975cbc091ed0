// GitHub's REST schema, as npm's `@octokit/openapi` carries it: 13 MB of JSON with more than a
// thousand operations, reduced to five that ChatGPT takes.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, before, describe, test } from 'node:test';
import { Exit, exits, json, says } from './harness/assert.mjs';
import { makeProject } from './harness/gptauth.mjs';

const SCHEMA = fileURLToPath(
  new URL('node_modules/@octokit/openapi/generated/api.github.com.json', import.meta.url),
);
const OPERATIONS = [
  'repos/get',
  'issues/list-for-repo',
  'issues/create',
  'issues/get',
  'search/issues-and-pull-requests',
];

describe("GitHub's REST schema", { skip: existsSync(SCHEMA) ? false : `not installed: ${SCHEMA}` }, () => {
  let project;

  before(() => {
    project = makeProject({ files: {} });
  });

  after(() => project.remove());

  test('is refused as a whole, with the tags to choose from', async () => {
    const run = await project.run(['init', 'whole', '--yes', '--from', SCHEMA]);
    exits(run, Exit.USAGE);
    says(run, /\d{4} operations are chosen, and ChatGPT takes at most 30/);
    says(run, /operations by tag: .*repos \d+/);
    assert.ok(!existsSync(join(project.directory, 'whole')), 'nothing is written');
  });

  test('becomes a project of five operations without a finding', async () => {
    const chosen = OPERATIONS.flatMap((operation) => ['--operation', operation]);
    const run = await project.run(['init', 'five', '--yes', '--from', SCHEMA, ...chosen]);
    exits(run, Exit.DONE);
    says(run, /took 5 operations/);
    const check = await project.run(['--project', 'five/gptauth.toml', 'check', '--format', 'json']);
    exits(check, Exit.DONE);
    const seen = json(check);
    assert.deepEqual(seen.diagnostics, []);
    const names = seen.operations.map((operation) => operation.operation_id);
    assert.deepEqual(names.sort(), [
      'issuesCreate',
      'issuesGet',
      'issuesListForRepo',
      'reposGet',
      'searchIssuesAndPullRequests',
    ]);
    const size = readFileSync(join(project.directory, 'five/openapi.yaml'), 'utf8').length;
    assert.ok(size < 200_000, `${size} characters are more than five operations need`);
  });
});
