import { createServer } from 'node:net';
import { PATIENCE } from '../harness/patience.mjs';

/** Listens on a free loopback port and returns the origin. It keeps no process from ending. */
export function listen(server, port = 0) {
  return new Promise((done, failed) => {
    server.once('error', failed);
    server.unref();
    server.listen(port, '127.0.0.1', () => done(`http://127.0.0.1:${server.address().port}`));
  });
}

// Twelve for each process: below the range that the system hands out by itself, so that no
// connection of another test takes one meanwhile, and above 10080, which browsers refuse.
let nextPort = 10_100 + (process.pid % 800) * 12;

/** Returns a loopback port that was free a moment ago, for redirect URIs compared exactly. */
export async function freePort() {
  for (;;) {
    const port = nextPort;
    nextPort += 1;
    const probe = createServer();
    try {
      await listen(probe, port);
    } catch (error) {
      if (error.code !== 'EADDRINUSE') throw error;
      continue;
    }
    await new Promise((done) => probe.close(done));
    return port;
  }
}

/** Waits until `server`, a program of its own, answers at `url`. */
export async function answering(url, server) {
  const end = Date.now() + PATIENCE;
  while (!server.hasEnded() && Date.now() < end) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(server.hasEnded() ? `ended before it answered at ${url}` : `no answer from ${url}`);
}
