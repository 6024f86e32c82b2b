import { randomBytes, randomUUID } from 'node:crypto';
import { packPass } from '@recado/db';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makePerson, makeWorkspace, openTestSession } from '../src/companies.ts';
import { createDatabase, type TestDatabase } from '../src/database.ts';
import { digestOf } from '../src/passes.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createDatabase();
});
afterAll(() => db.drop());

/** What each of the three says of a pass: whose session it proves, or how it refuses. */
async function answers(pass: Buffer, personId: string | null, workspaceId: string): Promise<unknown[]> {
  const say = (ask: Promise<readonly { person_id: string }[]>) =>
    ask.then(
      ([row]) => row?.person_id,
      ({ code, detail }: { code: string; detail?: string }) => `${code} ${detail ? JSON.parse(detail).reason : ''}`,
    );
  return [
    await say(db.admin`select guard.verify(${pass}, ${personId}) person_id` as never),
    await say(db.admin`select person_id from guard.live_session(${pass}, ${personId})` as never),
    await say(db.web`select person_id from guard.enter(${pass}, ${personId}, ${workspaceId})` as never),
  ];
}

/** A session in the middle of its work, whose token was used: what verify answers by its one read. */
async function atWork() {
  const person = await makePerson(db.admin, { sessionLimit: 3 });
  const workspace = await makeWorkspace(db.admin, { owner: person });
  const device = randomUUID();
  const { sessionId, pass } = await openTestSession(db.web, person.id, { device });
  await db.web`select person_id from guard.enter(${pass}, ${person.id}, ${workspace.id})`;
  const parts = {
    sessionId,
    gen: 1,
    proof: digestOf(`proof of ${sessionId}`),
    deviceHash: digestOf(device),
    browser: 'Firefox',
    system: 'Linux',
  };
  expect(packPass(parts)).toEqual(pass);
  return { person, workspace, sessionId, parts };
}

describe('the one read that every request pays', () => {
  test('answers whose session it is, with and without the person that the page was rendered for', async () => {
    const { person, workspace, parts } = await atWork();
    for (const asked of [null, person.id])
      expect(await answers(packPass(parts), asked, workspace.id)).toEqual([person.id, person.id, person.id]);
  });

  test.each([
    ['another device', { deviceHash: randomBytes(32) }, 'RG001 unbound'],
    ['another browser', { browser: 'Chrome' }, 'RG001 unbound'],
    ['another system', { system: 'Windows' }, 'RG001 unbound'],
    ['another mac', { proof: randomBytes(32) }, 'RG001 none'],
    ['a generation that was never given', { gen: 2 }, 'RG001 none'],
    ['a session that never was', { sessionId: randomUUID() }, 'RG001 none'],
  ])('refuses %s as the slow way does', async (_name, other, refusal) => {
    const { person, workspace, parts } = await atWork();
    expect(await answers(packPass({ ...parts, ...other }), person.id, workspace.id)).toEqual([
      refusal,
      refusal,
      refusal,
    ]);
  });

  test('refuses the page of another person', async () => {
    const { workspace, parts } = await atWork();
    const other = await makePerson(db.admin);
    expect(await answers(packPass(parts), other.id, workspace.id)).toEqual(['RG003 ', 'RG003 ', 'RG003 ']);
  });

  test.each([
    ['ended', "ended_at = now(), end_reason = 'displaced'", 'RG001 displaced'],
    ['idle for too long', "idle_expires_at = now() - interval '1 second'", 'RG001 idle'],
    ['as old as a session may be', "abs_expires_at = now() - interval '1 second'", 'RG001 absolute'],
  ])('refuses a session that is %s', async (_name, change, refusal) => {
    const { person, workspace, parts, sessionId } = await atWork();
    await db.admin.unsafe(`update guard.session set ${change} where id = '${sessionId}'`);
    expect(await answers(packPass(parts), person.id, workspace.id)).toEqual([refusal, refusal, refusal]);
  });

  test('lets a token in until its successor was used and half a minute longer, then never again', async () => {
    const { person, workspace, parts, sessionId } = await atWork();
    await db.admin`update guard.session set gen = 2, former_proof = proof, proof = ${randomBytes(32)}, gen_used_at = null where id = ${sessionId}`;
    const former = packPass(parts);
    expect(await answers(former, person.id, workspace.id)).toEqual([person.id, person.id, person.id]);
    await db.admin`update guard.session set gen_used_at = now() - interval '31 seconds' where id = ${sessionId}`;
    expect(await answers(former, person.id, workspace.id)).toEqual(['RG001 reuse', 'RG001 reuse', 'RG001 reuse']);
  });
});
