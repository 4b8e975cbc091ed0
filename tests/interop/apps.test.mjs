// The agenda's five operations as Express and FastAPI serve them, behind npm `oidc-provider`: what is
// right passes and is left as it was, and each mistake that is made on purpose is found by its name.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { AGENDA_SCHEMA, signIn, signInAsOther, startAgenda } from './harness/agenda.mjs';
import { Exit, answers, exits, json, keepsSecrets } from './harness/assert.mjs';
import { startExpress } from './servers/express.mjs';
import { startFastApi } from './servers/fastapi.mjs';

const EXPRESS = ['Express'];
const BOTH = ['Express', 'FastAPI'];

const ITEMS = [
  { id: '1', owner: 'alice', date: '2026-11-24', text: 'Dentist' },
  { id: '2', owner: 'bob', date: '2026-11-25', text: 'A surprise for Alice' },
  { id: '3', owner: 'alice', date: '2026-11-26', text: 'Call Bob <b>& co</b> | "soon" # ünïcödé' },
];

/**
 * What is wrong, and which steps of `gptauth test --write --other-account bob` say so with which codes
 * (or the status, where that says it all). No other step fails. `notes` is what is said of steps that
 * pass, and `leaves` counts the items that such an API makes impossible to remove.
 */
const FAULTS = [
  { fault: '200 for 201', of: BOTH, finds: ['createItems creates: GA609'] },
  { fault: 'a body for 204', of: BOTH, finds: ['deleteItemById deletes: GA609'] },
  { fault: '202 for 200', of: EXPRESS, finds: ['getItemById answers: GA609', 'getItemById reads-back: GA609'] },
  { fault: 'a list that is not awaited', of: EXPRESS, finds: ['listItems answers: GA611'] },
  { fault: 'an update that is not awaited', of: EXPRESS, finds: ['updateItemById updates: GA611'] },
  // A coroutine is not made into `{}`: the framework itself stumbles over it, whoever asks.
  {
    fault: 'an update that is not awaited',
    of: ['FastAPI'],
    finds: ['updateItemById refuses-other-user: 500', 'updateItemById updates: 500'],
  },
  {
    fault: 'a member that is missing',
    of: EXPRESS,
    finds: ['getItemById answers: GA611', 'getItemById reads-back: GA611 GA619'],
  },
  {
    fault: 'a number for a string',
    of: EXPRESS,
    finds: ['getItemById answers: GA611', 'getItemById reads-back: GA611 GA619'],
  },
  { fault: 'JSON called plain text', of: EXPRESS, finds: ['listItems answers: GA610'] },
  { fault: 'a page of HTML with status 200', of: EXPRESS, finds: ['listItems answers: GA604 GA610'] },
  { fault: 'an error page', of: EXPRESS, finds: ['listItems answers: 500'] },
  { fault: 'more than ChatGPT takes', of: EXPRESS, finds: ['listItems answers: GA602'] },
  {
    fault: 'no token asked for',
    of: BOTH,
    finds: ['getItemById refuses-missing-token: GA607', 'getItemById refuses-forged-token: GA607'],
  },
  {
    fault: 'no token asked for by POST',
    of: EXPRESS,
    finds: ['createItems refuses-missing-token: GA607', 'createItems refuses-forged-token: GA607'],
    leaves: 2,
  },
  { fault: 'no token asked for by DELETE', of: EXPRESS, finds: ['deleteItemById refuses-missing-token: GA607'] },
  { fault: 'any token will do', of: EXPRESS, finds: everywhere('refuses-forged-token: GA607') },
  { fault: '403 for a missing token', of: EXPRESS, finds: everywhere('refuses-missing-token: GA608') },
  { fault: "everyone's items", of: BOTH, finds: ['listItems omits-others-items: GA617'] },
  { fault: "anyone's item", of: BOTH, finds: ['getItemById refuses-other-user: GA617'] },
  { fault: "anyone's item to change", of: EXPRESS, finds: ['updateItemById refuses-other-user: GA618'] },
  { fault: "anyone's item to delete", of: EXPRESS, finds: ['deleteItemById refuses-other-user: GA618'] },
  { fault: 'an update that is not stored', of: BOTH, finds: ['getItemById reads-back: GA619'] },
  { fault: 'a deletion that deletes nothing', of: EXPRESS, finds: ['getItemById is-gone: GA615'], leaves: 1 },
  // Somebody else may have been at work in between, so that this alone fails no test.
  { fault: 'a GET that writes', of: EXPRESS, finds: [], notes: ['listItems answers-again: GA616'], grows: true },
];

function everywhere(what) {
  const operations = ['listItems', 'getItemById', 'createItems', 'updateItemById', 'deleteItemById'];
  return operations.map((operation) => `${operation} ${what}`);
}

