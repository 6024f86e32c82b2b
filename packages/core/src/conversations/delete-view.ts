import { command, kernelErrors, may } from '../kernel/index.ts';
import { conversationErrors, conversationEvents, OneView } from './contract.ts';

/** Forgets a view that was given a name: one's own, or everybody's, which is for whoever shares out the work. Throws conversations.viewNotFound. */
export const deleteView = command({
  input: OneView,
  needs: 'conversations.write',
  async run({ tx, ctx, actor, record }, { viewId }) {
    const own = actor.kind === 'person' ? actor.personId : null;
    const mayShare = may(actor.role, 'conversations.assign', actor.kind === 'person' ? actor.permissions : null);
    const [row] = await tx`
      delete from app.saved_view where workspace_id = ${ctx.workspaceId} and id = ${viewId} and (person_id = ${own} or person_id is null)
        returning name, person_id is null "isShared"`;
    if (!row) throw conversationErrors.viewNotFound();
    if (row.isShared && !mayShare) throw kernelErrors.forbidden({ needs: 'conversations.assign' });
    const before = { name: row.name, isShared: row.isShared };
    await record(conversationEvents.viewDeleted, { viewId, name: row.name }, { before });
    return { ok: true as const };
  },
});
