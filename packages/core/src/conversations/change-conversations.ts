import { changeOf, command, kernelErrors, may } from '../kernel/index.ts';
import { ChangeConversations, type ConversationChange, conversationErrors } from './contract.ts';
import { type Done, recordChanges } from './store.ts';

/**
 * Changes the state of one or many conversations: how far each is, until when it is put off, whose it is, labels, what it is about. Those that
 * whoever asks does not see are neither touched nor told of; with none left it is conversations.notFound. All or nothing of the others. Answers
 * what differs in each, which `restoreConversations` takes back. Giving one to somebody else needs `conversations.assign`, as assignConversation says.
 */
export const changeConversations = command({
  input: ChangeConversations,
  needs: 'conversations.write',
  unrecorded: 'where all of them were so already; every one that changes is recorded',
  async run({ tx, ctx, actor, record, afterCommit }, { conversationIds, change }) {
    const own = actor.kind === 'person' ? actor.personId : null;
    const mayAssign = may(actor.role, 'conversations.assign', actor.kind === 'person' ? actor.permissions : null);
    // before anything leaves the sight of whoever gives it away
    if (change.assigneeId && change.assigneeId !== own && !mayAssign)
      throw kernelErrors.forbidden({ needs: 'conversations.assign' });
    const { snoozedUntil, addTagIds = [] } = change;
    if (snoozedUntil !== undefined && Date.parse(snoozedUntil) <= ctx.clock.now().getTime())
      throw conversationErrors.snoozePast({ field: 'change.snoozedUntil' });
    if (addTagIds.length > 0) {
      const known =
        await tx`select 1 from app.tag where workspace_id = ${ctx.workspaceId} and id = any (${addTagIds}::uuid[])`;
      if (known.length !== new Set(addTagIds).size) throw conversationErrors.tagNotFound();
    }
    const set = JSON.stringify(snoozedUntil === undefined ? change : { ...change, status: 'snoozed' });
    // in one order, whoever asks, so that two never wait for each other; sent without waiting for the answers
    const ids = [...new Set(conversationIds)].sort();
    const rows = await Promise.all(
      ids.map((id) => tx`select app.change_conversation(${ctx.workspaceId}, ${id}, ${set}::text::jsonb, null) done`),
    );
    const changed: ConversationChange[] = [];
    let seen = 0;
    for (const [at, conversationId] of ids.entries()) {
      const done = rows[at]?.[0]?.done as Done;
      if (done === null) continue;
      seen += 1;
      if ('assigneeGone' in done) throw conversationErrors.assigneeNotFound();
      const { before: was, after: is } = changeOf(done.was, done.is);
      if (Object.keys(is).length === 0) continue;
      const isOwnMatter =
        own !== null && [was.assigneeId, is.assigneeId].every((each) => each === null || each === own);
      if ('assigneeId' in is && !isOwnMatter && !mayAssign)
        throw kernelErrors.forbidden({ needs: 'conversations.assign' });
      changed.push({ conversationId, was, is } as ConversationChange);
    }
    if (seen === 0) throw conversationErrors.notFound();
    await recordChanges(record, changed, false);
    if (changed.length > 0) afterCommit(() => ctx.ports.hints.changed(ctx.workspaceId));
    return { changed };
  },
});
