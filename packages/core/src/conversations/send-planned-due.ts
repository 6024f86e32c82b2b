import { z } from 'zod';
import { type Ctx, command } from '../kernel/index.ts';
import { conversationEvents, type PlannedReason } from './contract.ts';
import { newProviderId, type Queued } from './store.ts';

/** Of one call. */
const AT_ONCE = 500;

/**
 * Sends the planned messages whose moment has come, each in a transaction of its own, behind the system's door and in its author's name. What may not
 * go stays in its thread with the reason, and its author is told. Done twice it finds nothing the second time. One that fails keeps none of the others.
 */
export async function sendPlannedDue(
  ctx: Omit<Ctx, 'workspaceId' | 'door'>,
): Promise<{ sent: number; stopped: number }> {
  const due =
    await ctx.db`select workspace_id "workspaceId", id, conversation_id "conversationId" from guard.list_planned(${AT_ONCE})`;
  const ends = { sent: 0, stopped: 0 };
  const failures: unknown[] = [];
  for (const { workspaceId, id, conversationId } of due) {
    const company: Ctx = { ...ctx, workspaceId, door: { kind: 'system', reason: 'planned', conversationId } };
    try {
      const end = await sendDue(company, { plannedId: id });
      if (end) ends[end] += 1;
    } catch (error) {
      ctx.log.error({ err: error, workspaceId, plannedId: id }, 'a planned message could not be sent');
      failures.push(error);
    }
  }
  if (failures.length > 0 && failures.length === due.length) throw failures[0];
  return ends;
}

type Done =
  | { sent: Queued; conversationId: string }
  | { stopped: string; reason: PlannedReason; authorId: string; conversationId: string; version: number }
  | { over: string }
  | { early: true }
  | null;

const sendDue = command({
  input: z.object({ plannedId: z.uuid() }),
  needs: 'conversations.write',
  unrecorded: 'a message is its own record, and one that may not go stays with its reason',
  async run({ tx, ctx, emit, afterCommit }, { plannedId }): Promise<'sent' | 'stopped' | null> {
    const [row] =
      await tx`select app.send_planned(${ctx.workspaceId}, ${plannedId}, ${newProviderId()}, null, null) done`;
    const done = row?.done as Done;
    if (!done || 'over' in done || 'early' in done) return null;
    const { conversationId } = done;
    if ('stopped' in done) {
      const { authorId, reason, version } = done;
      await emit(conversationEvents.planStopped, { conversationId, plannedId, authorId, reason, version });
      afterCommit(() => ctx.ports.hints.changed(ctx.workspaceId));
      return 'stopped';
    }
    const { message, channelId, repeated } = done.sent;
    await emit(conversationEvents.messageQueued, { messageId: message.id, conversationId, repeated });
    afterCommit(() => {
      ctx.ports.hints.queued(channelId);
      ctx.ports.hints.changed(ctx.workspaceId);
    });
    return 'sent';
  },
});
