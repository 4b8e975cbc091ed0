// A server that is a program of its own. It ends with the test run, however that ends.

import { spawn } from 'node:child_process';

/** Starts `program`, hands it `input`, and what it says to `heard`; returns what stops it. */
export function startProgram(program, args, { cwd, env, input = '', heard } = {}) {
  // The reporter shows what it complains of, beside a failure only.
  const server = spawn(program, args, { cwd, env, stdio: ['pipe', heard ? 'pipe' : 'ignore', heard ? 'pipe' : 'inherit'] });
  for (const stream of [server.stdout, server.stderr]) stream?.on('data', heard).unref();
  server.stderr?.pipe(process.stderr, { end: false });
  server.stdin.on('error', () => {});
  server.stdin.end(input);
  // Where a test fails before it stops its server, that keeps no test run from ending.
  server.unref();
  const kill = () => server.kill('SIGKILL');
  let hasEnded = false;
  const ended = new Promise((done) => {
    server.once('error', done);
    server.once('exit', done);
  }).then(() => (hasEnded = true));
  process.once('exit', kill);
  return {
    hasEnded: () => hasEnded,
    stop: async () => {
      process.off('exit', kill);
      server.ref();
      server.kill();
      await ended;
    },
  };
}
