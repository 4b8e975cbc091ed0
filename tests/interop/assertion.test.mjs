// Clients that prove themselves with a key (`private_key_jwt`) at the engine under Logto, which
// takes each assertion once.

import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { signIn, startAgenda, wholeRound } from './harness/agenda.mjs';
import { Exit, exits, keepsSecrets, says } from './harness/assert.mjs';

const pem = (key) => key.export({ format: 'pem', type: 'pkcs8' });
const jwk = (extra) => (key) => JSON.stringify({ ...key.export({ format: 'jwk' }), ...extra });

const KEYS = [
  { name: 'RSA in PEM', alg: 'RS256', file: pem, pair: generateKeyPairSync('rsa', { modulusLength: 2048 }) },
  { name: 'a JWK that asks for PS256', alg: 'PS256', file: jwk({ alg: 'PS256' }), pair: generateKeyPairSync('rsa', { modulusLength: 2048 }) },
  { name: 'P-256 in PEM', alg: 'ES256', file: pem, pair: generateKeyPairSync('ec', { namedCurve: 'P-256' }) },
  { name: 'P-384 as a JWK', alg: 'ES384', kid: 'mine', file: jwk({ kid: 'mine' }), pair: generateKeyPairSync('ec', { namedCurve: 'P-384' }) },
  { name: 'Ed25519 in PEM', alg: 'EdDSA', file: pem, pair: generateKeyPairSync('ed25519') },
];

function startWithKey(key, registered = key) {
  const publicKey = { ...registered.pair.publicKey.export({ format: 'jwk' }), use: 'sig', kid: key.kid };
  return startAgenda({
    method: 'private_key_jwt',
    client: { jwks: { keys: [publicKey] }, token_endpoint_auth_signing_alg: key.alg },
    policy: { enabledJWA: { idTokenSigningAlgValues: ['ES384'], clientAuthSigningAlgValues: KEYS.map(({ alg }) => alg) } },
    oauth: () => ({ client_key: 'client-key' }),
    files: { 'client-key': key.file(key.pair.privateKey) },
  });
}

for (const key of KEYS) {
  test(`private_key_jwt: the whole round with ${key.name}`, async () => {
    const agenda = await startWithKey(key);
    try {
      await wholeRound(agenda, ['-v']);
      assert.deepEqual(agenda.provider.wire.exchanges.map(({ assertion }) => assertion), [key.alg, key.alg]);
      keepsSecrets(agenda.project.said, agenda.provider.secrets());
    } finally {
      await agenda.stop();
    }
  });
}

test('private_key_jwt: another key than the registered one is refused, and the key is named', async () => {
  const agenda = await startWithKey(KEYS[2], { pair: generateKeyPairSync('ec', { namedCurve: 'P-256' }) });
  try {
    const login = await agenda.project.login(signIn);
    exits(login, Exit.SIGN_IN);
    says(login, /invalid_client/);
    says(login, /key/);
  } finally {
    await agenda.stop();
  }
});