for (const [name, serve] of [['Express', startExpress], ['FastAPI', startFastApi]]) {
  describe(name, () => {
    let agenda;
    const run = (...args) => agenda.project.run(args);

    before(async () => {
      agenda = await startAgenda({ serve, files: { 'openapi.yaml': AGENDA_SCHEMA } });
      exits(await agenda.project.login(signIn), Exit.DONE);
      exits(await agenda.project.login(signInAsOther, ['--account', 'bob']), Exit.DONE);
    });
    after(() => agenda.stop());

    test(`${name}: test and test --write pass, and leave the items as they were`, async () => {
      await agenda.api.fill(ITEMS);
      const runs = [
        [],
        ['--write'],
        ['--write', '--account', 'bob'],
        ['--other-account', 'bob', '--jobs', '1'],
        ['--write', '--other-account', 'bob', '--jobs', '16', '--seed', '7'],
      ];
      for (const args of runs) {
        const tested = await run('test', ...args, '--format', 'json');
        exits(tested, Exit.DONE);
        const { failed, not_run, enforcement_tested, leftovers, skipped } = json(tested);
        const called = args.includes('--write') ? 0 : 3;
        assert.deepEqual(
          { failed, not_run, enforcement_tested, leftovers, skipped: skipped.length },
          { failed: 0, not_run: 0, enforcement_tested: true, leftovers: [], skipped: called },
        );
        assert.deepEqual(await agenda.api.items(), ITEMS);
      }
    });

    test(`${name}: call makes, reads, changes and removes an item, each user's own`, async () => {
      await agenda.api.fill(ITEMS);
      const text = 'Zahnärztin "Dr. Šimić" & Co.';
      const made = await run('call', 'createItems', '--yes', 'date=2026-12-01', `text=${text}`);
      exits(made, Exit.DONE);
      const { id } = json(made);
      assert.deepEqual((await agenda.api.items()).at(-1), { id, owner: 'alice', date: '2026-12-01', text });
      exits(await run('call', 'updateItemById', '--yes', `id=${id}`, 'text=Later'), Exit.DONE);
      assert.deepEqual(json(await run('call', 'getItemById', `id=${id}`)), { id, date: '2026-12-01', text: 'Later' });
      const foreign = await run('call', 'getItemById', `id=${id}`, '--account', 'bob');
      exits(foreign, Exit.FINDINGS);
      answers(foreign, /Not Found/);
      exits(await run('call', 'deleteItemById', '--yes', `id=${id}`), Exit.DONE);
      assert.deepEqual(await agenda.api.items(), ITEMS);
      assert.deepEqual(json(await run('call', 'listItems')).map((item) => item.id), ['1', '3']);
      assert.deepEqual(json(await run('call', 'listItems', '--account', 'bob')).map((item) => item.id), ['2']);
    });

    test(`${name}: a token that the provider forgot is refreshed, and the test passes`, async () => {
      await agenda.api.fill(ITEMS);
      const { stdout } = await run('token');
      await agenda.provider.forget(stdout.trim());
      exits(await run('test', '--write'), Exit.DONE);
      assert.deepEqual(await agenda.api.items(), ITEMS);
    });

    for (const { fault, finds, notes = [], leaves = 0, grows = false } of faultsOf(name)) {
      test(`${name}: ${fault} is found, and nothing else`, async () => {
        await agenda.api.fill(ITEMS);
        await agenda.api.break(fault);
        const tested = await run('test', '--write', '--other-account', 'bob', '--format', 'json');
        await agenda.api.break();
        exits(tested, finds.length === 0 ? Exit.DONE : Exit.FINDINGS);
        const report = json(tested);
        assert.deepEqual(said(report, 'reasons'), finds, tested.stdout);
        assert.deepEqual(said(report, 'notes'), notes, tested.stdout);
        const items = await agenda.api.items();
        assert.deepEqual(items.slice(0, ITEMS.length), ITEMS);
        const left = grows ? [] : items.slice(ITEMS.length).map(({ id }) => `/items/${id}`);
        assert.deepEqual(report.leftovers.map(({ path }) => path).sort(), left.sort(), tested.stdout);
        assert.equal(left.length, leaves);
      });
    }

    test(`${name}: nothing that was said holds a secret`, () => {
      keepsSecrets(agenda.project.said, agenda.provider.secrets());
    });
  });
}

function faultsOf(name) {
  return FAULTS.filter(({ of }) => of.includes(name));
}

/** Which steps have `reasons` (or `notes`), each once, with their codes. */
function said({ steps }, kind) {
  const told = steps.filter((step) => step.outcome !== 'not_run' && step[kind].length > 0);
  const words = told.map(({ operation, check, [kind]: all, call }) => {
    const codes = new Set(all.map(({ code }) => code ?? call?.status));
    return `${operation} ${check}: ${[...codes].join(' ')}`;
  });
  return [...new Set(words)];
}
