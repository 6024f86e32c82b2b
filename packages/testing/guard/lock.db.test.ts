import fs from 'node:fs';
import path from 'node:path';
import { cleanupInactiveSessions } from '@recado/core/identity';
import { connect, refusalOf } from '@recado/db';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makePerson, makeWorkspace, openTestSession } from '../src/companies.ts';
import { createDatabase, type TestDatabase } from '../src/database.ts';

const FUNCTIONS = path.resolve(import.meta.dirname, '../../db/functions/guard');
let db: TestDatabase;
beforeAll(async () => {
  db = await createDatabase();
});
afterAll(() => db.drop());

const RUNTIME = ['recado_web', 'recado_worker', 'recado_jobs', 'recado_owner', 'recado_trial'];

describe('who may create or end a session', () => {
  test.each(RUNTIME)('%s has no right on the tables of sessions, accounts, devices and attempts', async (role) => {
    const rights = await db.admin`
      select t, p from unnest(array['session', 'account', 'device', 'login_attempt', 'session_event', 'person']) t,
        unnest(array['select', 'insert', 'update', 'delete', 'truncate']) p where has_table_privilege(${role}, 'guard.' || t, p)`;
    expect(rights).toEqual([]);
  });

  test('only functions of the guard write sessions, and only the web may take the last step of an attempt', async () => {
    const writers = await db.admin`
      select f.proname name, f.proowner::regrole::text owner, f.prosecdef definer from pg_proc f join pg_namespace n on n.oid = f.pronamespace
       where n.nspname not in ('pg_catalog', 'information_schema') and f.prosrc ~* '(insert into|update|delete from) guard\\.session\\y' order by 1`;
    expect(writers.map((row) => row.name)).toEqual([
      ...[
        'clean_sessions',
        'confirm_totp',
        'end_all',
        'erase_history',
        // how long those of an account's people may rest, never whether they are
        'fit_idle',
        'keep_passkey',
        'live_session',
        'note_place',
        'open_session',
        'remove_passkey',
        'renew_activity',
        'rotate',
        'set_session_limit',
        'step_up',
        'touch',
      ],
    ]);
    expect(writers.every((row) => row.owner === 'guard_owner' && row.definer)).toBe(true);
    for (const role of ['worker', 'jobs'] as const)
      await expect(
        db[
          role
        ]`select guard.init_session(null, null, null, null, null, null, null, null, null, null, null, null, null)`,
      ).rejects.toMatchObject({
        code: '42501',
      });
    for (const inner of [
      'end_all(array[]::uuid[], null, null)',
      'set_session_limit(null, 1, null)',
      'set_disabled(null, true)',
      "open_session(null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, 'user')",
      'count_wrong(null)',
    ])
      await expect(db.web.unsafe(`select guard.${inner}`)).rejects.toMatchObject({ code: '42501' });
  });

  test('what happened is only ever added to: no function rewrites an event', () => {
    const sources = fs
      .readdirSync(FUNCTIONS)
      .map((file) => fs.readFileSync(path.join(FUNCTIONS, file), 'utf8'))
      .join('\n');
    expect(sources).not.toMatch(/update guard\.session_event/i);
    // 90 days, rows on their way into the table of their month, and what a person has forgotten
    expect(sources.match(/delete from guard\.session_event/gi)).toHaveLength(3);
  });
});

test('nobody has an account in an installation that has just been made, nor is anybody staff', async () => {
  const fresh = await createDatabase();
  try {
    const [row] = await fresh.admin`
      select (select count(*)::int from guard.person) people, (select count(*)::int from guard.account) accounts,
        (select count(*)::int from guard.pending_signup) waiting, (select count(*)::int from app.workspace) workspaces,
        (select count(*)::int from guard.staff) staff`;
    expect(row).toEqual({ people: 0, accounts: 0, waiting: 0, workspaces: 0, staff: 0 });
  } finally {
    await fresh.drop();
  }
});

