import { type Ctx, command, type Work } from '@recado/core/kernel';
import { connect, type Database, refusalOf } from '@recado/db';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makePerson, makeWorkspace, openTestSession } from '../src/companies.ts';
import { createDatabase, type TestDatabase } from '../src/database.ts';

let db: TestDatabase;
let web: Database;
beforeAll(async () => {
  db = await createDatabase();
  web = connect(db.webUrl, { name: 'proof', max: 8 });
});
afterAll(async () => {
  await web.end();
  await db.drop();
});

/** What the guard says to an act that asks for a fresh proof, when its clock has gone on. */
const ask = (pass: Buffer, shift = '0 seconds') =>
  db.trial
    .begin(async (tx) => {
      await tx`select set_config('recado.clock_shift', ${shift}, true)`;
      await tx`select guard.require_proof(${pass}, null)`;
    })
    .then(
      () => 'proved',
      (error) => refusalOf(error)?.kind,
    );

describe('a proof of oneself', () => {
  test('that the login was holds for ten minutes, and not for longer', async () => {
    const { pass, sessionId } = await openTestSession(db.web, (await makePerson(db.admin)).id);
    await db.admin`update guard.session set stepup_at = now() where id = ${sessionId}`;
    expect(await ask(pass, '9 minutes 55 seconds')).toBe('proved');
    expect(await ask(pass, '10 minutes')).toBe('stepUp');
  });

  test('is asked for again in a session that has been in use for twelve hours, which goes on', async () => {
    const { pass } = await openTestSession(db.web, (await makePerson(db.admin)).id);
    const inUse = async (minutes: number) => {
      await db.trial.begin(async (tx) => {
        await tx`select set_config('recado.clock_shift', ${`${minutes} minutes`}, true)`;
        await tx`select guard.renew_activity(${pass}, null, '0 seconds', '45 minutes')`;
      });
    };
    for (let minutes = 40; minutes <= 12 * 60; minutes += 40) await inUse(minutes);
    await inUse(12 * 60 + 1);
    expect(await ask(pass, '12 hours 1 minute')).toBe('stepUp');
  });

  test('counts for the session that gave it only', async () => {
    const person = await makePerson(db.admin, { sessionLimit: 2 });
    const [one, other] = [await openTestSession(db.web, person.id), await openTestSession(db.web, person.id)];
    await db.admin`update guard.session set stepup_at = now() - interval '11 minutes' where id = ${one.sessionId}`;
    expect([await ask(one.pass), await ask(other.pass)]).toEqual(['stepUp', 'proved']);
  });

  test.each(['link', 'impersonation'] as const)('is none that a session of kind %s could give', async (kind) => {
    const person = await makePerson(db.admin);
    const { pass, sessionId } = await openTestSession(db.admin, person.id, { kind });
    await db.admin`update guard.session set stepup_at = now() where id = ${sessionId}`;
    expect(await ask(pass)).toBe('stepUp');
  });

  test('is not what a dead session is asked for', async () => {
    const { pass, sessionId } = await openTestSession(db.web, (await makePerson(db.admin)).id);
    await db.admin`update guard.session set ended_at = now(), end_reason = 'logout' where id = ${sessionId}`;
    expect(await ask(pass)).toBe('session');
  });
});

describe('an act that nobody can take back', () => {
  const anything = { safeParse: (data: unknown) => ({ success: true, data }) };
  /** Such an act, with a body of this test's. */
  const act = (pass: Buffer, workspaceId: string, run: (work: Work) => Promise<unknown>, isSensitive = true) =>
    command({ input: anything as never, needs: 'workspace.update', unrecorded: 'a test', run })(
      { db: web, workspaceId, door: { kind: 'session', pass, isSensitive } } as Ctx,
      {} as never,
    );
  const somebodyWaits = async () => {
    for (let waiting = 0; waiting === 0; ) {
      const [row] =
        await db.admin`select count(*)::integer n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      waiting = row?.n as number;
    }
  };

  test('is waited for by the login that displaces whoever does it', async () => {
    const { id, owner } = await makeWorkspace(db.admin);
    const { pass } = await openTestSession(db.web, owner.id);
    const order: string[] = [];
    let login: Promise<unknown> = Promise.resolve();
    await act(pass, id, async () => {
      login = openTestSession(db.web, owner.id).then(() => order.push('login'));
      await somebodyWaits();
      order.push('act');
    });
    await login;
    expect(order).toEqual(['act', 'login']);
  });

  test('finds that its session has ended when it comes after one, and does nothing', async () => {
    const { id, owner } = await makeWorkspace(db.admin);
    const { pass } = await openTestSession(db.web, owner.id);
    let isDone = false;
    let late: Promise<unknown> = Promise.resolve();
    await db.web.begin(async (tx) => {
      await openTestSession(tx as never, owner.id);
      late = act(pass, id, async () => {
        isDone = true;
      }).catch((error: { code?: string }) => error.code);
      await somebodyWaits();
    });
    expect([await late, isDone]).toEqual(['identity.sessionEnded', false]);
  });

  test('asks for the proof once more in its own transaction', async () => {
    const { id, owner } = await makeWorkspace(db.admin);
    const { pass, sessionId } = await openTestSession(db.web, owner.id);
    await db.admin`update guard.session set stepup_at = now() - interval '11 minutes' where id = ${sessionId}`;
    const code = await act(pass, id, async () => {}).catch((error: { code?: string }) => error.code);
    expect(code).toBe('identity.stepUpNeeded');
    expect(await act(pass, id, async () => 'an everyday act', false)).toBe('an everyday act');
  });

  test('is over before its session is, in 200 races with a login', async () => {
    let done = 0;
    const race = async () => {
      const { id, owner } = await makeWorkspace(db.admin);
      const { pass, sessionId } = await openTestSession(db.web, owner.id);
      const [at] = await Promise.all([
        act(pass, id, async ({ tx }) => {
          await tx`select pg_sleep(random() / 500)`;
          const [row] = await tx`select clock_timestamp()::text now`;
          return row?.now as string;
        }).catch(() => null),
        openTestSession(db.web, owner.id),
      ]);
      if (!at) return;
      done += 1;
      const [row] =
        await db.admin`select ended_at > ${at as string}::timestamptz ok from guard.session where id = ${sessionId}`;
      expect(row?.ok).toBe(true);
    };
    for (let round = 0; round < 50; round += 1) await Promise.all([race(), race(), race(), race()]);
    expect(done).toBeGreaterThan(0);
  });
});
