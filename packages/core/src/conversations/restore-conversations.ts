import { changeOf, command, kernelErrors, may } from '../kernel/index.ts';
import { type ConversationChange, conversationErrors, RestoreConversations } from './contract.ts';
import { type Done, recordChanges } from './store.ts';

/**
 * Takes back what a change did to conversations: each gets what was there before, exactly, unless what the change touched is not as it left it
 * any more; those stay as they are. Answers how many were taken back; with none it is conversations.changedSince. Rights as for the change.
 */
export const restoreConversations = command({
  input: RestoreConversations,
  needs: 'conversations.write',
  unrecorded: 'where only what was read is taken back; everything else is recorded',
  async run({ tx, ctx, actor, record, afterCommit }, { items }) {
    const own = actor.kind === 'person' ? actor.personId : null;
    const mayAssign = may(actor.role, 'conversations.assign', actor.kind === 'person' ? actor.permissions : null);
    if (!mayAssign && items.some(({ was }) => was.assigneeId && was.assigneeId !== own))
      throw kernelErrors.forbidden({ needs: 'conversations.assign' });
    const sorted = [...new Map(items.map((item) => [item.conversationId, item])).values()].sort((a, b) =>
      a.conversationId < b.conversationId ? -1 : 1,
    );
    const rows = await Promise.all(
      sorted.map(
        ({ conversationId, was, is }) =>
          tx`select app.change_conversation(${ctx.workspaceId}, ${conversationId}, ${JSON.stringify(was)}::text::jsonb,
            ${JSON.stringify(is)}::text::jsonb) done`,
      ),
    );
    const changed: ConversationChange[] = [];
    for (const [at, { conversationId }] of sorted.entries()) {
      const done = rows[at]?.[0]?.done as Done;
      if (done === null) continue;
      // whoever had it is gone meanwhile
      if ('assigneeGone' in done) throw conversationErrors.assigneeNotFound();
      const { before: was, after: is } = changeOf(done.was, done.is);
      const isOwnMatter =
        own !== null && [was.assigneeId, is.assigneeId].every((each) => each === null || each === own);
      if ('assigneeId' in is && !isOwnMatter && !mayAssign)
        throw kernelErrors.forbidden({ needs: 'conversations.assign' });
      changed.push({ conversationId, was, is } as ConversationChange);
    }
    if (changed.length === 0) throw conversationErrors.changedSince();
    await recordChanges(record, changed, true);
    afterCommit(() => ctx.ports.hints.changed(ctx.workspaceId));
    return { restored: changed.length };
  },
});
