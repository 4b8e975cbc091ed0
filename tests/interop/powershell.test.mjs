// What gptauth writes for PowerShell, as PyPI `tree-sitter-pwsh` reads it: a grammar of PowerShell that
// nobody here wrote. PowerShell itself is in no registry that Debian or these tests have.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Exit, exits } from './harness/assert.mjs';
import { makeProject } from './harness/gptauth.mjs';

const PYTHON = fileURLToPath(new URL('.venv/bin/python', import.meta.url));
const READER = fileURLToPath(new URL('readers/powershell.py', import.meta.url));
const fixture = (name) => readFileSync(new URL(`../../fixtures/call/${name}`, import.meta.url), 'utf8');

const HOSTILE = JSON.parse(fixture('hostile.json'));
const TOKEN = { expanded: '"authorization: Bearer $TOKEN"', of: ['$TOKEN'] };

/** The quotes of PowerShell that are not ASCII, which the grammar takes for letters. */
const OTHER_QUOTES = /[\u2018-\u201e]/;

function read(script) {
  return JSON.parse(execFileSync(PYTHON, [READER], { input: script, encoding: 'utf8' }));
}

describe('for PowerShell', () => {
  let project;

  before(() => {
    project = makeProject({
      files: { 'rooms.yaml': fixture('rooms.yaml') },
      environment: { GPTAUTH_ACCESS_TOKEN: 'canary' },
    });
  });
  after(() => project.remove());

  /** The command that a call is written as, and the request that it stands for. */
  async function written(args) {
    const call = ['call', ...args, '--schema', 'rooms.yaml', '--generate', '--seed', '7'];
    const server = ['--server', 'https://rooms.example.com', '--no-validate'];
    const curl = await project.run([...call, ...server, '--curl']);
    const dry = await project.run([...call, ...server, '--dry-run', '--format', 'json']);
    exits(curl, Exit.DONE);
    exits(dry, Exit.DONE);
    assert.doesNotMatch(curl.stdout, OTHER_QUOTES);
    assert.doesNotMatch(curl.stdout, /canary/);
    const { statements, commands, is_broken: isBroken, errors } = read(curl.stdout);
    assert.deepEqual({ statements, isBroken, errors, commands: commands.length }, { statements: 1, isBroken: false, errors: [], commands: 1 });
    return { words: commands[0], request: JSON.parse(dry.stdout) };
  }

  /** Every argument is a literal text but the token, and they are these. */
  function assertWords(words, request) {
    const headers = Object.entries(request.headers).filter(([name]) => !name.startsWith('openai-'));
    const [program, ...args] = words;
    assert.equal(program, 'curl');
    const body = args.at(-2) === '--data-raw' ? JSON.parse(args.at(-1)) : null;
    assert.deepEqual(body, request.body);
    const rest = body === null ? args : args.slice(0, -2);
    const own = rest.filter((_, at) => !/^openai-/.test(rest[at]) && !/^openai-/.test(rest[at + 1]));
    assert.deepEqual(own.slice(0, 7), ['--globoff', '--max-time', '45', '--request', request.method, '--url', request.url.replaceAll("'", '%27')]);
    const told = own.slice(7).filter((word) => word !== '--header');
    assert.deepEqual(told.slice(-1), [TOKEN]);
    assert.deepEqual(told.slice(0, -1).toSorted(), headers.map(([name, value]) => `${name}: ${value}`).toSorted());
  }

  for (const text of HOSTILE) {
    test(`a body with ${JSON.stringify(text)} is one literal argument`, async () => {
      const { words, request } = await written(['book', `note:=${JSON.stringify(text)}`]);
      assert.equal(request.body.note, text);
      assertWords(words, request);
    });

    test(`an URL with ${JSON.stringify(text)} is one literal argument`, async () => {
      const json = JSON.stringify(text);
      const { words, request } = await written(['findSlots', `room:=${json}`, `tags:=[${json}]`]);
      assertWords(words, request);
    });
  }

  test('the reader would see what is more than a text', () => {
    assert.equal(read("curl 'it''s'; touch hit").commands.length, 2);
    assert.equal(read("curl 'a' | touch hit").commands.length, 2);
    assert.deepEqual(read('curl "a$(id)"').commands[0][1].of, ['$(id)']);
    assert.equal(read("curl 'a").is_broken, true);
  });

  test('the completions are a script of one command', async () => {
    const run = await project.run(['completions', 'powershell']);
    exits(run, Exit.DONE);
    const { is_broken: isBroken, errors, commands } = read(run.stdout);
    assert.deepEqual({ isBroken, errors }, { isBroken: false, errors: [] });
    assert.equal(commands.filter(([name]) => name === 'Register-ArgumentCompleter').length, 1);
  });
});
