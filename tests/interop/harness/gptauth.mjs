// The built program, run as its user runs it: own HOME, an environment of nothing but what a test
// gives, no terminal. Everything it says is kept, so that a test can look for secrets in it.

import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PATIENCE } from './patience.mjs';

const BINARY = process.env.GPTAUTH_BINARY;

/** The URL that `login --no-browser` prints. */
export const AUTHORIZATION_URL = /https?:\/\/\S+[?&](?:response_type|request_uri)=\S+(?=\s)/;

/** Makes a project folder with the files given, and returns what runs `gptauth` in it. */
export function makeProject({ files, environment = {}, tokenStore }) {
  if (!BINARY) throw new Error('GPTAUTH_BINARY must name the built program; use run.sh');
  const directory = mkdtempSync(join(tmpdir(), 'gptauth-interop-'));
  const home = join(directory, 'home');
  const said = [];
  mkdirSync(home);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
  const base = {
    PATH: process.env.PATH,
    HOME: home,
    GPTAUTH_TOKEN_STORE: tokenStore ?? `file:${join(home, 'tokens')}`,
    ...environment,
  };

  /** Without `input` (null), what the program reads is for the test to write. */
  function start(args, { env = {}, input = '' } = {}) {
    const child = spawn(BINARY, args, { cwd: directory, env: { ...base, ...env } });
    const run = { args, status: null, stdout: '', stderr: '' };
    said.push(run);
    child.stdin.on('error', () => {});
    if (input !== null) child.stdin.end(input);
    child.stdout.setEncoding('utf8').on('data', (text) => (run.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (run.stderr += text));
    const limit = setTimeout(() => child.kill('SIGKILL'), PATIENCE);
    const ended = new Promise((done, failed) => {
      child.on('error', failed);
      child.on('close', (status) => {
        clearTimeout(limit);
        run.status = status;
        done(run);
      });
    });
    /** Waits until stderr or stdout holds `pattern`; fails if the program ends before. */
    const says = (pattern) =>
      new Promise((done, failed) => {
        const look = () => {
          const found = pattern.exec(run.stderr) ?? pattern.exec(run.stdout);
          if (found) done(found);
        };
        child.stdout.on('data', look);
        child.stderr.on('data', look);
        ended.then(() => failed(new Error(`ended with ${run.status} before it said ${pattern}:\n${describe(run)}`)));
        look();
      });
    return { child, says, ended };
  }

  return {
    directory,
    home,
    said,
    start,
    /** Runs `gptauth` to its end. */
    run: (args, options) => start(args, options).ended,
    /** Runs `gptauth login --no-browser`, and hands the printed URL to `visit` as a user would. */
    async login(visit, args = [], options) {
      const login = start(['login', '--no-browser', ...args], options);
      const [url] = await login.says(AUTHORIZATION_URL);
      try {
        const page = await visit(url);
        return { ...(await login.ended), url: new URL(url), page };
      } finally {
        // Where the visit failed, nobody answers any more.
        login.child.kill();
      }
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** One run as a block of text, for failed assertions. */
export function describe({ args, status, stdout, stderr }) {
  return `$ gptauth ${args.join(' ')}\nexit status ${status}\n-- stdout\n${stdout}-- stderr\n${stderr}`;
}
