import assert from 'node:assert/strict';
import { askRuns, postEvents, signatureOf } from '../engine.ts';
import { scenario } from '../scenario.ts';

/** Who is let in, and what is told of runs. */
export const doors = [
  scenario('wrong-event-key', 'Events under a wrong event key are refused', (s) => ({
    functions: [s.fn({ id: 'ran' }, (call) => s.note('ran', call))],
    async run() {
      const { status } = await postEvents(s.engine, [{ name: s.event(), data: { key: s.key } }], 'no-such-event-key');
      assert.ok(status === 401 || status === 403, `it answered ${status}`);
      await s.ended(await s.send());
      assert.equal(s.notes('ran').length, 1);
    },
  })),

  scenario('malformed', 'What is no event is refused', (s) => ({
    functions: [],
    async run() {
      for (const body of ['{ this is no JSON', { data: { text: 'without a name' } }, 'true']) {
        const { status } = await postEvents(s.engine, body);
        assert.ok(status >= 400 && status < 500, `${JSON.stringify(body)} was answered with ${status}`);
      }
    },
  })),

  scenario('unsigned', 'The app refuses calls without a signature, with a wrong one and with an old one', (s) => ({
    functions: [s.fn({ id: 'ran' }, (call) => s.note('ran', call))],
    async run() {
      const body = JSON.stringify({
        ctx: { run_id: 'forged' },
        event: { data: {}, name: s.event() },
        events: [],
        steps: {},
      });
      const url = `${s.appUrl}?fnId=${s.functionId('ran')}&stepId=step`;
      const now = Math.floor(Date.now() / 1000);
      const wrong = signatureOf('signkey-prod-00ff00ff', body);
      const old = signatureOf(s.engine.signingKey, body, now - 3_600);
      for (const signature of [undefined, wrong, old]) {
        const headers = {
          'content-type': 'application/json',
          ...(signature ? { 'x-inngest-signature': signature } : {}),
        };
        for (const method of ['POST', 'PUT']) {
          const { status } = await fetch(url, { method, headers, body });
          assert.equal(status, 401, `${method} with ${signature}`);
        }
      }
      assert.equal(s.notes('ran').length, 0);
    },
  })),

  scenario('runs-closed', 'The runs of an event are told only to who has the signing key', (s) => ({
    functions: [s.fn({ id: 'secret' }, () => 'a secret')],
    async run() {
      const id = await s.send();
      await s.ended(id);
      for (const token of [undefined, 'signkey-prod-00ff00ff']) {
        const response = await askRuns(s.engine, id, token);
        assert.equal(response.status, 401);
        assert.doesNotMatch(await response.text(), /a secret/);
      }
    },
  })),

  scenario(
    'runs-told',
    'A run is listed as running until it ends, then with its output and the time of its end',
    (s) => ({
      functions: [
        s.fn({ id: 'told' }, async (call) => {
          await call.step.run('begin', () => s.note('began', call));
          await call.step.sleep('while', '6s');
          return { done: true };
        }),
      ],
      async run() {
        const id = await s.send();
        await s.seen('began');
        const [running] = await s.runs(id);
        assert.equal(running?.status, 'Running');
        assert.ok(!running?.ended_at);
        const ended = await s.ended(id);
        assert.equal(ended.run_id, running?.run_id);
        assert.equal(ended.event_id, id);
        assert.deepEqual(ended.output, { done: true });
        assert.ok(Math.abs(Date.parse(String(ended.ended_at)) - Date.now()) < 60_000);
      },
    }),
  ),
];
