import type { TransactionSql } from 'postgres';

export type Transaction = TransactionSql;

/**
 * The credential with which a transaction is entered. A pass is a person's session or a visitor's device, which the guard tells apart;
 * `personId` is the person for whom the page was rendered.
 */
export type Door =
  | {
      kind: 'session';
      pass: Buffer;
      personId?: string | undefined;
      /** Of an act that nobody can take back: it asks for a fresh proof, and its session cannot end before it has. */
      isSensitive?: boolean;
    }
  | { kind: 'key'; secretHash: Buffer; address?: string | null }
  /** `conversationId` is the only one that is looked at: where it is somebody's own, the jobs find it there, and not otherwise. */
  | { kind: 'system'; reason: string; conversationId?: string | undefined };

/** Who acts, as the database proved it in this very transaction. */
export type Entered =
  | {
      kind: 'person';
      personId: string;
      sessionId: string;
      role: string;
      /** Whether it is one of Recado's own people in this person's name. */
      isStaff: boolean;
      /** What a custom role may; null for the roles by name. */
      permissions: readonly string[] | null;
      name: string;
      accountId: string;
      isDemo: boolean;
      /** Why the workspace is for reading only; null while it works. */
      closed: 'archived' | 'cancelled' | null;
    }
  /** A visitor by an access link: its rights, or its granter's present ones where those are less. */
  | { kind: 'link'; keyId: string; role: string; name: string; accountId: string; isDemo: boolean }
  | { kind: 'key'; keyId: string; role: string }
  | { kind: 'system'; reason: string; role: 'system' };

/**
 * Sets the tenant of a transaction through the door that fits the credential. `trace` is where the call came from, as JSON, for what functions
 * of the guard write into the audit by themselves. Throws Postgres errors RG001 to RG003 (see refusalOf).
 */
export async function enter(tx: Transaction, door: Door, workspaceId: string, trace = ''): Promise<Entered> {
  if (door.kind === 'session') {
    const [row] = await tx`
      select *, set_config('recado.trace', ${trace}, true) from guard.enter(${door.pass}, ${door.personId ?? null}, ${workspaceId})`;
    if (!row) throw new Error('The door answered nothing.');
    const shared = { role: row.role, name: row.name, accountId: row.account_id, isDemo: row.is_demo };
    if (row.kind === 'link') return { kind: 'link', keyId: row.session_id, ...shared };
    return {
      kind: 'person',
      personId: row.person_id,
      sessionId: row.session_id,
      isStaff: row.kind === 'staff',
      permissions: row.permissions,
      closed: row.closed,
      ...shared,
    };
  }
  if (door.kind === 'key') {
    const [row] = await tx`select * from guard.enter_key(${door.secretHash}, ${door.address ?? null}::text::inet)`;
    if (!row || row.workspace_id !== workspaceId) throw new ForeignWorkspace();
    return { kind: 'key', keyId: row.key_id, role: row.role };
  }
  return await enterSystem(tx, workspaceId, door.reason, door.conversationId);
}

/**
 * Before the door of an act that nobody can take back: holds the lock of whose session it is, so that a login which displaces it waits for the
 * act, or the act finds that its session has ended. Throws RG001 and RG008.
 */
export async function holdSession(tx: Transaction, door: Door): Promise<void> {
  if (door.kind !== 'session' || !door.isSensitive) return;
  await tx`select guard.hold_proved(${door.pass}, ${door.personId ?? null})`;
}

/** The door of worker and jobs, and with a conversation of the jobs alone; other roles are refused by Postgres. */
export async function enterSystem(
  tx: Transaction,
  workspaceId: string,
  reason: string,
  conversationId?: string,
): Promise<Entered> {
  if (conversationId) await tx`select guard.enter_system(${workspaceId}, ${reason}, ${conversationId})`;
  else await tx`select guard.enter_system(${workspaceId}, ${reason})`;
  return { kind: 'system', reason, role: 'system' };
}

/** A key that names another workspace than the one asked for. */
export class ForeignWorkspace extends Error {
  override name = 'ForeignWorkspace';
  readonly code = 'RG002';
}

/** Why a door refused, or null when an error is something else. */
export type Refusal =
  | { kind: 'session'; detail: SessionRefusal }
  | { kind: 'workspace' }
  | { kind: 'person' }
  | { kind: 'staff' }
  | { kind: 'attempt' }
  | { kind: 'factor'; detail: { needs: string[] } }
  | { kind: 'stepUp' }
  | { kind: 'coolDown'; detail: { seconds: number } }
  | { kind: 'factorHere' }
  | { kind: 'outside'; detail: { address?: string; isOwner: boolean } }
  | { kind: 'right'; needs: string }
  | { kind: 'unknown' }
  | { kind: 'lease' };

/** What the holder of a dead session may learn about its end. */
export type SessionRefusal = {
  reason: string;
  secondsAgo?: number;
  by?: { browser: string; system: string; deviceType: string; place?: string };
};

/** Reads the guard's refusal codes out of a thrown error. */
export function refusalOf(error: unknown): Refusal | null {
  const code = (error as { code?: string } | null)?.code;
  if (code === 'RG001') return { kind: 'session', detail: parseDetail((error as { detail?: string }).detail) };
  if (code === 'RG002') return { kind: 'workspace' };
  if (code === 'RG003') return { kind: 'person' };
  if (code === 'RG004') return { kind: 'staff' };
  if (code === 'RG005') return { kind: 'attempt' };
  if (code === 'RG007') return { kind: 'factor', detail: JSON.parse((error as { detail: string }).detail) };
  if (code === 'RG008') return { kind: 'stepUp' };
  if (code === 'RG013') return { kind: 'coolDown', detail: JSON.parse((error as { detail: string }).detail) };
  if (code === 'RG009') return { kind: 'factorHere' };
  if (code === 'RG012') return { kind: 'outside', detail: JSON.parse((error as { detail: string }).detail) };
  if (code === 'RG011') return { kind: 'right', needs: JSON.parse((error as { detail: string }).detail).needs };
  if (code === 'RG006') return { kind: 'unknown' };
  if (code === 'RG010') return { kind: 'lease' };
  return null;
}

function parseDetail(detail: string | undefined): SessionRefusal {
  try {
    return JSON.parse(detail ?? '') as SessionRefusal;
  } catch {
    return { reason: 'none' };
  }
}
