import { changeOf, command } from '../kernel/index.ts';
import { conversationEvents, SaveService } from './contract.ts';
import { readService } from './store.ts';

/**
 * Says how soon the company answers and resolves, for what comes in from now on; what runs already keeps its time. Switched off, everything that runs
 * stops.
 */
export const saveService = command({
  input: SaveService,
  needs: 'workspace.update',
  async run({ tx, ctx, record, afterCommit }, rules) {
    const of = ctx.workspaceId;
    await tx`select pg_advisory_xact_lock(hashtextextended(${`service ${of}`}, 0))`;
    const former = await readService(tx, of);
    await tx`
      insert into app.service_rule (workspace_id, is_on, keeps_hours, targets)
        values (${of}, ${rules.isOn}, ${rules.keepsHours}, ${JSON.stringify(rules.targets)}::text::jsonb)
        on conflict (workspace_id) do update set is_on = excluded.is_on, keeps_hours = excluded.keeps_hours, targets = excluded.targets`;
    if (former.isOn && !rules.isOn) await tx`select app.stop_clocks(${of})`;
    await record(conversationEvents.serviceSaved, { isOn: rules.isOn }, changeOf(former, rules));
    afterCommit(() => ctx.ports.hints.changed(of));
    return rules;
  },
});
