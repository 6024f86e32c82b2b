import type { Ctx, StaffCtx } from '@recado/core/kernel';
import type { Database } from '@recado/db';
import { makePerson, openTestSession, type TestWorkspace } from '../companies.ts';
import type { TestDatabase } from '../database.ts';

type Where = { db: TestDatabase; web: Database; now: () => Date };

/** An owner of a business before its plan, in a session that was just proved, by the provider's clock. */
export async function ownerAt(
  { db, web, now }: Where,
  { id, owner }: TestWorkspace,
  personId = owner.id,
): Promise<Ctx> {
  const { pass } = await openTestSession(db.web, personId);
  return {
    ...{ workspaceId: id, door: { kind: 'session', pass, personId }, db: web, clock: { now } },
    ...{ locale: 'es', ports: { hints: { emitted: () => {} } } },
  } as unknown as Ctx;
}

/** One of Recado's own people before their screens, or somebody who is none of them. */
export async function staffAt({ db, web, now }: Where, isStaff = true): Promise<StaffCtx> {
  const person = await makePerson(db.admin);
  if (isStaff) await db.admin`select guard.grant_staff(${person.email}, 'test')`;
  const { pass } = await openTestSession(db.web, person.id);
  return {
    ...{ db: web, door: { pass, personId: person.id }, clock: { now }, ports: { hints: { emitted: () => {} } } },
    ...{ requestId: 'r', locale: 'es', origin: { address: null, userAgent: '', deviceHash: null } },
  } as unknown as StaffCtx;
}
