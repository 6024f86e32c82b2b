import { z } from 'zod';
import { type Ctx, changeOf, command, query } from '../kernel/index.ts';
import { conversationEvents } from './contract.ts';

/**
 * Shares out conversations that began to wait and are nobody's, by the rule of their company; each in a transaction of its own, since it holds the
 * rule's row. Where all is done by hand that is one look. Done twice it finds nothing the second time. Answers how many were given to somebody.
 */
export async function assignTurns(
  ctx: Ctx,
  turns: readonly { conversationId: string; waits: boolean }[],
): Promise<number> {
  const waiting = new Set(turns.filter(({ waits }) => waits).map(({ conversationId }) => conversationId));
  if (waiting.size === 0 || !(await isShared(ctx, {}))) return 0;
  let given = 0;
  for (const conversationId of waiting) if (await assignByRule(ctx, { conversationId })) given += 1;
  return given;
}

const isShared = query({
  input: z.object({}),
  needs: 'conversations.read',
  async run({ tx, ctx }) {
    const [row] =
      await tx`select 1 from app.inbox_rule r where r.workspace_id = ${ctx.workspaceId} and r.mode <> 'hand'`;
    return row !== undefined;
  },
});

const assignByRule = command({
  input: z.object({ conversationId: z.uuid() }),
  needs: 'conversations.assign',
  unrecorded: 'where the rule gives it to nobody; every one that is given away is recorded',
  async run({ tx, ctx, record, afterCommit }, { conversationId }) {
    const [row] = await tx`select app.assign_by_rule(${ctx.workspaceId}, ${conversationId}, ${ctx.clock.now()}) "to"`;
    const to = row?.to as string | null;
    if (!to) return false;
    await record(
      conversationEvents.assigned,
      { conversationId, from: null, to, by: null },
      changeOf({ assigneeId: null }, { assigneeId: to }),
    );
    afterCommit(() => ctx.ports.hints.changed(ctx.workspaceId));
    return true;
  },
});
