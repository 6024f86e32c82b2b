import { isIP } from 'node:net';
import type { Entered, Transaction } from '@recado/db';
import type { Ctx } from './ctx.ts';
import type { EventDefinition } from './events.ts';
import { storableJson } from './storable-json.ts';

/** What was there, and what is there now: the fields that differ. */
export type Change = { before?: Record<string, unknown>; after?: Record<string, unknown> };

/** Of two states of a thing, the fields that differ. */
export function changeOf(before: Record<string, unknown>, after: Record<string, unknown>): Required<Change> {
  const differ = Object.keys(after).filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
  const pick = (from: Record<string, unknown>) => Object.fromEntries(differ.map((key) => [key, from[key] ?? null]));
  return { before: pick(before), after: pick(after) };
}

/** A sensitive read, as an event of its module that is written down and told to nobody. */
export type Look = { event: EventDefinition; payload: Record<string, unknown> };

const AGENT_SIGNS = 400;

/**
 * One entry of the audit, in the transaction of what was done. It links nothing and waits for nobody: the chain is the sealer's
 * (packages/db/functions/guard/049-audit.sql).
 */
export async function noteChange(
  tx: Transaction,
  ctx: Ctx,
  actor: Entered,
  event: EventDefinition,
  payload: Record<string, unknown>,
  change: Change = {},
): Promise<void> {
  const entry = [
    event.name,
    subjectOf(event, payload),
    storableJson(payload),
    json(change.before),
    json(change.after),
  ] as const;
  const { address, userAgent } = traceOf(ctx);
  if (actor.kind === 'person' && actor.isStaff) {
    await tx`insert into app.audit_entry (workspace_id, actor_kind, actor_id, actor_name, action, subject, detail, before, after, address, user_agent, request_id)
      select ${ctx.workspaceId}, a.kind, a.id, a.name, ${entry[0]}, ${entry[1]}, ${entry[2]}::text::jsonb, ${entry[3]}::text::jsonb, ${entry[4]}::text::jsonb,
        ${address}::text::inet, ${userAgent}, ${ctx.requestId} from guard.audit_actor(${actor.sessionId}) a`;
    return;
  }
  const { id, name } = whoIs(actor);
  await tx`insert into app.audit_entry (workspace_id, actor_kind, actor_id, actor_name, action, subject, detail, before, after, address, user_agent, request_id)
    values (${ctx.workspaceId}, ${actor.kind}, ${id}, ${name}, ${entry[0]}, ${entry[1]}, ${entry[2]}::text::jsonb, ${entry[3]}::text::jsonb, ${entry[4]}::text::jsonb,
      ${address}::text::inet, ${userAgent}, ${ctx.requestId})`;
}

/** Writes down a sensitive read; who only looks may write this too. */
export async function noteLook(tx: Transaction, ctx: Ctx, actor: Entered, { event, payload }: Look): Promise<void> {
  const trace = traceText(ctx);
  const session = actor.kind === 'person' ? actor.sessionId : null;
  await tx`select guard.note_look(${session}, ${whoIs(actor).name}, ${event.name}, ${subjectOf(event, payload)}, ${storableJson(payload)}::text::jsonb, ${trace}::text::jsonb)`;
}

const whoIs = (actor: Entered): { id: string; name: string | null } =>
  actor.kind === 'person'
    ? { id: actor.personId, name: actor.name }
    : actor.kind === 'system'
      ? { id: actor.reason, name: null }
      : { id: actor.keyId, name: actor.kind === 'link' ? actor.name : null };

const subjectOf = (event: EventDefinition, payload: Record<string, unknown>): string | null => {
  const subject = event.subject === undefined ? null : payload[event.subject];
  return subject === null || subject === undefined ? null : String(subject);
};

const json = (value: Record<string, unknown> | undefined): string | null =>
  value === undefined ? null : storableJson(value);

/** An address as Postgres reads it: no zone, and IPv4 as itself where a socket wraps it; null for what is none. */
export function plainAddress(address: string | null | undefined): string | null {
  const plain = (address ?? '').replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/i, '');
  return isIP(plain) ? plain : null;
}

/** Where a call came from, for the functions of the guard that write into the audit (`guard.trace`). */
export const traceText = (ctx: Pick<Ctx, 'origin' | 'requestId'>): string =>
  storableJson({ ...traceOf(ctx), requestId: ctx.requestId });

/** Where it came from, as the database takes it, whatever a proxy or a browser wrote. */
export function traceOf({ origin }: Pick<Ctx, 'origin'>): { address: string | null; userAgent: string | null } {
  return {
    address: plainAddress(origin?.address),
    userAgent: origin?.userAgent.replaceAll('\0', '').slice(0, AGENT_SIGNS) || null,
  };
}
