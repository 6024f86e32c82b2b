import { AppError, type StaffCtx } from '@recado/core/kernel';
import {
  cancelRun,
  discardDeadLetter,
  enterStaff,
  getRun,
  listDeadLetters,
  listFunctions,
  listRuns,
  listStaffActions,
  listStaffPeople,
  readDeadLetter,
  readPayload,
  readQueue,
  retryDeadLetter,
  retryDeadLetters,
  retryRun,
} from '@recado/core/operations';
import type { Logger } from '@recado/runtime/logger';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makePerson, openTestSession, type TestSession } from '../src/companies.ts';
import { createDatabase, type TestDatabase } from '../src/database.ts';

let db: TestDatabase;
let operator: TestSession;
let operatorId: string;
let outsider: TestSession;
let hinted = 0;
beforeAll(async () => {
  db = await createDatabase();
  const person = await makePerson(db.admin);
  operatorId = person.id;
  operator = await openTestSession(db.web, person.id);
  await db.admin`select guard.grant_staff(${person.email}, 'test')`;
  outsider = await openTestSession(db.web, (await makePerson(db.admin)).id);
});
afterAll(async () => {
  await db.drop();
});

const as = (session: TestSession): StaffCtx =>
  ({
    db: db.web,
    door: { pass: session.pass, personId: null },
    clock: { now: () => new Date() },
    log: {} as Logger,
    ports: { hints: { emitted: () => (hinted += 1) } },
    requestId: 'request-7',
    locale: 'es',
    origin: { address: '203.0.113.9', userAgent: '', deviceHash: null },
  }) as unknown as StaffCtx;

const ulidAt = async (at: Date, tail = '0000000000000000'): Promise<string> => {
  const [row] = await db.admin`select left(jobs.ulid_floor(${at}), 10) || ${tail} id`;
  return row?.id;
};
const tailOf = (n: number) => String(n).padStart(16, '0');
const HOUR = 3_600_000;

type Made = { fn?: string; status?: string; minutesAgo?: number; n?: number; rerunOf?: string; parent?: string };
let counter = 0;
/** A run with its event, as the executor would have stored it. */
async function makeRun(made: Made = {}): Promise<{ id: string; event: string; outboxId: string }> {
  const at = new Date(Date.now() - (made.minutesAgo ?? 1) * 60_000);
  counter += 1;
  const id = await ulidAt(at, tailOf(counter));
  const event = await ulidAt(at, tailOf(500_000 + counter));
  const outboxId = `outbox-${counter}`;
  const status = made.status ?? 'completed';
  const isOver = !['queued', 'running'].includes(status);
  await db.admin`insert into jobs.event (id, dedupe, name, body, received_at) values (${event}, ${outboxId}, 'identity/mail.queued', '{"data":{"secret":"canary \\u0000"}}', ${at})`;
  await db.admin`insert into jobs.run (id, fn, status, event, output, parent_run, rerun_of, created_at, started_at, ended_at)
    values (${id}, ${made.fn ?? 'recado-on-mail-queued'}, ${status}, ${event}, ${isOver ? '{"outcome":"sent"}' : null}::text::json, ${made.parent ?? null}, ${made.rerunOf ?? null},
      ${at}, ${status === 'queued' ? null : at}, ${isOver ? new Date(at.getTime() + 1500) : null})`;
  return { id, event, outboxId };
}

beforeEach(async () => {
  await db.admin`truncate jobs.fn, jobs.cron, jobs.event, jobs.run, jobs.run_event, jobs.step, jobs.failure, jobs.queue, jobs.outbox, jobs.dead_letter, jobs.refusal`;
  const config = { triggers: [{ cron: '*/5 * * * *' }], steps: { step: { retries: { attempts: 2 } } }, concurrency: 1 };
  await db.admin`insert into jobs.fn (id, name, config, digest) values
    ('recado-sweep', 'identity/sweep', ${JSON.stringify(config)}::text::json, 'd'),
    ('recado-on-mail-queued', 'identity/on-mail-queued', '{"triggers":[{"event":"identity/mail.queued"}]}', 'd')`;
  await db.admin`insert into jobs.cron (fn, expression, next_at) values ('recado-sweep', '*/5 * * * *', '2026-11-26T13:05:00Z')`;
});

