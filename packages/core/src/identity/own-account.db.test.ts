import { randomBytes, randomUUID } from 'node:crypto';
import { connect, type Database } from '@recado/db';
import { parseKeyring } from '@recado/runtime/crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makePerson, makeWorkspace, openTestSession, type TestSession } from '../../../testing/src/companies.ts';
import { createDatabase, type TestDatabase } from '../../../testing/src/database.ts';
import { strangePass } from '../../../testing/src/passes.ts';
import type { Ports, PublicCtx } from '../kernel/index.ts';
import {
  cleanupInactiveSessions,
  endDevice,
  eraseHistory,
  exportHistory,
  getViewer,
  listEvents,
  listOwnDevices,
  updateProfile,
} from './index.ts';
import { historyCsv } from './rules.ts';

let db: TestDatabase;
let ctx: Pick<PublicCtx, 'db' | 'keyring' | 'origin' | 'ports'>;
let jobs: Database;
beforeAll(async () => {
  db = await createDatabase();
  ctx = {
    db: db.web as unknown as Database,
    keyring: parseKeyring(`k1:${Buffer.alloc(32, 7).toString('base64')}`),
    origin: { address: null, userAgent: '', deviceHash: null },
    ports: { hints: { emitted: () => {} } } as unknown as Ports,
  };
  jobs = connect(db.jobsUrl, { name: 'sessions', max: 2 });
});
afterAll(async () => {
  await jobs.end();
  await db.drop();
});

/** A person with `n` live sessions, each on a browser of its own; the last is the newest. */
async function arrive(n = 1): Promise<{ personId: string; email: string; sessions: TestSession[]; own: TestSession }> {
  const person = await makePerson(db.admin, { sessionLimit: 5 });
  const sessions: TestSession[] = [];
  for (let each = 0; each < n; each += 1) sessions.push(await openTestSession(db.web, person.id));
  return { personId: person.id, email: person.email, sessions, own: sessions.at(-1) as TestSession };
}
const refusal = async (work: Promise<unknown>) =>
  await work.then(
    () => 'done',
    (error: { code: string }) => error.code,
  );
const countOf = async (personId: string) => {
  const [row] = await db.admin`
    select (select count(*)::int from guard.session where person_id = ${personId}) sessions,
      (select count(*)::int from guard.session_event where person_id = ${personId}) events`;
  return row as unknown as { sessions: number; events: number };
};

describe('every look at one’s own account', () => {
  it('is refused to a pass that proves nothing, and to a page that was made for somebody else', async () => {
    const { own } = await arrive();
    const strange = strangePass();
    const calls = [listEvents, endDevice, updateProfile].map(
      (verb) => (pass: Buffer, person: string | null) =>
        // one input that all three take
        (verb as typeof listEvents)(ctx, pass, person, { deviceId: randomUUID() } as never),
    );
    const looks = [listOwnDevices, exportHistory, eraseHistory].map(
      (verb) => (pass: Buffer, person: string | null) => (verb as typeof eraseHistory)(ctx, pass, person),
    );
    for (const call of [...calls, ...looks]) {
      expect(await refusal(call(strange, null))).toBe('identity.sessionEnded');
      expect(await refusal(call(own.pass, randomUUID()))).toBe('identity.otherPerson');
    }
  });
});

