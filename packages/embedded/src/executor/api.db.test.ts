import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../../../testing/src/database.ts';
import { KEYS, openExecutor, type TestExecutor } from '../../../testing/src/executor-app.ts';
import { until } from '../../../testing/src/product/until.ts';
import { bearerOf } from './signature.ts';

let db: TestDatabase;
let executor: TestExecutor;
beforeAll(async () => {
  db = await createDatabase();
  executor = openExecutor(db.jobsUrl, (inngest) => [
    inngest.createFunction({ id: 'echo', triggers: [{ event: 'test/echo' }] }, async ({ event }) => event.data),
    inngest.createFunction({ id: 'caller', triggers: [{ event: 'test/caller' }] }, async ({ step }) => {
      await step.sleep('long', '1h');
    }),
  ]);
  await executor.start();
});
afterAll(async () => {
  await executor.stop();
  await db.drop();
});

const authorization = `Bearer ${bearerOf(KEYS.signingKey)}`;
const ask = (method: string, path: string, body?: string | Buffer, headers: Record<string, string> = {}) =>
  executor.handle(new Request(`http://jobs.internal${path}`, { method, body, headers }));
const refusals = async () => (await executor.stats()).refused;

const refused: [name: string, reason: string, status: number, ask: () => Promise<Response>, error: RegExp][] = [
  ['a wrong event key', 'wrongKey', 401, () => ask('POST', '/e/wrong', '{}'), /event key/],
  ['an event key that cannot be read', 'wrongKey', 401, () => ask('POST', '/e/%zz', '{}'), /event key/],
  [
    'an event whose name is half a character',
    'malformed',
    400,
    () => ask('POST', `/e/${KEYS.eventKey}`, '{"name":"\\ud800"}'),
    /well-formed/,
  ],
  [
    'an event that only the executor tells',
    'malformed',
    400,
    () => ask('POST', `/e/${KEYS.eventKey}`, '{"name":"inngest/function.failed"}'),
    /executor itself/,
  ],
  ['runs without the signing key', 'wrongKey', 401, () => ask('GET', '/v1/runs/x'), /signing key/],
  [
    'a checkpoint with the bare signing key',
    'wrongKey',
    401,
    () => ask('POST', '/v1/checkpoint/x/async', '{}', { authorization: `Bearer ${KEYS.signingKey}` }),
    /signing key/,
  ],
  ['what is no JSON', 'malformed', 400, () => ask('POST', `/e/${KEYS.eventKey}`, '{'), /not JSON/],
  ['an event without a name', 'malformed', 400, () => ask('POST', `/e/${KEYS.eventKey}`, '{"data":{}}'), /name/],
  [
    'an event whose data is a list',
    'malformed',
    400,
    () => ask('POST', `/e/${KEYS.eventKey}`, '{"name":"a","data":[]}'),
    /must be an object/,
  ],
  [
    'an event with a nameless sibling',
    'malformed',
    400,
    () => ask('POST', `/e/${KEYS.eventKey}`, '[{"name":"test/echo"},{}]'),
    /name/,
  ],
  [
    'an event that is too large',
    'tooLarge',
    413,
    () => ask('POST', `/e/${KEYS.eventKey}`, JSON.stringify({ name: 'a', data: { text: 'x'.repeat(600_000) } })),
    /512 KB/,
  ],
  [
    'a request that is too large',
    'tooLarge',
    413,
    () => ask('POST', `/e/${KEYS.eventKey}`, Buffer.alloc(5_000_000, 32)),
    /4 MB/,
  ],
  [
    'a request that claims to be too large',
    'tooLarge',
    413,
    () => ask('POST', `/e/${KEYS.eventKey}`, '{}', { 'content-length': '99999999' }),
    /4 MB/,
  ],
  [
    'a run that does not exist',
    'unknownRun',
    404,
    () => ask('GET', '/v1/runs/none', undefined, { authorization }),
    /no run/,
  ],
  [
    'a checkpoint of an unknown function',
    'unknownFunction',
    404,
    () => ask('POST', '/v1/checkpoint/r/async', '{"qi_id":"1-a.1","fn_id":"test-none","steps":[]}', { authorization }),
    /not served/,
  ],
  [
    'a checkpoint of a claim that nobody holds',
    'staleCheckpoint',
    409,
    () => ask('POST', '/v1/checkpoint/r/async', '{"qi_id":"1-a.1","fn_id":"test-echo","steps":[]}', { authorization }),
    /no longer/,
  ],
  [
    'a checkpoint of something that is no step',
    'malformed',
    400,
    () =>
      ask(
        'POST',
        '/v1/checkpoint/r/async',
        '{"qi_id":"1-a.1","fn_id":"test-echo","steps":[{"id":"a","op":"DeferAdd"}]}',
        { authorization },
      ),
    /DeferAdd/,
  ],
  ['an address where nothing is', 'notFound', 404, () => ask('GET', '/v2/what'), /Nothing is served/],
];

