// One working set: provider, API, a project that points at both, and users with a browser each.

import { readFileSync } from 'node:fs';
import { startApi } from '../servers/api.mjs';
import { freePort } from '../servers/listen.mjs';
import { startProvider, traditionalClient } from '../servers/provider.mjs';
import { ACCOUNT, OTHER_ACCOUNT } from '../servers/sign-in.mjs';
import { Exit, answers, exits } from './assert.mjs';
import { makeProject } from './gptauth.mjs';
import { freshBrowser } from './scripted-browser.mjs';

export const CLIENT_SECRET = 'canary-client-secret-5f3759df';
export const SCHEMA = readFileSync(new URL('../openapi.yaml', import.meta.url), 'utf8');

/** The document with the five operations of Logto's tutorial, as `gptauth init` writes it. */
export const AGENDA_SCHEMA = readFileSync(new URL('../../../templates/agenda.yaml', import.meta.url), 'utf8')
  .replace('{{title}}', 'Agenda')
  .replace('{{server}}', 'https://api.example.com/api');

/**
 * Starts everything. `client` replaces metadata of the registered client, `policy` settings of the
 * provider, and `oauth` lines of the project's `[oauth]` table; `files` are added to the project's;
 * `serve` starts another API than the small one.
 */
export async function startAgenda({
  method = 'client_secret_post',
  client: metadata,
  policy,
  oauth = () => ({}),
  files,
  serve = startApi,
  tokenStore,
  environment,
} = {}) {
  const redirectUri = `http://127.0.0.1:${await freePort()}/callback`;
  const usual = traditionalClient({ id: 'agenda-gpt', secret: CLIENT_SECRET, method, redirectUri });
  const client = { ...usual, ...metadata };
  const provider = await startProvider({ clients: [client], policy });
  const api = await serve({ userinfo: `${provider.issuer}/me` });
  const settings = {
    issuer: provider.issuer,
    client_id: client.client_id,
    token_endpoint_auth_method: method,
    scope: 'openid offline_access profile',
    loopback_redirect_uri: redirectUri,
    ...oauth(provider),
  };
  const project = makeProject({
    files: { 'gptauth.toml': projectFile(api.url, settings), 'openapi.yaml': SCHEMA, ...files },
    environment: { GPTAUTH_CLIENT_SECRET: client.client_secret, ...environment },
    tokenStore,
  });
  return {
    provider,
    api,
    project,
    stop: async () => {
      project.remove();
      await Promise.all([provider.close(), api.close()]);
    },
  };
}

/** A `gptauth.toml`; settings that are undefined are left out. `environments` have settings each. */
export function projectFile(server, settings, environments = {}) {
  const named = Object.entries(environments).map(([name, own]) => table(`env.${name}.oauth`, own));
  const top = `schema = "openapi.yaml"\nserver = ${JSON.stringify(server)}\n`;
  return [top, table('oauth', settings), ...named].join('\n');
}

function table(name, settings) {
  const lines = Object.entries(settings)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key} = ${JSON.stringify(value)}\n`);
  return `[${name}]\n${lines.join('')}`;
}

/** What a user does at the sign-in page: user name, password, and consent where it is asked for. */
export const signIn = (url, browser) => signInAs(ACCOUNT, url, browser);

/** What another user does there. */
export const signInAsOther = (url) => signInAs(OTHER_ACCOUNT, url);

async function signInAs(account, url, browser = freshBrowser()) {
  const consent = await browser.submit(await browser.open(url), account, { answer: 'continue' });
  return consent.url.pathname.startsWith('/sign-in/')
    ? browser.submit(consent, {}, { answer: 'continue' })
    : consent;
}

/** What `login`, `status`, `call`, `refresh` and `logout` have to do with any client. */
export async function wholeRound({ project }, args = []) {
  const login = await project.login(signIn, args);
  exits(login, Exit.DONE);
  answers(await project.run(['status']), /alice/);
  exits(await project.run(['call', 'listItems']), Exit.DONE);
  exits(await project.run(['refresh']), Exit.DONE);
  exits(await project.run(['logout']), Exit.DONE);
  exits(await project.run(['token']), Exit.SIGN_IN);
  return login;
}

/** A user who presses Cancel. */
export async function cancel(url) {
  const browser = freshBrowser();
  return browser.submit(await browser.open(url), {}, { answer: 'cancel' });
}
