// Assertions about runs, which show the whole run where they fail.

import assert from 'node:assert/strict';
import { describe } from './gptauth.mjs';

/** The documented exit statuses that these tests meet. */
export const Exit = { DONE: 0, FINDINGS: 1, USAGE: 2, SIGN_IN: 3, PROTOCOL: 4, NETWORK: 5, STORE: 6, INTERRUPTED: 130 };

export function exits(run, status) {
  assert.equal(run.status, status, `expected exit status ${status}:\n${describe(run)}`);
}

export function says(run, pattern) {
  assert.match(run.stderr, pattern, `expected ${pattern} on stderr:\n${describe(run)}`);
}

export function answers(run, pattern) {
  assert.match(run.stdout, pattern, `expected ${pattern} on stdout:\n${describe(run)}`);
}

export function json(run) {
  try {
    return JSON.parse(run.stdout);
  } catch {
    return assert.fail(`stdout is not JSON:\n${describe(run)}`);
  }
}

/** No run said any of `secrets`, except `token`, whose stdout is one by design. */
export function keepsSecrets(runs, secrets) {
  const known = [...secrets].filter((secret) => secret.length >= 8);
  assert.ok(known.length > 0, 'there are secrets to look for');
  for (const run of runs) {
    const told = run.args[0] === 'token' ? run.stderr : run.stderr + run.stdout;
    for (const secret of known) {
      for (const form of [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')]) {
        assert.ok(!told.includes(form), `a secret is shown by gptauth ${run.args.join(' ')}`);
      }
    }
  }
}