const RUN = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
const LETTER = '019a0000-0000-7000-8000-000000000001';
const verbs: [name: string, call: (ctx: StaffCtx) => Promise<unknown>][] = [
  ['enterStaff', (ctx) => enterStaff(ctx, {})],
  ['listFunctions', (ctx) => listFunctions(ctx, {})],
  ['listRuns', (ctx) => listRuns(ctx, {})],
  ['getRun', (ctx) => getRun(ctx, { runId: RUN })],
  ['readPayload', (ctx) => readPayload(ctx, { runId: RUN, of: { kind: 'output' } })],
  ['readQueue', (ctx) => readQueue(ctx, {})],
  ['cancelRun', (ctx) => cancelRun(ctx, { runId: RUN })],
  ['retryRun', (ctx) => retryRun(ctx, { runId: RUN })],
  ['listDeadLetters', (ctx) => listDeadLetters(ctx, {})],
  ['readDeadLetter', (ctx) => readDeadLetter(ctx, { id: LETTER })],
  ['retryDeadLetter', (ctx) => retryDeadLetter(ctx, { id: LETTER })],
  ['retryDeadLetters', (ctx) => retryDeadLetters(ctx, {})],
  ['discardDeadLetter', (ctx) => discardDeadLetter(ctx, { id: LETTER })],
  ['listStaffActions', (ctx) => listStaffActions(ctx, {})],
  ['listStaffPeople', (ctx) => listStaffPeople(ctx, {})],
  ['getRun with a wrong input', (ctx) => getRun(ctx, { runId: '' })],
];
const refusal = async (call: Promise<unknown>): Promise<{ code: string; kind: string; params: object } | null> =>
  await call.then(
    () => null,
    (error) => {
      if (!(error instanceof AppError)) throw error;
      return { code: error.code, kind: error.kind, params: error.params };
    },
  );

describe.each(verbs)('%s', (_name, call) => {
  test('is not there for a person who is not staff', async () => {
    expect(await refusal(call(as(outsider)))).toEqual({
      code: 'kernel.unknownProcedure',
      kind: 'NOT_FOUND',
      params: {},
    });
  });

  test('sends away whoever has no live session', async () => {
    expect(await refusal(call(as({ ...operator, pass: Buffer.alloc(32) })))).toMatchObject({
      code: 'identity.sessionEnded',
    });
  });

  test('stops answering the moment the grant is taken back', async () => {
    const person = await makePerson(db.admin);
    const session = await openTestSession(db.web, person.id);
    await db.admin`select guard.grant_staff(${person.email}, 'test')`;
    expect((await refusal(call(as(session))))?.code).not.toBe('kernel.unknownProcedure');
    await db.admin`select guard.revoke_staff(${person.email}, 'test')`;
    expect((await refusal(call(as(session))))?.code).toBe('kernel.unknownProcedure');
  });
});

test.each(['web', 'worker'] as const)('the role of %s has no right on any table of the engine', async (role) => {
  const tables =
    await db.admin`select c.relname as name from pg_class c where c.relnamespace = 'jobs'::regnamespace and c.relkind in ('r', 'p')`;
  expect(tables.length).toBeGreaterThan(10);
  for (const { name } of tables)
    for (const statement of [
      `select 1 from jobs.${name}`,
      `delete from jobs.${name}`,
      `insert into jobs.${name} default values`,
    ])
      await expect(db[role].unsafe(statement)).rejects.toMatchObject({ code: '42501' });
});

test('the role of the worker has no right on the console', async () => {
  await expect(db.worker`select jobs.console_queue(${operator.pass}, null)`).rejects.toMatchObject({
    code: '42501',
  });
});

test('functions have their next times, their last run and what failed within a day', async () => {
  const { id } = await makeRun({ fn: 'recado-sweep', status: 'failed' });
  await db.admin`insert into jobs.failure (fn, run, final, error, at) values
    ('recado-sweep', ${id}, true, '{}', now()), ('recado-sweep', ${id}, false, '{}', now()), ('recado-sweep', ${id}, true, '{}', now() - interval '25 hours')`;
  const rows = await listFunctions(as(operator), {});
  expect(rows.map((row) => row.name)).toEqual(['on-mail-queued', 'sweep']);
  expect(rows[1]).toMatchObject({
    module: 'identity',
    triggers: [{ kind: 'cron', cron: '*/5 * * * *' }],
    retries: 2,
    concurrency: [{ limit: 1, key: null }],
    lastRun: { id, status: 'failed' },
    failures: 1,
  });
  const [trigger] = rows[1]?.triggers ?? [];
  expect(new Date((trigger as { nextAt: string }).nextAt).toISOString()).toBe('2026-11-26T13:05:00.000Z');
});

