import { command, kernelErrors, may } from '../kernel/index.ts';
import { readCatalogue, resolveEntitlements } from '../plans/rules.ts';
import { UpdateWorkspace, workspaceErrors, workspaceEvents } from './contract.ts';
import { judgeColor } from './rules.ts';

const columns = {
  name: 'name',
  industry: 'industry',
  locale: 'locale',
  timeZone: 'time_zone',
  visibility: 'visibility',
  color: 'color',
  colorNight: 'color_night',
} as const;

/**
 * Changes what a workspace is called, speaks and looks like, and which conversations agents see. Throws workspaces.colorUnreadable {field,
 * ground, nearest} and workspaces.visibilityNotInPlan.
 */
export const updateWorkspace = command({
  input: UpdateWorkspace,
  needs: 'workspace.update',
  async run({ tx, ctx, actor, record }, input) {
    // nobody widens their own sight; a link has its granter's, whatever the name of its role says
    const seesAll = actor.kind === 'person' && may(actor.role, 'conversations.readAll', actor.permissions);
    if (input.visibility !== undefined && !seesAll) throw kernelErrors.forbidden({ needs: 'conversations.readAll' });
    for (const [field, ground] of [['color', 'paper'] as const, ['colorNight', 'night'] as const]) {
      const color = input[field];
      const judged = color ? judgeColor(color, ground) : { ok: true as const };
      if (!judged.ok) throw workspaceErrors.colorUnreadable({ field, ground, nearest: judged.nearest });
    }
    const [before] = await tx`
      select w.name, w.industry, w.locale, w.time_zone, w.visibility, w.color, w.color_night, a.plan, a.plan_version, guard.plan_catalogue() versions
      from app.workspace w join app.account a on a.id = w.account_id where w.id = ${ctx.workspaceId} for update of w`;
    if (input.visibility && input.visibility !== before?.visibility) {
      const entitled = resolveEntitlements(readCatalogue(before?.versions as unknown[]), {
        plan: before?.plan,
        version: before?.plan_version,
      });
      if (!entitled.features.has('visibility'))
        throw workspaceErrors.visibilityNotInPlan({ field: 'visibility', plan: entitled.next });
    }
    const changed = (Object.keys(columns) as (keyof typeof columns)[]).filter(
      (key) => input[key] !== undefined && input[key] !== before?.[columns[key]],
    );
    const after = Object.fromEntries(changed.map((key) => [columns[key], input[key] ?? null]));
    if (changed.length > 0) await tx`update app.workspace set ${tx(after)} where id = ${ctx.workspaceId}`;
    const change = {
      before: Object.fromEntries(changed.map((key) => [key, before?.[columns[key]]])),
      after: Object.fromEntries(changed.map((key) => [key, input[key] ?? null])),
    };
    await record(workspaceEvents.updated, change, change);
    return { changed };
  },
});
