// A request as bytes, for what no client would send.

import { connect } from 'node:net';
import { PATIENCE } from './patience.mjs';

/** Sends `GET path` with these header lines, and returns status and the header block of the answer. */
export function rawGet(port, path, lines) {
  const head = [`GET ${path} HTTP/1.1`, `Host: 127.0.0.1:${port}`, 'Connection: close', ...lines];
  return new Promise((done, failed) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1')));
    let text = '';
    socket.setEncoding('latin1').setTimeout(PATIENCE, () => socket.destroy(new Error('no answer')));
    socket.on('data', (data) => (text += data));
    socket.on('error', (error) => (text ? undefined : failed(error)));
    socket.on('close', () => {
      const [status, ...headers] = text.split('\r\n\r\n')[0].split('\r\n');
      done({ status: Number(status?.split(' ')[1] ?? 0), headers });
    });
  });
}
