// PyPI `oidc-provider-mock`, as a program. It takes any client and any user.

import { fileURLToPath } from 'node:url';
import { answering, freePort } from './listen.mjs';
import { startProgram } from './program.mjs';

const PROGRAM = fileURLToPath(new URL('../.venv/bin/oidc-provider-mock', import.meta.url));

/** Starts it on a free loopback port. */
export async function startMock() {
  const port = await freePort();
  const server = startProgram(PROGRAM, ['--port', String(port)]);
  const issuer = `http://127.0.0.1:${port}`;
  await answering(`${issuer}/.well-known/openid-configuration`, server);
  return { issuer, close: () => server.stop() };
}
