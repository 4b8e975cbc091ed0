// Debian's `glewlwyd`: an OpenID provider in C with a sign-in page in JavaScript, a database of
// its own, JWTs as access tokens and single-use refresh tokens. It is configured through its
// administration API, as its documentation says (usr/share/doc/glewlwyd).

import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { freshBrowser } from '../harness/scripted-browser.mjs';
import { answering, freePort } from './listen.mjs';
import { startProgram } from './program.mjs';
import { ACCOUNT } from './sign-in.mjs';

const ROOT = fileURLToPath(new URL('../.glewlwyd/', import.meta.url));
const PROGRAM = join(ROOT, 'usr/bin/glewlwyd');
const SCHEMA = join(ROOT, 'usr/share/doc/glewlwyd/database/init.sqlite3.sql.gz');
const PLUGIN = 'oidc';

/** Why it cannot be started here, or `false`. */
export const GLEWLWYD_IS_MISSING = existsSync(join(ROOT, 'complete'))
  ? false
  : "Debian's glewlwyd is not there, see install-glewlwyd.sh";

/** Starts it on a free loopback port, with one user and the clients given (see `glewlwydClient`). */
export async function startGlewlwyd({ clients }) {
  const folder = mkdtempSync(join(tmpdir(), 'gptauth-glewlwyd-'));
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  createDatabase(join(folder, 'database'));
  writeFileSync(join(folder, 'glewlwyd.conf'), serverConfiguration({ folder, port, origin }));
  const server = startProgram(PROGRAM, ['--config-file', join(folder, 'glewlwyd.conf')], { env: environment() });
  await answering(`${origin}/config`, server);

  const admin = await administrator(origin);
  await admin('POST', '/mod/plugin/', pluginInstance(`${origin}/api/${PLUGIN}`));
  const scope = ['openid', 'g_profile'];
  await admin('POST', '/user/', { ...ACCOUNT, name: 'Alice', email: 'alice@example.com', scope, enabled: true });
  for (const client of clients) await admin('POST', '/client/', client);

  return {
    issuer: `${origin}/api/${PLUGIN}`,
    origin,
    log: () => readFileSync(join(folder, 'log'), 'utf8'),
    close: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A confidential client with one redirect URI. */
export function glewlwydClient({ id, secret, method, redirectUri }) {
  return {
    client_id: id,
    client_secret: secret,
    confidential: true,
    enabled: true,
    redirect_uri: [redirectUri],
    authorization_type: ['code', 'refresh_token', 'delete_token'],
    token_endpoint_auth_method: [method],
  };
}

/** What a user does at its sign-in page, whose JavaScript speaks to the API below /api/auth. */
export async function signInAtGlewlwyd(url, browser = freshBrowser()) {
  const page = await browser.open(url);
  if (page.url.pathname !== '/login.html') return page;
  const asked = page.url.searchParams;
  const send = async (method, path, body) => {
    const json = new Blob([JSON.stringify(body)], { type: 'application/json' });
    const answer = await browser.open(new URL(`/api/auth${path}`, page.url), { method, body: json });
    if (answer.status !== 200) throw new Error(`${method} ${path}: ${answer.status} ${answer.html}`);
  };
  await send('POST', '/', ACCOUNT);
  await send('PUT', `/grant/${encodeURIComponent(asked.get('client_id'))}/`, { scope: asked.get('scope') });
  const on = new URL(asked.get('callback_url'));
  on.searchParams.set('g_continue', '');
  return browser.open(on);
}

function createDatabase(path) {
  const statements = `PRAGMA synchronous = OFF;\nBEGIN;\n${gunzipSync(readFileSync(SCHEMA))}\nCOMMIT;\n`;
  const { error, status, stderr } = spawnSync('sqlite3', ['-bail', path], {
    input: statements,
    encoding: 'utf8',
    env: environment(),
  });
  if (status !== 0) throw error ?? new Error(`sqlite3: ${stderr}`);
}

/** Where programs and libraries are: those of the machine, and beside them what was unpacked. */
function environment() {
  const libraries = readdirSync(join(ROOT, 'usr/lib')).map((name) => join(ROOT, 'usr/lib', name));
  return {
    PATH: `${process.env.PATH}:${join(ROOT, 'usr/bin')}`,
    LD_LIBRARY_PATH: libraries.join(':'),
  };
}

function serverConfiguration({ folder, port, origin }) {
  const types = { html: 'text/html', css: 'text/css', js: 'application/javascript', json: 'application/json' };
  const mimeTypes = Object.entries(types).map(
    ([extension, type]) => `{ extension = ".${extension}"; mime_type = "${type}"; }`,
  );
  return `
port = ${port}
bind_address = "127.0.0.1"
external_url = "${origin}"
login_url = "login.html"
api_prefix = "api"
static_files_path = "${join(ROOT, 'usr/share/glewlwyd/webapp/')}"
static_files_mime_types = (${mimeTypes.join(', ')})
log_mode = "file"
log_level = "INFO"
log_file = "${join(folder, 'log')}"
session_key = "GLEWLWYD2_SESSION_ID"
session_expiration = 2419200
cookie_secure = false
login_api_enabled = true
admin_scope = "g_admin"
profile_scope = "g_profile"
user_module_path = "${ROOT}usr/lib/glewlwyd/user"
client_module_path = "${ROOT}usr/lib/glewlwyd/client"
user_auth_scheme_module_path = "${ROOT}usr/lib/glewlwyd/scheme"
plugin_module_path = "${ROOT}usr/lib/glewlwyd/plugin"
hash_algorithm = "SHA512"
database = { type = "sqlite3"; path = "${join(folder, 'database')}"; };
`;
}

/** Signs in as the administrator that a new database comes with. */
async function administrator(origin) {
  let cookie;
  const send = async (method, path, body) => {
    const headers = { 'content-type': 'application/json', ...(cookie && { cookie }) };
    const answer = await fetch(`${origin}/api${path}`, { method, headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`glewlwyd: ${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  };
  const signedIn = await send('POST', '/auth/', { username: 'admin', password: 'password' });
  cookie = signedIn.headers.getSetCookie()[0].split(';')[0];
  return send;
}

function pluginInstance(issuer) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = (key, type) => key.export({ format: 'pem', type });
  return {
    module: 'oidc',
    name: PLUGIN,
    display_name: 'OpenID Connect',
    parameters: {
      iss: issuer,
      'jwt-type': 'ecdsa',
      'jwt-key-size': '256',
      key: pem(privateKey, 'pkcs8'),
      cert: pem(publicKey, 'spki'),
      'jwks-show': true,
      'access-token-duration': 3600,
      'refresh-token-duration': 1209600,
      'code-duration': 60,
      'refresh-token-rolling': true,
      'refresh-token-one-use': 'always',
      'allow-non-oidc': true,
      'auth-type-code-enabled': true,
      'auth-type-code-revoke-replayed': true,
      'auth-type-refresh-enabled': true,
      'auth-type-token-enabled': false,
      'auth-type-password-enabled': false,
      'auth-type-client-enabled': false,
      'auth-type-device-enabled': true,
      'pkce-allowed': true,
      'pkce-required': false,
      'introspection-revocation-allowed': true,
      'introspection-revocation-allow-target-client': true,
      'oauth-as-iss-id': true,
      'oauth-par-allowed': true,
      'oauth-par-duration': 90,
      'oauth-par-request_uri-prefix': 'urn:ietf:params:oauth:request_uri:',
      'subject-type': 'public',
      'name-claim': 'on-demand',
      'email-claim': 'on-demand',
      'allowed-scope': ['openid'],
    },
  };
}