describe('the list of runs', () => {
  test('gives every run once, newest first, page by page, while others arrive', async () => {
    const made: string[] = [];
    for (let n = 0; n < 95; n += 1) made.push((await makeRun({ minutesAgo: 200 - n })).id);
    const seen: string[] = [];
    for (let before: string | undefined; ; before = seen.at(-1)) {
      const page = await listRuns(as(operator), { before });
      seen.push(...page.map((row) => row.id));
      await makeRun({ minutesAgo: 0 });
      if (page.length === 0) break;
    }
    expect(seen).toEqual(made.reverse());
  });

  test('narrows by function, by state and by both', async () => {
    const failed = await makeRun({ status: 'failed', minutesAgo: 3 });
    const sweep = await makeRun({ fn: 'recado-sweep', status: 'failed', minutesAgo: 2 });
    await makeRun({ fn: 'recado-sweep', minutesAgo: 1 });
    const ids = async (input: Parameters<typeof listRuns>[1]) =>
      (await listRuns(as(operator), input)).map((row) => row.id);
    expect(await ids({ status: 'failed' })).toEqual([sweep.id, failed.id]);
    expect(await ids({ status: 'failed', functionId: 'recado-sweep' })).toEqual([sweep.id]);
    expect(await ids({ functionId: 'recado-sweep' })).toHaveLength(2);
    expect(await ids({ functionId: 'nobody' })).toEqual([]);
  });

  test("finds a run by the beginning of its id or its event's, and by the id that the sender gave", async () => {
    const wanted = await makeRun({ minutesAgo: 60 });
    await makeRun({ minutesAgo: 1 });
    for (const text of [wanted.id, wanted.id.slice(0, 8).toLowerCase(), wanted.event, wanted.outboxId]) {
      const found = await listRuns(as(operator), { text });
      expect(found.map((row) => row.id)).toEqual([wanted.id]);
    }
    expect(await listRuns(as(operator), { text: "'; drop table jobs.run; --" })).toEqual([]);
  });

  test('finds the runs that were started with several events by each of them', async () => {
    const batch = await makeRun();
    const other = await makeRun({ minutesAgo: 120 });
    await db.admin`insert into jobs.run_event (run, position, event) values (${batch.id}, 1, ${other.event})`;
    const found = await listRuns(as(operator), { text: other.event });
    expect(found.map((row) => row.id).sort()).toEqual([batch.id, other.id].sort());
  });
});

