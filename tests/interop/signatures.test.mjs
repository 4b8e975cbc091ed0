// ID tokens under each algorithm that providers sign with, from a key set with a key of every kind.

import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { signIn, startAgenda } from './harness/agenda.mjs';
import { Exit, exits, says } from './harness/assert.mjs';

const KEYS = [
  ['RS256', 'rsa', { modulusLength: 2048 }],
  ['ES256', 'ec', { namedCurve: 'P-256' }],
  ['ES384', 'ec', { namedCurve: 'P-384' }],
  ['ES512', 'ec', { namedCurve: 'P-521' }],
  ['EdDSA', 'ed25519', {}],
].map(([alg, type, options]) => {
  const key = generateKeyPairSync(type, options).privateKey.export({ format: 'jwk' });
  // An RSA key without `alg` serves RS256 to PS512 alike.
  return type === 'rsa' ? { ...key, use: 'sig', kid: 'rsa' } : { ...key, use: 'sig', alg, kid: alg };
});
const ALGORITHMS = ['RS256', 'RS512', 'PS256', 'PS384', 'ES256', 'ES512', 'EdDSA'];

function agendaSignedWith(alg) {
  return startAgenda({
    client: { id_token_signed_response_alg: alg },
    policy: { jwks: { keys: KEYS }, enabledJWA: { idTokenSigningAlgValues: [...ALGORITHMS, 'HS256'] } },
  });
}

for (const alg of ALGORITHMS) {
  test(`${alg}: the ID token is validated with its key out of five`, async () => {
    const agenda = await agendaSignedWith(alg);
    try {
      const login = await agenda.project.login(signIn);
      exits(login, Exit.DONE);
      says(login, /✓ .*ID token/);
      assert.equal(agenda.provider.wire.algorithms.at(-1), alg);
    } finally {
      await agenda.stop();
    }
  });
}

test('HS256: an ID token signed with the client secret is not believed, and the algorithm is named', async () => {
  const agenda = await agendaSignedWith('HS256');
  try {
    const login = await agenda.project.login(signIn);
    exits(login, Exit.PROTOCOL);
    says(login, /HS256/);
    exits(await agenda.project.run(['token']), Exit.SIGN_IN);
  } finally {
    await agenda.stop();
  }
});
