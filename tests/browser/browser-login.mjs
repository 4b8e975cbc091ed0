// One `gptauth login` whose page a real browser opens, as its user would.

import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AUTHORIZATION_URL } from '../interop/harness/gptauth.mjs';
import { until } from './webdriver.mjs';

/** Hands over the URL that `login --no-browser` prints. */
export async function printedPage({ project, chromium, env, act, args = [] }) {
  const login = project.start(['login', '--no-browser', ...args], { env });
  const [url] = await login.says(AUTHORIZATION_URL);
  return finish({ login, url, chromium, act });
}

/** Hands over the URL with which `login` starts the program that $BROWSER names. */
export async function startedPage({ project, chromium, env, act, args = [] }) {
  const script = join(project.directory, 'browser.sh');
  const note = join(project.directory, 'browser.url');
  rmSync(note, { force: true });
  writeFileSync(script, `#!/bin/sh\nprintf '%s\\n' "$1" >"${note}.new" && mv "${note}.new" "${note}"\n`);
  chmodSync(script, 0o755);
  const login = project.start(['login', ...args], { env: { ...env, BROWSER: script } });
  let hasEnded = false;
  login.ended.then(() => (hasEnded = true));
  await until('login starts the browser', () => hasEnded || readFileSync(note, 'utf8').endsWith('\n'));
  return finish({ login, url: readFileSync(note, 'utf8').trim(), chromium, act });
}

/** Opens `url`, acts there, and waits for the page of the callback. */
async function finish({ login, url, chromium, act }) {
  const redirectUri = new URL(url).searchParams.get('redirect_uri');
  await chromium.open(url);
  await act();
  const ended = await login.ended;
  const isThere = async () => (await chromium.url()).startsWith(redirectUri) && (await chromium.text('h1')) !== '';
  await until('the page of the callback', isThere);
  return ended;
}

/** Keeps a picture of what the browser shows in the ignored folder screenshots/. */
export function screenshot(chromium, name) {
  return chromium.screenshot(fileURLToPath(new URL(`screenshots/${name}.png`, import.meta.url)));
}