describe('one’s history', () => {
  it('comes a page at a time by key, the latest first, each event once', async () => {
    const { personId, own } = await arrive();
    await db.admin`insert into guard.session_event (person_id, kind, browser, system, at)
      select ${personId}, 'logout', 'Firefox', 'Linux', now() - n * interval '1 hour' from generate_series(1, 45) n`;
    const seen: number[] = [];
    let before: number | undefined;
    for (let page = 0; page < 3; page += 1) {
      const rows = await listEvents(ctx, own.pass, null, { before });
      seen.push(...rows.map(({ id }) => id));
      before = rows.at(-1)?.id;
    }
    expect(seen).toHaveLength(46);
    expect(seen).toEqual([...new Set(seen)].sort((a, b) => b - a));
    expect(await listEvents(ctx, own.pass, null, { before })).toEqual([]);
  });

  it('tells who ended a session, and keeps quiet about renewals and cards', async () => {
    const person = await makePerson(db.admin, { sessionLimit: 1 });
    const first = await openTestSession(db.web, person.id, { browser: 'Chrome', system: 'Windows' });
    const second = await openTestSession(db.web, person.id);
    await db.admin`insert into guard.session_event (person_id, session_id, kind)
      values (${person.id}, ${second.sessionId}, 'renew'), (${person.id}, ${first.sessionId}, 'card')`;
    const rows = await listEvents(ctx, second.pass, null, {});
    expect(rows.map(({ kind, isCurrent, browser, by }) => [kind, isCurrent, browser, by?.browser])).toEqual([
      ['init', true, 'Firefox', undefined],
      ['displaced', false, 'Chrome', 'Firefox'],
      ['init', false, 'Chrome', undefined],
    ]);
    expect(rows[1]?.by?.isCurrent).toBe(true);
  });

  it('is read and taken away also by whoever has proved themselves anew, by whichever way', async () => {
    const { personId, own } = await arrive();
    await db.admin`insert into guard.session_event (person_id, session_id, kind, detail)
      values (${personId}, ${own.sessionId}, 'step_up', '{"by":"passkey"}')`;
    const rows = await listEvents(ctx, own.pass, null, {});
    expect(rows.map(({ kind, by }) => [kind, by])).toEqual([
      ['step_up', undefined],
      ['init', undefined],
    ]);
    expect((await exportHistory(ctx, own.pass, null)).events.map(({ kind }) => kind)).toContain('step_up');
  });

  it('is nobody else’s', async () => {
    const [ana, bea] = [await arrive(3), await arrive()];
    expect(await listEvents(ctx, bea.own.pass, bea.personId, {})).toHaveLength(1);
    const taken = await exportHistory(ctx, bea.own.pass, bea.personId);
    expect(JSON.stringify(taken)).not.toContain(ana.personId);
    expect(JSON.stringify(taken)).not.toContain(ana.own.sessionId);
    expect(taken.sessions.map(({ id }) => id)).toEqual([bea.own.sessionId]);
  });

  it('does not show what is older than 90 days, whether or not a job came by, and the job forgets it', async () => {
    const { personId, own } = await arrive();
    await db.admin`insert into guard.session_event (person_id, kind, at) values
      (${personId}, 'logout', now() - interval '91 days'), (${personId}, 'logout', now() - interval '89 days')`;
    expect((await listEvents(ctx, own.pass, null, {})).map(({ kind }) => kind)).toEqual(['logout', 'init']);
    await db.admin`insert into guard.session select (jsonb_populate_record(s, jsonb_build_object('id', gen_random_uuid(),
      'ended_at', now() - interval '91 days', 'end_reason', 'logout'))).* from guard.session s where s.id = ${own.sessionId}`;
    await cleanupInactiveSessions({ db: jobs }, null);
    expect(await countOf(personId)).toEqual({ sessions: 1, events: 2 });
  });
});

