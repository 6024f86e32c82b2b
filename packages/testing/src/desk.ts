import { randomUUID } from 'node:crypto';
import type { Ctx, PublicCtx } from '@recado/core/kernel';
import type { Database } from '@recado/db';
import { open, parseKeyring } from '@recado/runtime/crypto';
import type { Sql } from 'postgres';
import { addMember, makePerson, openTestSession, type TestPerson } from './companies.ts';
import type { TestDatabase } from './database.ts';

/** The keys that the contexts of these tests seal with. */
export const testKeyring = parseKeyring(`k1:${Buffer.alloc(32, 7).toString('base64')}`);

/** What verbs are called with in front of a workspace. */
export const deskCtx = (db: TestDatabase, workspaceId: string, pass: Buffer): Ctx =>
  ({ ...publicCtx(db), workspaceId, door: { kind: 'session', pass } }) as unknown as Ctx;

/** What verbs are called with before any workspace is known. */
export const publicCtx = (db: TestDatabase): PublicCtx =>
  ({
    db: db.web as unknown as Database,
    keyring: testKeyring,
    origin: { address: null, userAgent: 'Firefox', deviceHash: Buffer.alloc(32, 1) },
    ports: { hints: { emitted: () => {}, changed: () => {}, queued: () => {} } },
    clock: { now: () => new Date() },
    log: { warn: () => {} },
    requestId: 'test',
    locale: 'es',
  }) as unknown as PublicCtx;

export type Seat = { person: TestPerson; pass: Buffer; ctx: Ctx };

/** Somebody in front of a workspace: a new person with a role, or one who is a member already. */
export async function sit(db: TestDatabase, workspaceId: string, as: string | { member: TestPerson }): Promise<Seat> {
  const person = typeof as === 'string' ? await makePerson(db.admin) : as.member;
  if (typeof as === 'string') await addMember(db.admin, workspaceId, person, as);
  const { pass } = await openTestSession(db.web, person.id);
  return { person, pass, ctx: deskCtx(db, workspaceId, pass) };
}

/** Puts an account on a plan of the catalogue. */
export const onPlan = (admin: Sql, accountId: string, plan: string) =>
  admin`update app.account set plan = ${plan}, plan_version = 1 where id = ${accountId}`;

/** A further workspace of an account, without anybody in it. */
export async function addWorkspace(admin: Sql, accountId: string): Promise<string> {
  const [row] =
    await admin`insert into app.workspace (account_id, name, slug, industry) values (${accountId}, 'Second', ${randomUUID()}, 'other') returning id`;
  return row?.id;
}

/** A role of the company's own, made as a superuser. */
export async function makeRole(admin: Sql, workspaceId: string, permissions: readonly string[]): Promise<string> {
  const [row] = await admin`
    insert into app.custom_role (workspace_id, name, permissions) values (${workspaceId}, ${randomUUID()}, ${permissions}) returning id`;
  return row?.id;
}

/** The words of the last letter to an address, the secret of its link among them. */
export async function lastLetter(admin: Sql, to: string): Promise<Record<string, string>> {
  const [row] =
    await admin`select sealed_params from guard.outgoing_mail where recipient = ${to} order by created_at desc limit 1`;
  return JSON.parse(open(testKeyring, row?.sealed_params, 'outgoing-mail').toString('utf8')) as Record<string, string>;
}

/** The code of what a call throws, or 'done'. */
export const refusalOf = async (work: Promise<unknown>): Promise<string> =>
  await work.then(
    () => 'done',
    (error: { code?: string; message: string }) => error.code ?? error.message,
  );
