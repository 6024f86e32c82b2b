import { z } from 'zod';
import { type Ctx, command } from '../kernel/index.ts';
import { notify, peopleWith } from './store.ts';

const Turns = z.object({
  turns: z.array(z.object({ conversationId: z.uuid(), seq: z.number().int(), waits: z.boolean() })).max(500),
});

/**
 * Tells of conversations that began to wait: whoever has them, of one that is somebody's own that person alone, and of those that are nobody's everybody
 * who sees them and may answer. What has its answer by now is told to nobody and taken for read. Turns of one conversation may come in any order and
 * more than once. Those that are not there for the whole company are looked for one by one, each behind a door of its own.
 */
export async function tellTurns(ctx: Ctx, { turns }: z.input<typeof Turns>): Promise<{ told: number }> {
  if (ctx.door.kind !== 'system') throw new Error('Only the system tells of turns.');
  let { told, missing } = await tellThere(ctx, { turns });
  for (const conversationId of missing) {
    const of = turns.filter((turn) => turn.conversationId === conversationId);
    told += (await tellThere({ ...ctx, door: { ...ctx.door, conversationId } }, { turns: of })).told;
  }
  return { told };
}

const tellThere = command({
  input: Turns,
  needs: 'conversations.read',
  unrecorded: 'what people are told follows from what is written down already',
  async run({ tx, ctx, afterCommit }, { turns }): Promise<{ told: number; missing: string[] }> {
    const last = new Map<string, number>();
    for (const { conversationId, seq } of turns) last.set(conversationId, Math.max(seq, last.get(conversationId) ?? 0));
    const missing: string[] = [];
    let told = 0;
    let settled = 0;
    let everybody: string[] | null = null;
    for (const [conversationId, seq] of last) {
      // the turn that is told is the first message since the last answer, whichever event came first
      const [row] = await tx`
        select coalesce(v.personal_to, v.assignee_id) "personId", v.last_direction = 'in' and v.status in ('open', 'in_progress', 'waiting') waits,
            (select count(*)::integer from app.message m where m.workspace_id = v.workspace_id and m.conversation_id = v.id and m.seq > ${seq} and m.direction = 'out') answers,
            v.read_seq = 0 "isNew"
          from app.conversation v where v.workspace_id = ${ctx.workspaceId} and v.id = ${conversationId}`;
      if (!row) {
        missing.push(conversationId);
        continue;
      }
      if (!row.waits) {
        const [done] = await tx`select app.settle_notifications(${ctx.workspaceId}, ${conversationId}) settled`;
        settled += Number(done?.settled ?? 0);
        continue;
      }
      if (row.answers > 0 || !turns.some((turn) => turn.waits && turn.conversationId === conversationId)) continue;
      everybody ??= await peopleWith(tx, 'conversations.write', { unassigned: true });
      told += await notify(tx, ctx, {
        ...{ kind: 'attention', cause: `attention:${conversationId}:${seq}`, conversationId },
        personIds: row.personId ? [row.personId as string] : everybody,
        detail: { isNew: row.isNew ? 1 : 0 },
      });
    }
    if (told + settled > 0) afterCommit(() => ctx.ports.hints.changed(ctx.workspaceId));
    return { told, missing };
  },
});