describe('one’s devices', () => {
  it('are listed with the one in hand first, and say which of them are in use', async () => {
    const { own, sessions } = await arrive(3);
    await db.admin`update guard.session set ended_at = now(), end_reason = 'logout' where id = ${sessions[0]?.sessionId as string}`;
    const devices = await listOwnDevices(ctx, own.pass, null);
    expect(devices.map(({ isCurrent, isLive }) => [isCurrent, isLive])).toEqual([
      [true, true],
      [false, true],
      [false, false],
    ]);
  });

  it('are left at a distance: what is open there ends, and the device stays known until it is forgotten', async () => {
    const { own, sessions } = await arrive(2);
    const [, other] = await listOwnDevices(ctx, own.pass, null);
    const deviceId = other?.id as string;
    expect(await endDevice(ctx, own.pass, null, { deviceId })).toEqual({ ended: 1 });
    expect(await refusal(getViewer(ctx, sessions[0]?.pass as Buffer, null))).toBe('identity.sessionEnded');
    expect(await listOwnDevices(ctx, own.pass, null)).toHaveLength(2);
    expect(await endDevice(ctx, own.pass, null, { deviceId, forget: true })).toEqual({ ended: 0 });
    expect(await listOwnDevices(ctx, own.pass, null)).toHaveLength(1);
    const [latest] = await listEvents(ctx, own.pass, null, {});
    expect(latest).toMatchObject({
      kind: 'forgotten',
      isCurrent: true,
      device: { browser: 'Firefox', system: 'Linux' },
    });
  });

  it('that were forgotten come back as new ones', async () => {
    const person = await makePerson(db.admin, { sessionLimit: 5 });
    const device = randomUUID();
    await openTestSession(db.web, person.id, { device });
    const own = await openTestSession(db.web, person.id);
    const [, other] = await listOwnDevices(ctx, own.pass, null);
    await endDevice(ctx, own.pass, null, { deviceId: other?.id as string, forget: true });
    await openTestSession(db.web, person.id, { device });
    const devices = await listOwnDevices(ctx, own.pass, null);
    expect(devices).toHaveLength(2);
    expect(devices.map(({ id }) => id)).not.toContain(other?.id);
  });

  it('of another person, and the one in hand, are not there to be ended', async () => {
    const [ana, bea] = [await arrive(2), await arrive()];
    const anas = await listOwnDevices(ctx, ana.own.pass, null);
    for (const { id } of anas) {
      expect(await refusal(endDevice(ctx, bea.own.pass, null, { deviceId: id, forget: true }))).toBe(
        'identity.deviceNotFound',
      );
    }
    const inHand = anas.find(({ isCurrent }) => isCurrent)?.id as string;
    expect(await refusal(endDevice(ctx, ana.own.pass, null, { deviceId: inHand, forget: true }))).toBe(
      'identity.deviceNotFound',
    );
    expect(await listOwnDevices(ctx, ana.own.pass, null)).toHaveLength(2);
  });
});

describe('taking one’s history away', () => {
  it('gives all that is kept but no secret of a session, and says in the history that it was taken', async () => {
    const { own, sessions, email, personId } = await arrive(2);
    await db.admin`insert into guard.passkey (person_id, credential_id, public_key, sign_count, name, is_synced)
      values (${personId}, ${randomBytes(16)}, '\\x01', 0, 'Casa', false)`;
    await db.admin`insert into guard.federated_identity (person_id, provider, issuer, subject, email)
      values (${personId}, 'google', 'https://issuer.test', ${personId}, 'ana@gmail.test')`;
    const taken = await exportHistory(ctx, own.pass, null);
    expect(taken.passkeys).toMatchObject([{ name: 'Casa', usedAt: null }]);
    expect(taken.linkedAccounts).toMatchObject([{ provider: 'google', email: 'ana@gmail.test' }]);
    expect(taken.person.email).toBe(email);
    expect(taken.sessions.map(({ id }) => id)).toEqual(sessions.map(({ sessionId }) => sessionId));
    expect(taken.events.map(({ kind }) => kind)).toEqual(['init', 'init']);
    expect(taken.devices).toHaveLength(2);
    expect(JSON.stringify(taken)).not.toMatch(/proof|salt|hash|secret|\\\\x/i);
    expect((await listEvents(ctx, own.pass, null, {}))[0]?.kind).toBe('exported');
  });

  it('as a table has a line for each event, and no cell that a sheet would take for a formula', async () => {
    const { own, personId } = await arrive();
    await db.admin`insert into guard.session_event (person_id, kind, browser) values (${personId}, 'logout', '=1+1')`;
    const lines = historyCsv(await exportHistory(ctx, own.pass, null))
      .trimEnd()
      .split('\r\n');
    expect(lines[0]).toMatch(/^"id","at","kind"/);
    expect(lines).toHaveLength(3);
    expect(lines[2]).toContain(`"'=1+1"`);
  });
});

