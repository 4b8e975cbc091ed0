// A real browser at the sign-in page of `gptauth demo serve`, to a completed `gptauth login`.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Exit, answers, exits, keepsSecrets } from '../interop/harness/assert.mjs';
import { makeProject } from '../interop/harness/gptauth.mjs';
import { freePort } from '../interop/servers/listen.mjs';
import { printedPage, screenshot as keepScreenshot } from './browser-login.mjs';
import { startChromium, until } from './webdriver.mjs';

/** The subject of the demo user alice. */
const ALICE = /02u2c3zqtyxk/;

let project;
let servers;
let chromium;
let demo;

before(async () => {
  project = makeProject({ files: {}, environment: { GPTAUTH_ENV: 'demo' } });
  const redirectUri = `http://127.0.0.1:${await freePort()}/callback`;
  servers = project.start(['demo', 'serve', '--port', '0', '--redirect-uri', redirectUri, '--format', 'json']);
  demo = JSON.parse((await servers.says(/^\{[^]*\n\}\n/))[0]);
  const { port } = new URL(demo.issuer);
  exits(await project.run(['init', '--demo', port, '--yes']), Exit.DONE);
  // The port that everybody has by default may be somebody else's just now.
  const file = join(project.directory, 'gptauth.toml');
  const settings = readFileSync(file, 'utf8');
  writeFileSync(file, settings.replaceAll('http://127.0.0.1:4180/callback', redirectUri));
  chromium = await startChromium();
});

after(async () => {
  await chromium?.stop();
  servers.child.kill('SIGINT');
  await servers.ended;
  project.remove();
});

test('Deny in a real browser is a refusal', async () => {
  const login = await signIn(() => chromium.press('button[value=deny]'));
  exits(login, Exit.SIGN_IN);
  assert.equal(await chromium.text('h1'), 'Sign-in was refused');
  await screenshot('denied');
});

test('alice signs in with a real browser', async () => {
  const login = await signIn(async () => {
    await screenshot('sign-in');
    await chromium.type('input[name=username]', 'alice');
    await chromium.type('input[name=password]', 'not-her-password');
    await chromium.press('button[value=sign-in]');
    await until('a complaint', async () => (await chromium.text('[role=alert]')).length > 0);
    await screenshot('wrong-password');
    await chromium.type('input[name=password]', 'alice-demo-password');
    await chromium.press('button[value=sign-in]');
  });
  exits(login, Exit.DONE);
  assert.equal(await chromium.text('h1'), 'Back to the terminal');
  await screenshot('signed-in');
  answers(await project.run(['status']), ALICE);
});

test('a second sign-in in the same browser needs no password', async () => {
  exits(await signIn(() => {}), Exit.DONE);
});

test('the browser leaves no secret in what was said', () => {
  const runs = project.said.filter((run) => run.args[0] !== 'demo');
  keepsSecrets(runs, [demo.client_secret, 'alice-demo-password', 'not-her-password']);
});

function signIn(act) {
  return printedPage({ project, chromium, act, env: { GPTAUTH_CLIENT_SECRET: demo.client_secret } });
}

function screenshot(name) {
  return keepScreenshot(chromium, name);
}
