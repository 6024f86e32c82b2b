import { z } from 'zod';
import { type Ctx, command, query } from '../kernel/index.ts';
import { conversationEvents } from './contract.ts';

/**
 * Takes digits that answer a question for answers, of conversations in which a customer has written; where nobody was asked that is one look. A
 * conversation that only the digit opened is closed again. Done twice it finds nothing the second time. Answers how many there were.
 */
export async function takeDigits(
  ctx: Ctx,
  turns: readonly { conversationId: string; waits: boolean }[],
): Promise<number> {
  const ids = [...new Set(turns.filter(({ waits }) => waits).map(({ conversationId }) => conversationId))];
  if (ids.length === 0) return 0;
  let taken = 0;
  for (const conversationId of await listAsked(ctx, { ids })) if (await takeDigit(ctx, { conversationId })) taken += 1;
  return taken;
}

const listAsked = query({
  input: z.object({ ids: z.array(z.uuid()) }),
  needs: 'conversations.read',
  async run({ tx, ctx }, { ids }) {
    const rows = await tx`
      select distinct s.conversation_id id from app.survey s where s.workspace_id = ${ctx.workspaceId} and s.conversation_id = any (${ids}::uuid[])
         and s.state = 'sent' and s.expires_at > clock_timestamp()`;
    return rows.map(({ id }) => id as string);
  },
});

const takeDigit = command({
  input: z.object({ conversationId: z.uuid() }),
  needs: 'conversations.write',
  unrecorded: 'where what they wrote is no answer; every answer is recorded',
  async run({ tx, ctx, record, afterCommit }, { conversationId }): Promise<boolean> {
    const [row] = await tx`select app.take_digit(${ctx.workspaceId}, ${conversationId}) taken`;
    const taken = row?.taken as { surveyId: string; score: number } | null;
    if (!taken) return false;
    await record(conversationEvents.rated, { conversationId, ...taken, comment: null });
    afterCommit(() => ctx.ports.hints.changed(ctx.workspaceId));
    return true;
  },
});
