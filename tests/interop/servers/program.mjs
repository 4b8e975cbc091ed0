// A server that is a program of its own. It ends with the test run, however that ends.

import { spawn } from 'node:child_process';

/** Starts `program`, and returns what stops it. */
export function startProgram(program, args, options = {}) {
  const server = spawn(program, args, { stdio: 'ignore', ...options });
  const kill = () => server.kill('SIGKILL');
  const ended = new Promise((done) => {
    server.once('error', done);
    server.once('exit', done);
  });
  process.once('exit', kill);
  return {
    stop: () => {
      process.off('exit', kill);
      server.kill();
      return ended;
    },
  };
}
