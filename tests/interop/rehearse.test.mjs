// What `gptauth rehearse` lets happen at the engine under Logto, with refresh tokens that stay and
// with such that are good once.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { signIn, startAgenda } from './harness/agenda.mjs';
import { Exit, answers, exits, keepsSecrets } from './harness/assert.mjs';

const STAYS = { rotateRefreshToken: false };
const ONCE = { rotateRefreshToken: true };

for (const [name, policy, outcomes] of [
  ['refresh tokens stay', STAYS, { 'no-token': true, expired: true, 'refresh-race': true, 'refresh-revoked': false }],
  ['refresh tokens are good once', ONCE, { 'no-token': true, expired: true, 'refresh-race': false, 'refresh-revoked': false }],
]) {
  describe(name, () => {
    let agenda;
    before(async () => (agenda = await startAgenda({ policy })));
    after(() => agenda.stop());

    for (const [scenario, getsAlong] of Object.entries(outcomes)) {
      test(`rehearse ${scenario}: ${name}, ${getsAlong ? 'the user gets along' : 'the user is stranded'}`, async () => {
        exits(await agenda.project.login(signIn, ['--as-chatgpt']), Exit.DONE);
        const rehearsal = await agenda.project.run(['rehearse', scenario, '--yes']);
        exits(rehearsal, getsAlong ? Exit.DONE : Exit.FINDINGS);
        if (!getsAlong) answers(rehearsal, /Missing access token, received 400/);
        keepsSecrets([rehearsal], agenda.provider.secrets());
      });
    }

    test(`rehearse: ${name}, nothing is used up unasked`, async () => {
      exits(await agenda.project.login(signIn, ['--as-chatgpt']), Exit.DONE);
      const before = agenda.provider.wire.exchanges.length;
      const revocations = agenda.provider.wire.revocations;
      for (const scenario of ['refresh-race', 'refresh-revoked']) {
        exits(await agenda.project.run(['rehearse', scenario]), Exit.USAGE);
      }
      assert.equal(agenda.provider.wire.exchanges.length, before);
      assert.equal(agenda.provider.wire.revocations, revocations);
      exits(await agenda.project.run(['call', 'listItems']), Exit.DONE);
    });
  });
}