describe('a run', () => {
  test('shows its steps, tries and kin, and nothing of what it carries', async () => {
    const parent = await makeRun({ minutesAgo: 9 });
    const run = await makeRun({ status: 'failed', minutesAgo: 5, parent: parent.id });
    const again = await makeRun({ status: 'running', minutesAgo: 1, rerunOf: run.id });
    await db.admin`insert into jobs.step (run, id, op, name, status, value, error, attempts, started_at, ended_at) values
      (${run.id}, 's1', 'StepRun', 'send', 'completed', '{"to":"canary"}', null, 1, now() - interval '5 minutes', now() - interval '4 minutes'),
      (${run.id}, 's2', 'StepRun', 'note', 'failed', null, '{"name":"Error","message":"broken \\u0000","stack":"at note"}', 3, now() - interval '3 minutes', now())`;
    await db.admin`insert into jobs.failure (fn, run, step, attempt, final, error) values
      ('recado-on-mail-queued', ${run.id}, 's2', 0, false, '{"message":"first"}'), ('recado-on-mail-queued', ${run.id}, 's2', 1, true, '"second"')`;
    await db.admin`insert into jobs.queue (kind, run, fn) values ('rerun', ${run.id}, 'recado-on-mail-queued')`;
    const found = await getRun(as(operator), { runId: run.id });
    expect(found).toMatchObject({
      functionName: 'identity/on-mail-queued',
      status: 'failed',
      hasOutput: true,
      triggeredBy: [{ id: run.event, name: 'identity/mail.queued' }],
      steps: [
        { name: 'send', op: 'StepRun', status: 'completed', hasOutput: true, error: null },
        {
          name: 'note',
          status: 'failed',
          attempts: 3,
          hasOutput: false,
          error: { message: 'broken \0', stack: 'at note' },
        },
      ],
      attempts: [
        { step: 'note', attempt: 0, final: false, error: { message: 'first' } },
        { step: 'note', attempt: 1, final: true, error: { message: 'second' } },
      ],
      parent: { id: parent.id, functionId: 'recado-on-mail-queued' },
      children: [{ id: again.id, status: 'running', kind: 'rerun' }],
      asked: ['rerun'],
    });
    expect(JSON.stringify(found)).not.toContain('canary');
    expect((await getRun(as(operator), { runId: parent.id })).children).toMatchObject([
      { id: run.id, kind: 'invoked' },
    ]);
  });

  test('whose errors are looked at leaves one row of the log for a while of refreshes, and one without errors leaves none', async () => {
    const good = await makeRun();
    await getRun(as(operator), { runId: good.id });
    const failed = await makeRun({ status: 'failed' });
    await db.admin`update jobs.run set error = '{"message":"no mailbox ana@customer.test"}' where id = ${failed.id}`;
    const retrying = await makeRun({ status: 'running' });
    await db.admin`insert into jobs.failure (fn, run, attempt, error) values ('f', ${retrying.id}, 0, '{"message":"ana@customer.test"}')`;
    const stepped = await makeRun();
    await db.admin`insert into jobs.step (run, id, op, status, error) values (${stepped.id}, 's', 'StepRun', 'failed', '{"message":"ana@customer.test"}')`;
    const looked = async (run: string) =>
      (
        await db.admin`select person_id, action, request_id from guard.staff_action where subject = ${run} order by id`
      ).map((row) => ({ ...row }));
    const look = { person_id: operatorId, action: 'run.errors_read', request_id: 'request-7' };
    for (const { id } of [failed, retrying, stepped]) {
      await Promise.all(Array.from({ length: 6 }, () => getRun(as(operator), { runId: id })));
      await getRun(as(operator), { runId: id });
      expect(await looked(id)).toEqual([look]);
    }
    expect(await looked(good.id)).toEqual([]);
    // a colleague is another, and so is the same person after a quarter of an hour
    const colleague = await makePerson(db.admin);
    await db.admin`select guard.grant_staff(${colleague.email}, 'test')`;
    await getRun(as(await openTestSession(db.web, colleague.id)), { runId: failed.id });
    expect(await looked(failed.id)).toEqual([look, { ...look, person_id: colleague.id }]);
    await db.admin`insert into guard.staff_action (person_id, session_id, action, subject, at) values
      (${operatorId}, ${operator.sessionId}, 'run.errors_read', ${good.id}, now() - interval '16 minutes')`;
    await db.admin`update jobs.run set error = '{"message":"late"}' where id = ${good.id}`;
    await getRun(as(operator), { runId: good.id });
    expect(await looked(good.id)).toHaveLength(2);
  });

  test('gives what it carries piece by piece, and each look is written down', async () => {
    const run = await makeRun();
    const stranger = await makeRun();
    await db.admin`insert into jobs.step (run, id, op, name, status, value) values (${run.id}, 's1', 'StepRun', 'send', 'completed', '{"to":"canary"}')`;
    const look = (of: Parameters<typeof readPayload>[1]['of']) => readPayload(as(operator), { runId: run.id, of });
    expect(await look({ kind: 'output' })).toEqual({ json: '{"outcome":"sent"}' });
    expect(await look({ kind: 'step', id: 's1' })).toEqual({ json: '{"to":"canary"}' });
    expect(await look({ kind: 'event', id: run.event })).toEqual({ json: '{"data":{"secret":"canary \\u0000"}}' });
    expect(await refusal(look({ kind: 'event', id: stranger.event }))).toMatchObject({
      code: 'operations.payloadGone',
    });
    const log =
      await db.admin`select person_id, session_id, action, detail, request_id, host(address) as address from guard.staff_action where subject = ${run.id} order by id`;
    const entry = (detail: object) => ({
      person_id: operatorId,
      session_id: operator.sessionId,
      action: 'run.payload_read',
      detail,
      request_id: 'request-7',
      address: '203.0.113.9',
    });
    expect([...log]).toEqual([
      entry({ of: 'output' }),
      entry({ of: 'step', id: 's1' }),
      entry({ of: 'event', id: run.event }),
    ]);
  });

  test('that does not exist is not found', async () => {
    expect(await refusal(getRun(as(operator), { runId: RUN }))).toMatchObject({ code: 'operations.runNotFound' });
  });
});

