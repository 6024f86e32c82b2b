import { command, kernelErrors } from '../kernel/index.ts';
import { ChangePlanned, conversationErrors, conversationEvents, type PlannedRow } from './contract.ts';

/**
 * Changes what a planned message says or when it goes, and plans it anew: also one that was held back, refused or cancelled. What the customer
 * wrote until now holds it back no longer. Whoever changes its words, or takes up one that was refused, answers for them; in
 * a chat of one's own whoever changes anything.
 */
export const changePlanned = command({
  input: ChangePlanned,
  needs: 'conversations.write',
  async run({ tx, ctx, actor, record, afterCommit }, { plannedId, text, at, sendsAnyway }) {
    if (actor.kind !== 'person') throw kernelErrors.forbidden({ needs: 'conversations.write' });
    const [known] = await tx`
      select p.conversation_id "conversationId", p.state, v.personal_to "own", v.personal_until is not null goes
        from app.planned_message p join app.conversation v on v.workspace_id = p.workspace_id and v.id = p.conversation_id
       where p.workspace_id = ${ctx.workspaceId} and p.id = ${plannedId} for update of p`;
    if (!known) throw conversationErrors.plannedNotFound();
    if (known.state === 'sent') throw conversationErrors.plannedOver();
    if (known.goes) throw conversationErrors.personalClosed();
    if (Date.parse(at) <= ctx.clock.now().getTime()) throw conversationErrors.plannedPast({ field: 'at' });
    const [row] = await tx`
      update app.planned_message p set state = 'planned', reason = null, at = ${at}::text::timestamptz, sends_anyway = ${sendsAnyway}, since = clock_timestamp(),
          author_id = case when p.body = ${text} and p.state <> 'refused' and ${known.own}::uuid is null then p.author_id else ${actor.personId}::uuid end,
          author_name = case when p.body = ${text} and p.state <> 'refused' and ${known.own}::uuid is null then p.author_name else ${actor.name} end, body = ${text}, version = p.version + 1
        where p.workspace_id = ${ctx.workspaceId} and p.id = ${plannedId} returning app.planned_json(p) row`;
    await tx`select app.note_change(${ctx.workspaceId}, 'planned', ${plannedId}, ${known.conversationId})`;
    await record(conversationEvents.planChanged, { conversationId: known.conversationId, plannedId });
    afterCommit(() => ctx.ports.hints.changed(ctx.workspaceId));
    return row?.row as PlannedRow;
  },
});
