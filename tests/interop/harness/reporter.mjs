// A reporter for `node --test` that reads like cargo's: one line a test, what was skipped and why,
// the failures in full, and `N passed, N failed` alone on the last line.

export default async function* reporter(source) {
  let passed = 0;
  const failures = [];
  let noise = '';
  for await (const { type, data } of source) {
    if (type === 'test:pass' && data.skip !== undefined) {
      yield `test ${data.name} ... skipped: ${data.skip}\n`;
    } else if (type === 'test:pass' && !isGroup(data)) {
      passed += 1;
      yield `test ${data.name} ... ok\n`;
    } else if (type === 'test:fail' && !isGroup(data)) {
      failures.push(data);
      yield `test ${data.name} ... FAILED\n`;
    } else if (type === 'test:stderr') {
      noise += data.message;
    }
  }
  // What servers grumble is of interest only beside a failure.
  if (failures.length > 0) yield `\n${noise}`;
  for (const { name, details } of failures) {
    const cause = details.error.cause ?? details.error;
    yield `\n---- ${name} ----\n${cause.stack ?? cause}\n`;
  }
  yield `\n${passed} passed, ${failures.length} failed\n`;
}

/** A group or file is told by its tests; only a failure of its own, outside of them, counts. */
function isGroup({ details, file, name }) {
  if (details.type !== 'suite' && !(file && name.endsWith('.mjs'))) return false;
  return details.error?.failureType !== 'hookFailed' && details.error?.failureType !== 'testCodeFailure';
}
