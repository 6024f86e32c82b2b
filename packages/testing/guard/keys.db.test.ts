import { createHash, randomUUID } from 'node:crypto';
import { refusalOf } from '@recado/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addMember, makePerson, makeWorkspace, type TestWorkspace } from '../src/companies.ts';
import { createDatabase, type TestDatabase } from '../src/database.ts';

let db: TestDatabase;
let workspace: TestWorkspace;
beforeAll(async () => {
  db = await createDatabase();
  workspace = await makeWorkspace(db.admin);
});
afterAll(() => db.drop());

/** A key of the workspace's, as its digest. */
async function makeKey(
  over: { expires?: string; revoked?: string; kind?: 'key' | 'link'; by?: string } = {},
): Promise<Buffer> {
  const hash = createHash('sha256').update(randomUUID()).digest();
  await db.admin`
    insert into guard.access_key (workspace_id, kind, role, secret_hash, granted_by, expires_at, revoked_at)
    values (${workspace.id}, ${over.kind ?? 'key'}, ${over.kind === 'link' ? 'link_agent' : 'api'}, ${hash}, ${over.by ?? workspace.owner.id}, ${over.expires ?? null}, ${over.revoked ?? null})`;
  return hash;
}
const enter = (hash: Buffer) =>
  db.web`select workspace_id, kind, role from guard.enter_key(${hash})`.then(
    ([row]) => row,
    (error) => refusalOf(error) ?? error,
  );

test('a live key enters its own workspace, in its role', async () => {
  expect(await enter(await makeKey())).toEqual({ workspace_id: workspace.id, kind: 'key', role: 'api' });
  expect(await enter(await makeKey({ expires: '2999-01-01T00:00:00Z' }))).toMatchObject({ role: 'api' });
});

test('a revoked, an expired and an unknown key are refused', async () => {
  const refused = { kind: 'session', detail: { reason: 'none' } };
  expect(await enter(await makeKey({ revoked: '2026-01-01T00:00:00Z' }))).toEqual(refused);
  expect(await enter(await makeKey({ expires: '2026-01-01T00:00:00Z' }))).toEqual(refused);
  expect(await enter(createHash('sha256').update('nobody made this').digest())).toEqual(refused);
});

test('the secret of a link is no key: it opens nothing but by its exchange', async () => {
  expect(await enter(await makeKey({ kind: 'link' }))).toEqual({ kind: 'session', detail: { reason: 'none' } });
});

test('a key that is revoked is refused in the very next transaction', async () => {
  const hash = await makeKey();
  expect(await enter(hash)).toMatchObject({ kind: 'key' });
  await db.admin`update guard.access_key set revoked_at = clock_timestamp() where secret_hash = ${hash}`;
  expect(await enter(hash)).toMatchObject({ kind: 'session' });
});

test('a key is worth what whoever made it may do now, and nothing once they are shut out, gone or may not look', async () => {
  const maker = await makePerson(db.admin);
  await addMember(db.admin, workspace.id, maker, 'manager');
  const hash = await makeKey({ by: maker.id });
  const worth = async () => ((await enter(hash)) as { role?: string }).role ?? 'nothing';
  const become = (role: string) =>
    db.admin`update app.member set role = ${role} where workspace_id = ${workspace.id} and person_id = ${maker.id}`;
  const block = (at: string | null) =>
    db.admin`update app.member set blocked_at = ${at} where workspace_id = ${workspace.id} and person_id = ${maker.id}`;
  expect(await worth()).toBe('api');
  await become('viewer');
  expect(await worth()).toBe('link_read');
  await become('agent');
  await block('2026-01-01T00:00:00Z');
  expect(await worth()).toBe('nothing');
  await block(null);
  expect(await worth()).toBe('api');
  await db.admin`delete from app.member where workspace_id = ${workspace.id} and person_id = ${maker.id}`;
  expect(await worth()).toBe('nothing');
  expect(await enter(await makeKey({ by: randomUUID() }))).toMatchObject({ kind: 'session' });
});