describe('a wish about a run', () => {
  const wishes = async (run: string) =>
    (await db.admin`select kind from jobs.queue where run = ${run}`).map((row) => row.kind);
  const logged = async (run: string) =>
    (await db.admin`select action from guard.staff_action where subject = ${run}`).map((row) => row.action);
  const cases = [
    { verb: 'cancel', status: 'queued', code: null },
    { verb: 'cancel', status: 'running', code: null },
    { verb: 'cancel', status: 'completed', code: 'operations.runHasEnded' },
    { verb: 'cancel', status: 'cancelled', code: 'operations.runHasEnded' },
    { verb: 'retry', status: 'failed', code: null },
    { verb: 'retry', status: 'completed', code: null },
    { verb: 'retry', status: 'cancelled', code: null },
    { verb: 'retry', status: 'running', code: 'operations.runIsLive' },
  ] as const;

  test.each(cases)('to $verb one that is $status answers $code', async ({ verb, status, code }) => {
    const { id } = await makeRun({ status });
    const call = verb === 'cancel' ? cancelRun : retryRun;
    expect((await refusal(call(as(operator), { runId: id })))?.code ?? null).toBe(code);
    const kind = verb === 'cancel' ? 'cancel' : 'rerun';
    expect(await wishes(id)).toEqual(code ? [] : [kind]);
    expect(await logged(id)).toEqual(code ? [] : [`run.${kind}_asked`]);
  });

  test('to retry what cannot start again says why', async () => {
    const forgotten = await makeRun({ status: 'failed' });
    await db.admin`delete from jobs.event where id = ${forgotten.event}`;
    const unserved = await makeRun({ status: 'failed', fn: 'recado-of-an-older-version' });
    expect(await refusal(retryRun(as(operator), { runId: forgotten.id }))).toMatchObject({
      code: 'operations.eventForgotten',
    });
    expect(await refusal(retryRun(as(operator), { runId: unserved.id }))).toMatchObject({
      code: 'operations.functionGone',
    });
    expect([...(await wishes(forgotten.id)), ...(await wishes(unserved.id))]).toEqual([]);
  });

  test('twice is one wish', async () => {
    const { id } = await makeRun({ status: 'running' });
    await Promise.all([cancelRun(as(operator), { runId: id }), cancelRun(as(operator), { runId: id })]);
    expect(await wishes(id)).toEqual(['cancel']);
  });
});

/** An event that the engine has refused for ever. */
async function makeDeadLetter(): Promise<string> {
  const [row] = await db.admin`select jobs.emit_global('identity/mail.queued', '{"to":"canary"}') id`;
  await db.jobs`select jobs.set_aside(${row?.id}, '400', 'cannot read canary', 2)`;
  return row?.id as string;
}

