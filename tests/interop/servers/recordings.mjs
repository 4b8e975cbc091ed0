// Exchanges recorded with curl at a real Logto, one file each: `# $ curl …` and then the answer with
// its headers. Other people's recordings are no part of the project; tests use them where they are.

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../../../../shared/captures/logto/', import.meta.url));

/** Where the recorded server stood. */
export const RECORDED_ORIGIN = 'http://127.0.0.1:3001';

/** Why there is nothing to replay, or `false`. */
export const RECORDINGS_ARE_MISSING = existsSync(FOLDER) ? false : `no recordings of a real Logto in ${FOLDER}`;

/** Reads every exchange with the recorded server, by name. */
export function readRecordings() {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.http'))
    .sort()
    .flatMap((file) => {
      const [, command, text] = /^# \$ (curl .*)\n([^]*)$/.exec(readFileSync(FOLDER + file, 'utf8')) ?? [];
      if (!command) throw new Error(`no curl command in ${file}`);
      const request = parseCurl(command);
      if (request?.url.origin !== RECORDED_ORIGIN) return [];
      return [{ name: file.slice(0, -'.http'.length), request, answer: parseAnswer(text) }];
    });
}

function parseAnswer(text) {
  const [head, ...rest] = text.replaceAll('\r', '').split('\n\n');
  const [status, ...lines] = head.split('\n');
  const headers = lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]);
  return { status: Number(status.split(' ')[1]), headers, body: rest.join('\n\n').replace(/\n$/, '') };
}

/** As much of curl's command line as the recordings have; nothing where the answer was not kept. */
function parseCurl(command) {
  const [, ...words] = shellWords(command);
  const request = { headers: new Headers(), body: undefined };
  const data = [];
  let method;
  let asQuery = false;
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word === '-X') method = words.shift();
    else if (word === '-I') method = 'HEAD';
    else if (word === '--get') asQuery = true;
    else if (word === '-u') request.headers.set('authorization', `Basic ${btoa(words.shift())}`);
    else if (word === '-d') data.push(words.shift());
    else if (word === '--data-urlencode') data.push(encoded(words.shift()));
    else if (word === '-o') return undefined;
    else if (word === '-H') {
      const [name, ...value] = words.shift().split(': ');
      request.headers.set(name, value.join(': '));
    } else if (word === '-b') request.headers.set('cookie', words.shift());
    else if (['-c', '--max-time', '--resolve', '-w'].includes(word)) words.shift();
    else if (!word.startsWith('-')) request.url = new URL(word);
  }
  if (asQuery) request.url.search += `&${data.join('&')}`;
  else if (data.length > 0) {
    request.body = data.join('&');
    if (!request.headers.has('content-type')) request.headers.set('content-type', 'application/x-www-form-urlencoded');
  }
  request.method = method ?? (request.body === undefined ? 'GET' : 'POST');
  return request;
}

function encoded(field) {
  const equals = field.indexOf('=');
  return `${field.slice(0, equals + 1)}${encodeURIComponent(field.slice(equals + 1))}`;
}

/** Divides a command as a POSIX shell does: blanks, single quotes, double quotes, backslashes. */
function shellWords(command) {
  const words = command.match(/(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\])+/g) ?? [];
  return words.map((word) =>
    word.replace(/'([^']*)'|"((?:\\.|[^"\\])*)"|\\(.)/g, (_all, single, double, one) =>
      single ?? double?.replace(/\\(["\\$`])/g, '$1') ?? one,
    ),
  );
}
