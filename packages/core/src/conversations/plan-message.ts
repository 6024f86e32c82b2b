import { command, kernelErrors } from '../kernel/index.ts';
import { assertFeature, assertStanding } from '../plans/rules.ts';
import { conversationErrors, PLANNED_AT_MOST, PlanMessage, type PlannedRow } from './contract.ts';

/** Keeps a message for later. In its moment it goes as if its author sent it then. The same clientMessageId again answers the one that exists. */
export const planMessage = command({
  input: PlanMessage,
  needs: 'conversations.write',
  unrecorded: 'a planned message is its own record, as the message is that it becomes',
  async run({ tx, ctx, actor, afterCommit }, input) {
    if (actor.kind !== 'person') throw kernelErrors.forbidden({ needs: 'conversations.write' });
    const [thread] = await tx`
      select app.is_blocked(v.workspace_id, v.contact_id) blocked, v.personal_until is not null goes, guard.lacks_feature('plannedMessages') lacks, guard.refuses('planned') refused from app.conversation v
       where v.workspace_id = ${ctx.workspaceId} and v.id = ${input.conversationId} for update`;
    if (!thread) throw conversationErrors.notFound();
    const [known] = await tx`
      select app.planned_json(p) row from app.planned_message p
       where p.workspace_id = ${ctx.workspaceId} and p.id = ${input.clientMessageId} and p.conversation_id = ${input.conversationId}`;
    if (known) return known.row as PlannedRow;
    assertFeature(thread.lacks);
    assertStanding(thread.refused);
    if (thread.goes) throw conversationErrors.personalClosed();
    if (thread.blocked) throw conversationErrors.contactBlocked();
    if (Date.parse(input.at) <= ctx.clock.now().getTime()) throw conversationErrors.plannedPast({ field: 'at' });
    const [open] = await tx`
      select count(*)::integer n from app.planned_message p where p.workspace_id = ${ctx.workspaceId} and p.conversation_id = ${input.conversationId}
         and p.state in ('planned', 'held', 'refused')`;
    if (open?.n >= PLANNED_AT_MOST) throw conversationErrors.tooManyPlanned({ limit: PLANNED_AT_MOST });
    const [row] = await tx`
      insert into app.planned_message as p (workspace_id, id, conversation_id, body, author_id, author_name, at, sends_anyway)
        values (${ctx.workspaceId}, ${input.clientMessageId}, ${input.conversationId}, ${input.text}, ${actor.personId}, ${actor.name}, ${input.at}::text::timestamptz,
          ${input.sendsAnyway})
        on conflict do nothing returning app.planned_json(p) row`;
    // the id is somebody else's, in a conversation that is not this one
    if (!row) throw conversationErrors.plannedOver();
    await tx`select app.note_change(${ctx.workspaceId}, 'planned', ${input.clientMessageId}, ${input.conversationId})`;
    afterCommit(() => ctx.ports.hints.changed(ctx.workspaceId));
    return row.row as PlannedRow;
  },
});
