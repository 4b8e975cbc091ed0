// The agenda's five operations in FastAPI (fastapi/agenda.py), as a program.

import { fileURLToPath } from 'node:url';
import { backDoor } from './back-door.mjs';
import { answering, freePort } from './listen.mjs';
import { startProgram } from './program.mjs';

const PYTHON = fileURLToPath(new URL('../.venv/bin/python', import.meta.url));
const AGENDA = fileURLToPath(new URL('fastapi/agenda.py', import.meta.url));

/** Starts it on a free loopback port; `userinfo` is the provider's Userinfo endpoint. */
export async function startFastApi({ userinfo }) {
  const port = await freePort();
  const server = startProgram(PYTHON, [AGENDA, String(port), userinfo]);
  const origin = `http://127.0.0.1:${port}`;
  await answering(`${origin}/back-door/items`, server);
  return { url: `${origin}/api`, ...backDoor(origin), close: () => server.stop() };
}
