// PyPI `django-oauth-toolkit` in a Django project of its own (django/provider.py), as a program.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freshBrowser } from '../harness/scripted-browser.mjs';
import { answering, freePort } from './listen.mjs';
import { startProgram } from './program.mjs';
import { ACCOUNT } from './sign-in.mjs';

const PYTHON = fileURLToPath(new URL('../.venv/bin/python', import.meta.url));
const PROJECT = fileURLToPath(new URL('django/provider.py', import.meta.url));

/** Starts it on a free loopback port, with one user and confidential clients: `{ id, secret, redirectUri }`. */
export async function startDjango({ clients }) {
  const folder = mkdtempSync(join(tmpdir(), 'gptauth-django-'));
  const port = await freePort();
  const registered = clients.map(({ id, secret, redirectUri }) => ({
    client_id: id,
    client_secret: secret,
    client_type: 'confidential',
    name: 'Agenda',
    redirect_uris: redirectUri,
  }));
  const server = startProgram(PYTHON, [PROJECT, String(port), join(folder, 'database')], {
    input: JSON.stringify({ user: { ...ACCOUNT, email: 'alice@example.com' }, clients: registered }),
  });
  const issuer = `http://127.0.0.1:${port}/o`;
  await answering(`${issuer}/.well-known/openid-configuration`, server);
  return {
    issuer,
    close: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What a user does: sign in with user name and password, and press "Authorize". */
export async function signInAtDjango(url, browser = freshBrowser()) {
  const page = await browser.open(url);
  if (page.url.pathname !== '/login') return page;
  const consent = await browser.submit(page, ACCOUNT);
  return consent.url.pathname === '/o/authorize/'
    ? browser.submit(consent, {}, { allow: 'Authorize' })
    : consent;
}

/** A user who signs in and then presses "Cancel". */
export async function cancelAtDjango(url) {
  const browser = freshBrowser();
  return browser.submit(await browser.submit(await browser.open(url), ACCOUNT), {});
}
