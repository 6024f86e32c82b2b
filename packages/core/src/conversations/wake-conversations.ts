import { z } from 'zod';
import { type Ctx, command } from '../kernel/index.ts';
import { conversationEvents } from './contract.ts';

/** Of one company in one transaction. */
const AT_ONCE = 200;
/** Companies of one call, and conversations that are somebody's own. */
const LISTED = 500;

/**
 * Opens the conversations that were put off until now. Called by a job every minute, behind the system's door, company by company, and for each that is
 * somebody's own by itself; done twice it finds nothing the second time, and beside a customer's message one of the two wakes it. Answers how many
 * there were.
 */
export async function wakeConversations(ctx: Omit<Ctx, 'workspaceId' | 'door'>): Promise<number> {
  const due =
    await ctx.db`select workspace_id "workspaceId", conversation_id "conversationId" from guard.list_waking(${LISTED})`;
  let woken = 0;
  for (const { workspaceId, conversationId } of due) {
    const door = { kind: 'system' as const, reason: 'waking', conversationId: conversationId ?? undefined };
    let found: number;
    do {
      found = await wakeDue({ ...ctx, workspaceId, door }, { conversationId: conversationId ?? undefined });
      woken += found;
    } while (found === AT_ONCE);
  }
  return woken;
}

const wakeDue = command({
  input: z.object({ conversationId: z.uuid().optional() }),
  needs: 'conversations.write',
  unrecorded: 'where somebody else woke them first; every one that wakes is recorded',
  async run({ tx, ctx, record, afterCommit }, { conversationId = null }) {
    const rows = await tx`
      with due as (
        select v.id from app.conversation v where v.workspace_id = ${ctx.workspaceId} and v.status = 'snoozed' and v.snoozed_until <= clock_timestamp()
            and (${conversationId}::uuid is null or v.id = ${conversationId}) and v.personal_until is null
         order by v.snoozed_until, v.id limit ${AT_ONCE} for update skip locked),
      woken as (
        update app.conversation v set status = 'open', snoozed_until = null, version = v.version + 1 from due
         where v.workspace_id = ${ctx.workspaceId} and v.id = due.id returning v.id),
      told as (
        insert into app.change (workspace_id, topic, entity_id, conversation_id) select ${ctx.workspaceId}::uuid, 'conversation', w.id, w.id from woken w)
      select id from woken`;
    await Promise.all(rows.map(({ id }) => record(conversationEvents.woken, { conversationId: id })));
    if (rows.length > 0) afterCommit(() => ctx.ports.hints.changed(ctx.workspaceId));
    return rows.length;
  },
});
