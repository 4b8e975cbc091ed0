/** Listens on a free loopback port and returns the origin. It keeps no process from ending. */
export function listen(server, port = 0) {
  return new Promise((done, failed) => {
    server.once('error', failed);
    server.unref();
    server.listen(port, '127.0.0.1', () => done(`http://127.0.0.1:${server.address().port}`));
  });
}

/** Returns a loopback port that was free a moment ago, for redirect URIs compared exactly. */
export async function freePort() {
  const { createServer } = await import('node:net');
  const probe = createServer();
  const origin = await listen(probe);
  await new Promise((done) => probe.close(done));
  return Number(new URL(origin).port);
}

/** Waits until a server that another program starts answers at `url`, for thirty seconds at most. */
export async function answering(url) {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`no answer from ${url}`);
}
