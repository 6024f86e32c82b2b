import { z } from 'zod';
import { type Ctx, command } from '../kernel/index.ts';

/** Chats of one call, and messages of one transaction. */
const CHATS = 200;
const AT_ONCE = 500;

/**
 * Removes what is stored of the chats whose time has come, in transactions of few messages, behind the system's door. Cut off anywhere it goes on the
 * next time; done twice it finds nothing the second time. Answers of how many chats all is gone.
 */
export async function purgePersonalDue(ctx: Omit<Ctx, 'workspaceId' | 'door'>): Promise<number> {
  const due = await ctx.db`select workspace_id "workspaceId", id from guard.list_apart_due(${CHATS})`;
  const failures: unknown[] = [];
  let ended = 0;
  for (const { workspaceId, id } of due) {
    const company: Ctx = { ...ctx, workspaceId, door: { kind: 'system', reason: 'personal' } };
    try {
      let gone: number | null;
      do ({ gone } = await purgePart(company, { personalId: id }));
      while (gone !== null && gone > 0);
      if (gone === 0) ended += 1;
    } catch (error) {
      ctx.log.error({ err: error, workspaceId, personalId: id }, 'a personal chat could not be removed');
      failures.push(error);
    }
  }
  if (failures.length > 0 && failures.length === due.length) throw failures[0];
  return ended;
}

const purgePart = command({
  input: z.object({ personalId: z.uuid() }),
  needs: 'conversations.write',
  unrecorded: 'whoever asked for it is written down, and that entries about it were emptied too',
  async run({ tx }, { personalId }): Promise<{ gone: number | null }> {
    const [row] = await tx`select guard.purge_apart(${personalId}, ${AT_ONCE}) gone`;
    return { gone: row?.gone ?? null };
  },
});
