import { changeOf, command } from '../kernel/index.ts';
import { conversationErrors, conversationEvents, SaveAssignment } from './contract.ts';
import { readAssignment } from './store.ts';

/**
 * Says how what comes in is shared out from now on; what is somebody's already stays theirs. Whose turn it is is kept. Throws
 * conversations.assigneeNotFound and conversations.teamNotFound.
 */
export const saveAssignment = command({
  input: SaveAssignment,
  needs: 'workspace.update',
  async run({ tx, ctx, record }, rules) {
    const of = ctx.workspaceId;
    const watch = (kind: 'person' | 'team') => (rules.outside?.kind === kind ? rules.outside.id : null);
    const [watcher, team] = [watch('person'), watch('team')];
    const people = [...new Set([...rules.personIds, ...(watcher ? [watcher] : [])])];
    const teams = [...new Set([...rules.teamIds, ...(team ? [team] : [])])];
    const [found] = await tx`
      select (select count(*)::integer from app.member m where m.workspace_id = ${of} and m.person_id = any (${people}::uuid[])) people,
        (select count(*)::integer from app.team t where t.workspace_id = ${of} and t.id = any (${teams}::uuid[])) teams`;
    if (found?.people !== people.length) throw conversationErrors.assigneeNotFound();
    if (found?.teams !== teams.length) throw conversationErrors.teamNotFound();
    await tx`select pg_advisory_xact_lock(hashtextextended(${`assignment ${of}`}, 0))`;
    const former = await readAssignment(tx, of);
    await tx`
      insert into app.inbox_rule as x (workspace_id, mode, last_first, person_ids, team_ids, only_online, cap, hours, keeps_hours, outside_person_id, outside_team_id)
        values (${of}, ${rules.mode}, ${rules.lastFirst}, ${rules.personIds}::uuid[], ${rules.teamIds}::uuid[], ${rules.onlyOnline}, ${rules.cap},
          ${JSON.stringify(rules.hours)}::text::jsonb, ${rules.keepsHours}, ${watcher}, ${team})
        on conflict (workspace_id) do update set mode = excluded.mode, last_first = excluded.last_first, person_ids = excluded.person_ids,
          team_ids = excluded.team_ids, only_online = excluded.only_online, cap = excluded.cap, hours = excluded.hours, keeps_hours = excluded.keeps_hours,
          outside_person_id = excluded.outside_person_id, outside_team_id = excluded.outside_team_id`;
    await record(conversationEvents.assignmentSaved, { mode: rules.mode }, changeOf(former, rules));
    return rules;
  },
});