describe('having one’s history forgotten', () => {
  it('takes ended sessions and events, leaves what lives, and keeps only who, when and how many', async () => {
    const { own, personId, sessions } = await arrive(3);
    await db.admin`update guard.session set ended_at = now() - interval '2 days', end_reason = 'logout' where id = ${sessions[0]?.sessionId as string}`;
    await db.admin`update guard.session_event set at = now() - interval '2 days' where person_id = ${personId}`;
    expect(await eraseHistory(ctx, own.pass, null)).toEqual({ sessions: 1, events: 3 });
    expect(await countOf(personId)).toEqual({ sessions: 2, events: 1 });
    const stones = await db.admin`select * from guard.history_erasure where person_id = ${personId}`;
    expect(stones).toHaveLength(1);
    expect(stones[0]).toMatchObject({ session_id: own.sessionId, sessions: 1, events: 3 });
    expect(Object.keys(stones[0] as object).sort()).toEqual([
      'at',
      'events',
      'id',
      'person_id',
      'session_id',
      'sessions',
    ]);
    const [latest] = await listEvents(ctx, own.pass, null, {});
    expect(latest).toMatchObject({ kind: 'erased', sessions: 1, events: 3 });
    await getViewer(ctx, own.pass, null);
    const mails =
      await db.admin`select m.template from guard.outgoing_mail m join guard.person p on p.email = m.recipient where p.id = ${personId}`;
    expect(mails.map(({ template }) => template)).toEqual(['history-erased']);
  });

  it('spares the last day, so that nobody who has just come in takes the trace of it away', async () => {
    const person = await makePerson(db.admin, { sessionLimit: 1 });
    const victim = await openTestSession(db.web, person.id);
    const intruder = await openTestSession(db.web, person.id);
    expect(await eraseHistory(ctx, intruder.pass, null)).toEqual({ sessions: 0, events: 0 });
    const [reported] = await db.web`select guard.report_not_me(${victim.pass}, null, ${Buffer.alloc(1)}) ended`;
    expect(reported?.ended).toBe(1);
  });

  it('touches nothing of anybody else', async () => {
    const [ana, bea] = [await arrive(2), await arrive()];
    await db.admin`update guard.session set ended_at = now() - interval '2 days', end_reason = 'logout' where id = ${ana.sessions[0]?.sessionId as string}`;
    await db.admin`update guard.session_event set at = now() - interval '2 days' where person_id = ${ana.personId}`;
    await eraseHistory(ctx, bea.own.pass, null);
    expect(await countOf(ana.personId)).toEqual({ sessions: 2, events: 2 });
  });
});

describe('one’s profile', () => {
  it('changes what is said and leaves the rest, and colleagues read the new name', async () => {
    const owner = await makePerson(db.admin);
    const workspace = await makeWorkspace(db.admin, { owner });
    await db.admin`update app.member set name = 'Ana' where workspace_id = ${workspace.id}`;
    const { pass } = await openTestSession(db.web, owner.id);
    const changed = await updateProfile(ctx, pass, null, { name: '  Ana Ruiz ', timeZone: 'America/Mexico_City' });
    expect(changed).toMatchObject({ name: 'Ana Ruiz', locale: 'es', timeZone: 'America/Mexico_City' });
    expect((await getViewer(ctx, pass, null)).person).toEqual(changed);
    const [member] = await db.admin`select name from app.member where workspace_id = ${workspace.id}`;
    expect(member?.name).toBe('Ana Ruiz');
  });

  it('leaves a name alone that a company has given', async () => {
    const owner = await makePerson(db.admin);
    const workspace = await makeWorkspace(db.admin, { owner });
    const { pass } = await openTestSession(db.web, owner.id);
    await updateProfile(ctx, pass, null, { name: 'Ana Ruiz' });
    const [member] = await db.admin`select name from app.member where workspace_id = ${workspace.id}`;
    expect(member?.name).toBe('Member');
  });

  it.each([
    ['an empty name', { name: '  ' }],
    ['a time zone that there is not', { timeZone: 'Europe/Atlantis' }],
    ['a language that Recado does not speak', { locale: 'fr' as 'es' }],
  ])('refuses %s', async (_what, input) => {
    const { own } = await arrive();
    expect(await refusal(updateProfile(ctx, own.pass, null, input))).toBe('kernel.invalidInput');
  });
});
