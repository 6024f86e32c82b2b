import { changeOf, command, kernelErrors, may } from '../kernel/index.ts';
import { conversationErrors, conversationEvents, SaveView, VIEWS_AT_MOST } from './contract.ts';

/**
 * Gives a view of the inbox a name, or changes one that has: for oneself, or for everybody, which is for whoever shares out the work. Throws
 * conversations.viewNotFound and conversations.tooManyViews.
 */
export const saveView = command({
  input: SaveView,
  needs: 'conversations.write',
  async run({ tx, ctx, actor, record }, { viewId, name, isShared, view, filter }) {
    const of = ctx.workspaceId;
    if (actor.kind !== 'person') throw kernelErrors.forbidden({ needs: 'conversations.write' });
    const mayShare = may(actor.role, 'conversations.assign', actor.permissions);
    if (isShared && !mayShare) throw kernelErrors.forbidden({ needs: 'conversations.assign' });
    const owner = isShared ? null : actor.personId;
    const body = JSON.stringify({ view, filter });
    const after = { name, isShared, view, filter };
    if (viewId) {
      const [former] = await tx`
        select name, person_id is null "isShared", filter->>'view' "view", filter->'filter' "filter" from app.saved_view
         where workspace_id = ${of} and id = ${viewId} and (person_id = ${actor.personId} or person_id is null) for update`;
      if (!former) throw conversationErrors.viewNotFound();
      if (former.isShared && !mayShare) throw kernelErrors.forbidden({ needs: 'conversations.assign' });
      await tx`update app.saved_view set name = ${name}, person_id = ${owner}, filter = ${body}::text::jsonb where workspace_id = ${of} and id = ${viewId}`;
      await record(conversationEvents.viewSaved, { viewId, name, isShared }, changeOf(former, after));
      return { viewId };
    }
    await tx`select pg_advisory_xact_lock(hashtextextended(${`views ${of} ${owner ?? ''}`}, 0))`;
    const [{ there } = { there: 0 }] = await tx`
      select count(*)::integer there from app.saved_view where workspace_id = ${of} and person_id is not distinct from ${owner}`;
    if (there >= VIEWS_AT_MOST) throw conversationErrors.tooManyViews({ limit: VIEWS_AT_MOST });
    const [row] = await tx`
      insert into app.saved_view (workspace_id, name, person_id, filter) values (${of}, ${name}, ${owner}, ${body}::text::jsonb) returning id`;
    await record(conversationEvents.viewSaved, { viewId: row?.id, name, isShared }, { after });
    return { viewId: row?.id as string };
  },
});