describe('settings that only tests may use', () => {
  test("shift the guard's clock for the login of tests", async () => {
    const person = await makePerson(db.admin);
    const { pass } = await openTestSession(db.web, person.id);
    const later = (name: 'trial' | 'web') =>
      db[name].begin(async (tx) => {
        await tx`select set_config('recado.clock_shift', '46 minutes', true)`;
        return await tx`select guard.viewer(${pass}, null)`.then(
          () => 'lives',
          (error) => (refusalOf(error) as { detail: { reason: string } }).detail.reason,
        );
      });
    expect(await later('trial').catch(() => 'idle')).toBe('idle');
    expect(await later('web')).toBe('lives');
  });

  test('raise limits of tries for the login of tests, and for nobody who only says so', async () => {
    const tries = (name: 'trial' | 'web') =>
      db[name].begin(async (tx) => {
        await tx`select set_config('recado.raised_limits', 'on', true)`;
        const rows =
          await tx`select guard.reserve_login_attempt(${Buffer.from(name)}, '15 minutes', 2) allowed from generate_series(1, 4)`;
        return rows.map((row) => row.allowed);
      });
    expect(await tries('web')).toEqual([true, true, false, false]);
    expect(await tries('trial')).toEqual([true, true, true, true]);
  });

  test('need a login that no migration makes', () => {
    const migrations = fs.globSync('drizzle/*.sql', { cwd: path.resolve(FUNCTIONS, '../../../..') });
    for (const file of migrations)
      expect(fs.readFileSync(path.resolve(FUNCTIONS, '../../../..', file), 'utf8')).not.toContain('recado_trial');
  });
});

test('people who swap browsers at the same moment do not wait for each other for ever', async () => {
  const web = connect(db.webUrl, { name: 'swap', max: 12 });
  try {
    for (let round = 0; round < 15; round += 1) {
      const [ana, bea] = [await makePerson(db.admin), await makePerson(db.admin)];
      const [a, b] = [await openTestSession(web, ana.id), await openTestSession(web, bea.id)];
      await Promise.all([
        openTestSession(web, ana.id, { former: b.pass }),
        openTestSession(web, bea.id, { former: a.pass }),
        openTestSession(web, ana.id, { former: b.pass }),
        openTestSession(web, bea.id, { former: a.pass }),
      ]);
      const live =
        await db.admin`select person_id from guard.session where person_id in (${ana.id}, ${bea.id}) and ended_at is null`;
      expect(live.map((row) => row.person_id).sort()).toEqual([ana.id, bea.id].sort());
    }
  } finally {
    await web.end({ timeout: 1 });
  }
});

test('a session of a link or of an impersonation has places of its own: it displaces nobody and is displaced by nobody', async () => {
  const person = await makePerson(db.admin);
  const own = await openTestSession(db.web, person.id);
  const staff = await openTestSession(db.admin, person.id, { kind: 'impersonation' });
  const link = await openTestSession(db.admin, person.id, { kind: 'link' });
  await openTestSession(db.web, person.id);
  const rows =
    await db.admin`select id, end_reason from guard.session where person_id = ${person.id} and ended_at is not null`;
  expect(rows).toEqual([{ id: own.sessionId, end_reason: 'displaced' }]);
  for (const { pass } of [staff, link])
    await expect(db.web`select guard.viewer(${pass}, null)`).resolves.toHaveLength(1);
});

test('a proof from before an account was shut out and let in again opens nothing', async () => {
  const person = await makePerson(db.admin);
  const session = await openTestSession(db.web, person.id, { epoch: 0 });
  await db.admin`select guard.set_disabled(${person.id}, true)`;
  await expect(db.web`select guard.viewer(${session.pass}, null)`).rejects.toMatchObject({
    code: 'RG001',
    detail: expect.stringContaining('disabled'),
  });
  await db.admin`select guard.set_disabled(${person.id}, false)`;
  await expect(openTestSession(db.web, person.id, { epoch: 0 })).rejects.toMatchObject({ code: 'RG005' });
  await openTestSession(db.web, person.id, { epoch: 2 });
});