describe('events that were set aside', () => {
  const logged = async (id: string) =>
    (await db.admin`select person_id, action, detail from guard.staff_action where subject = ${id} order by id`).map(
      (row) => ({ ...row }),
    );
  const waiting = async () =>
    (await db.admin`select id, tries from jobs.outbox order by seq`).map((row) => ({ ...row }));

  test('are listed page by page, the latest first, without what they carry', async () => {
    const made: string[] = [];
    for (let n = 0; n < 45; n += 1) made.push(await makeDeadLetter());
    const first = await listDeadLetters(as(operator), {});
    expect(first[0]).toMatchObject({ id: made.at(-1), name: 'identity/mail.queued', code: '400', tries: 2 });
    expect(JSON.stringify(first)).not.toContain('canary');
    const second = await listDeadLetters(as(operator), { before: first.at(-1)?.seq });
    expect([...first, ...second].map(({ id }) => id)).toEqual(made.reverse());
  });

  test('show what they carry and what was said of them, and each look is written down', async () => {
    const id = await makeDeadLetter();
    expect(await readDeadLetter(as(operator), { id })).toEqual({
      detail: 'cannot read canary',
      json: '{"to": "canary"}',
    });
    expect(await logged(id)).toEqual([{ person_id: operatorId, action: 'dead_letter.read', detail: {} }]);
  });

  test('are sent again under their own id, behind what waits, and remember how often they were refused', async () => {
    const id = await makeDeadLetter();
    const [other] = await db.admin`select jobs.emit_global('a/b.c', '{}') id`;
    const before = hinted;
    await retryDeadLetter(as(operator), { id });
    expect(await waiting()).toEqual([
      { id: other?.id, tries: 0 },
      { id, tries: 2 },
    ]);
    expect(hinted).toBe(before + 1);
    expect(await logged(id)).toEqual([
      {
        person_id: operatorId,
        action: 'dead_letter.retried',
        detail: { name: 'identity/mail.queued', code: '400', tries: 2 },
      },
    ]);
    await db.jobs`select jobs.set_aside(${id}, '400', 'again', 2)`;
    expect((await listDeadLetters(as(operator), {}))[0]).toMatchObject({ id, tries: 4 });
  });

  test('are discarded for good, and the log says which and by whom', async () => {
    const id = await makeDeadLetter();
    await discardDeadLetter(as(operator), { id });
    expect([await waiting(), await listDeadLetters(as(operator), {})]).toEqual([[], []]);
    expect(await logged(id)).toMatchObject([{ person_id: operatorId, action: 'dead_letter.discarded' }]);
  });

  test('are sent again all together in the order in which they were told', async () => {
    const made = [await makeDeadLetter(), await makeDeadLetter(), await makeDeadLetter()];
    expect(await retryDeadLetters(as(operator), {})).toEqual({ count: 3 });
    expect((await waiting()).map((row) => (row as unknown as { id: string }).id)).toEqual(made);
    const [entry] = await db.admin`select action, detail from guard.staff_action order by id desc limit 1`;
    expect(entry).toEqual({ action: 'dead_letter.all_retried', detail: { count: 3 } });
  });

  test('are settled once: whoever comes second is told so, and writes nothing', async () => {
    const id = await makeDeadLetter();
    const both = await Promise.allSettled([
      retryDeadLetter(as(operator), { id }),
      discardDeadLetter(as(operator), { id }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await logged(id)).toHaveLength(1);
    expect(await refusal(readDeadLetter(as(operator), { id }))).toMatchObject({ code: 'operations.deadLetterSettled' });
  });
});

describe("the staff's log", () => {
  const note = async (personId: string, count: number) => {
    await db.admin`select guard.note_staff_action(${personId}, ${operator.sessionId}, 'run.payload_read', 'run ' || n, '{"of":"output"}', '{"requestId":"r","address":"203.0.113.9"}')
      from generate_series(1, ${count}) n`;
  };

  test('is read page by page, the latest first, of all or of one person', async () => {
    const colleague = await makePerson(db.admin);
    await db.admin`select guard.grant_staff(${colleague.email}, 'test')`;
    await note(colleague.id, 60);
    await note(operatorId, 3);
    const all = await listStaffActions(as(operator), {});
    expect(all).toHaveLength(50);
    expect(all.slice(0, 4).map(({ personId }) => personId)).toEqual([operatorId, operatorId, operatorId, colleague.id]);
    expect(all[0]).toMatchObject({
      name: expect.any(String),
      action: 'run.payload_read',
      subject: 'run 3',
      detail: { of: 'output' },
      requestId: 'r',
      address: '203.0.113.9',
    });
    const first = await listStaffActions(as(operator), { personId: colleague.id });
    const second = await listStaffActions(as(operator), { personId: colleague.id, before: first.at(-1)?.id });
    expect([...first, ...second].map(({ subject }) => subject)).toEqual(
      Array.from({ length: 60 }, (_, n) => `run ${60 - n}`),
    );
    const people = await listStaffPeople(as(operator), {});
    expect(people.map(({ personId }) => personId)).toEqual(expect.arrayContaining([operatorId, colleague.id]));
    const [stranger] = await db.admin`select person_id as id from guard.session where id = ${outsider.sessionId}`;
    expect(people.map(({ personId }) => personId)).not.toContain(stranger?.id);
  });

  test('is kept for two years, and nobody shortens that', async () => {
    await note(operatorId, 1);
    await db.admin`insert into guard.staff_action (person_id, session_id, action, at) values
      (${operatorId}, ${operator.sessionId}, 'old', now() - interval '2 years 1 day'), (${operatorId}, ${operator.sessionId}, 'younger', now() - interval '1 year 364 days')`;
    await expect(db.admin`delete from guard.staff_action where action = 'younger'`).rejects.toMatchObject({
      code: '23001',
    });
    await expect(db.admin`update guard.staff_action set action = 'x' where action = 'old'`).rejects.toMatchObject({
      code: '23001',
    });
    const [{ before }] = await db.admin<[{ before: number }]>`select count(*)::int before from guard.staff_action`;
    await db.jobs`select guard.sweep('1 day')`;
    const left = await db.admin<{ action: string }[]>`select action from guard.staff_action`;
    expect(left).toHaveLength(before - 1);
    expect(left.map(({ action }) => action)).not.toContain('old');
  });
});

test('the queue says what waits, since when, what is late, what failed and what was refused', async () => {
  const { id } = await makeRun({ status: 'failed', minutesAgo: 1 });
  await makeRun({ minutesAgo: 2 });
  await makeRun({ minutesAgo: 60 * 30 });
  const { id: running } = await makeRun({ status: 'running' });
  await db.admin`insert into jobs.queue (kind, run, step, fn, state, due, created_at) values
    ('call', ${running}, 'step', 'f', 1, now() - interval '90 seconds', now() - interval '90 seconds'), ('call', null, 'step', 'f', 2, now(), now()),
    ('call', null, 'step', 'f', 3, now(), now()), ('sleep', ${running}, 'nap', 'f', 0, now() + interval '1 hour', now())`;
  await db.admin`insert into jobs.outbox (name, data, emitted_at) values ('a/b.c', '{}', now() - interval '12 seconds')`;
  await makeDeadLetter();
  await db.admin`insert into jobs.failure (fn, run, final, error, at) values
    ('recado-sweep', ${id}, true, '{}', now()), ('recado-sweep', ${id}, true, '{}', now() - interval '3 days')`;
  await db.jobs`select jobs.count_refusals('{"wrongKey": 2, "tooLarge": 0}')`;
  await db.jobs`select jobs.count_refusals('{"wrongKey": 3}')`;
  const figures = await readQueue(as(operator), {});
  expect(figures).toMatchObject({
    depth: [
      { kind: 'call', waiting: 2, later: 0 },
      { kind: 'sleep', waiting: 0, later: 1 },
    ],
    blocked: 1,
    calling: 1,
    live: 1,
    outbox: { count: 1, setAside: 1 },
    failures: [{ functionId: 'recado-sweep', day: 1, week: 2 }],
    refused: [{ reason: 'wrongKey', count: 5 }],
  });
  expect(figures.oldestWaitingSeconds).toBeGreaterThanOrEqual(90);
  expect(figures.outbox.lagSeconds).toBeGreaterThanOrEqual(12);
  expect(figures.hours).toHaveLength(24);
  const sum = (key: 'completed' | 'failed') => figures.hours.reduce((total, hour) => total + hour[key], 0);
  expect([sum('completed'), sum('failed')]).toEqual([1, 1]);
  expect(Date.now() - new Date(figures.hours.at(-1)?.at as string).getTime()).toBeLessThan(HOUR);
});

test('the smallest id of an instant stands below every id of it and above every earlier one', async () => {
  const at = new Date('2026-11-26T12:00:00.123Z');
  const [row] = await db.admin`select jobs.ulid_floor(${at}) floor`;
  // the first ten signs of a ULID are its milliseconds in base 32
  const signs = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  let ms = at.getTime();
  let head = '';
  for (let n = 0; n < 10; n += 1) {
    head = signs[ms % 32] + head;
    ms = Math.floor(ms / 32);
  }
  expect(row?.floor).toBe(`${head}${'0'.repeat(16)}`);
});
