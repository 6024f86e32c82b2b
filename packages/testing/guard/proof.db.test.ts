import { refusalOf } from '@recado/db';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makePerson, openTestSession } from '../src/companies.ts';
import { createDatabase, type TestDatabase } from '../src/database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createDatabase();
});
afterAll(() => db.drop());

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