test('a flood on one account is refused after three seconds instead of queueing for ever', async () => {
  const person = await makePerson(db.admin);
  const holder = await db.admin.reserve();
  try {
    await holder`begin`;
    await holder`select 1 from guard.account where person_id = ${person.id} for update`;
    await expect(openTestSession(db.web, person.id)).rejects.toMatchObject({ code: '55P03' });
  } finally {
    await holder`rollback`;
    holder.release();
  }
  await openTestSession(db.web, person.id);
});

test('no statement of a request outlives its patience, whoever connects as the role of a process', async () => {
  for (const [url, longest] of [
    [db.webUrl, '30s'],
    [db.workerUrl, '1min'],
    [db.jobsUrl, '30min'],
  ] as const) {
    const sql = connect(url, { name: 'patience', max: 1 });
    expect([url, (await sql`show statement_timeout`)[0]?.statement_timeout]).toEqual([url, longest]);
    await sql.end({ timeout: 1 });
  }
});

test('cleaning ends what is past its time, keeps a table for each month to come, and forgets after 90 days', async () => {
  const { owner, id } = await makeWorkspace(db.admin);
  const { pass, sessionId } = await openTestSession(db.web, owner.id);
  await db.admin`update guard.session set idle_expires_at = now() where id = ${sessionId}`;
  await db.admin`insert into guard.session_event (person_id, kind, at) values (${owner.id}, 'init', now() - interval '200 days'), (${owner.id}, 'init', now() - interval '89 days')`;
  const jobs = connect(db.jobsUrl, { name: 'clean', max: 1 });
  const { cleanedCount } = await cleanupInactiveSessions({ db: jobs }, null);
  expect(cleanedCount).toBeGreaterThanOrEqual(1);
  expect(await cleanupInactiveSessions({ db: jobs }, null)).toEqual({ cleanedCount: 0 });
  await jobs.end({ timeout: 1 });
  const [row] = await db.admin`select end_reason from guard.session where id = ${sessionId}`;
  expect(row?.end_reason).toBe('idle');
  const refusal = await db.web`select 1 from guard.enter(${pass}, null, ${id})`.catch(refusalOf);
  expect(refusal).toMatchObject({ detail: { reason: 'idle' } });
  const months =
    await db.admin`select relname from pg_class where relname ~ '^session_event_[0-9]{4}_[0-9]{2}$' and relkind = 'r'`;
  expect(months).toHaveLength(3);
  const kept =
    await db.admin`select kind, tableoid::regclass::text place from guard.session_event where person_id = ${owner.id} order by at`;
  expect(kept.map((each) => [each.kind, /_\d{4}_\d{2}$/.test(each.place)])).toEqual([
    ['init', false],
    ['init', true],
    ['idle', true],
  ]);
  await expect(db.web`select 1 from guard.session_event`).rejects.toMatchObject({ code: '42501' });
});

test('a month that has been over for 90 days leaves with its table', async () => {
  await db.admin`grant execute on function guard.keep_event_months() to recado_trial`;
  try {
    const months = await db.trial.begin(async (tx) => {
      await tx`select guard.keep_event_months()`;
      await tx`select set_config('recado.clock_shift', '150 days', true)`;
      await tx`select guard.keep_event_months()`;
      return await tx`select relname from pg_class where relname ~ '^session_event_[0-9]{4}_[0-9]{2}$' and relkind = 'r' order by 1`;
    });
    const first = new Date(Date.now() + 150 * 86_400_000).toISOString().slice(0, 7).replace('-', '_');
    const names = months.map((row) => (row.relname as string).slice('session_event_'.length));
    expect(names).toContain(first);
    const oldest = new Date(Date.now() + 60 * 86_400_000 - 31 * 86_400_000).toISOString().slice(0, 7).replace('-', '_');
    expect(names.every((name) => name >= oldest)).toBe(true);
  } finally {
    await db.admin`revoke execute on function guard.keep_event_months() from recado_trial`;
  }
});