test.each(refused)('refuses %s with a clear error, logs and counts it', async (_name, reason, status, send, error) => {
  const before = await refusals();
  const lines = executor.lines.length;
  const answer = await send();
  expect(answer.status).toBe(status);
  expect(await answer.json()).toEqual({ error: expect.stringMatching(error), status });
  expect(await refusals()).toEqual({ ...before, [reason]: before[reason as keyof typeof before] + 1 });
  expect(executor.lines.slice(lines)).toContainEqual(expect.objectContaining({ msg: 'refused', reason }));
});

test('nothing of what was refused left a trace', async () => {
  expect(await db.admin`select 1 from jobs.event`).toHaveLength(0);
});

test('says of a run what it is and cancels it when asked', async () => {
  const answer = await ask(
    'POST',
    `/e/${KEYS.eventKey}`,
    JSON.stringify([{ name: 'test/caller' }, { name: 'test/echo', data: { a: 1 } }]),
  );
  const { ids, status } = (await answer.json()) as { ids: string[]; status: number };
  expect([status, ids.length]).toEqual([200, 2]);
  const runOf = async (id: string | undefined) => {
    const response = await ask('GET', `/v1/events/${id}/runs`, undefined, { authorization });
    return ((await response.json()) as { data: Record<string, unknown>[] }).data[0];
  };
  const done = await until('the echo', async () => {
    const run = await runOf(ids[1]);
    return run?.status === 'Completed' && run;
  });
  expect(done).toMatchObject({ function_id: 'test-echo', event_id: ids[1], output: { a: 1 } });
  const sleeping = await until('the sleeper', async () => {
    const run = await runOf(ids[0]);
    return run?.status === 'Running' && run;
  });
  const cancelled = await ask('DELETE', `/v1/runs/${sleeping.run_id}`, undefined, { authorization });
  expect(cancelled.status).toBe(204);
  expect(await runOf(ids[0])).toMatchObject({ status: 'Cancelled' });
  const read = await ask('GET', `/v1/runs/${sleeping.run_id}`, undefined, { authorization });
  expect(await read.json()).toMatchObject({ data: { status: 'Cancelled' } });
});

test('events without an id that are sent again with the same seed are the same events', async () => {
  const post = async (seed: string) => {
    const body = JSON.stringify([{ name: 'test/echo', data: { a: 1 } }, { name: 'test/echo' }]);
    const answer = await ask('POST', `/e/${KEYS.eventKey}`, body, { 'x-inngest-event-id-seed': seed });
    return ((await answer.json()) as { ids: string[] }).ids;
  };
  const first = await post('1700000000000,AAAA');
  expect(await post('1700000000000,AAAA')).toEqual(first);
  const other = await post('1700000000000,BBBB');
  expect(new Set([...first, ...other]).size).toBe(4);
  const [row] = await db.admin`select body->>'id' as id from jobs.event where id = ${first[0] as string}`;
  expect(row).toEqual({ id: first[0] });
});

test('an app that leaves a function unserved is waited for, and the function counted as unknown', async () => {
  await db.jobs`select jobs.accept('[{"id":"E","name":"x","body":"{\\"id\\":\\"E\\",\\"name\\":\\"x\\",\\"data\\":{},\\"ts\\":1}"}]',
    '[{"run":"R","event":"E","fn":"test-elsewhere","plain":true}]', 1000)`;
  executor.nudge();
  await until('the refusal', async () => (await refusals()).unknownFunction >= 2);
  // it is claimed again in between, and given back
  await until('the wait', async () => {
    const [row] = await db.admin`select due > created_at as later, crashes from jobs.queue where run = 'R'`;
    return row?.later === true && row.crashes === 0;
  });
});
