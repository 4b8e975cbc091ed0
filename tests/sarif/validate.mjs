// Validates the log on standard input against the schema of SARIF 2.1.0; says what does not fit and
// ends with 1 where something does not.
import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';

// The pattern of `language` in the published schema is no regular expression that engines agree on.
const schema = JSON.parse(
  readFileSync(new URL('schema/sarif-2.1.0.json', import.meta.url), 'utf8'),
  (key, value) => (key === 'pattern' && value.includes('}]?') ? undefined : value),
);
const ajv = new Ajv({ strict: false, allErrors: true });
addFormats(ajv);
const validate = ajv.compile(schema);
if (!validate(JSON.parse(readFileSync(0, 'utf8')))) {
  for (const { instancePath, message } of validate.errors) console.log(`${instancePath}: ${message}`);
  process.exit(1);
}
