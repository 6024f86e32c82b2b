import { z } from 'zod';
import { kernelErrors, query } from '../kernel/index.ts';
import { readCatalogue, resolveEntitlements } from '../plans/rules.ts';
import type { WorkspaceSettings } from './contract.ts';

/** The workspace at work as its settings show it, with what its plan says of it. */
export const getWorkspace = query({
  input: z.object({}),
  needs: 'workspace.read',
  async run({ tx, ctx, actor }): Promise<WorkspaceSettings> {
    const [row] = await tx`
      select w.id, w.name, w.slug, w.industry, w.locale, w.time_zone "timeZone", w.color, w.color_night "colorNight", w.visibility,
        guard.logo_version(w.id) logo, a.name "accountName", a.plan, a.plan_version, guard.plan_catalogue() versions,
        guard.workspaces_used() used
      from app.workspace w join app.account a on a.id = w.account_id where w.id = ${ctx.workspaceId}`;
    if (!row) throw kernelErrors.workspaceNotFound();
    const { plan, plan_version: version, versions, used, ...shown } = row;
    const entitled = resolveEntitlements(readCatalogue(versions), { plan, version });
    return {
      ...(shown as unknown as WorkspaceSettings),
      mayNarrow: entitled.features.has('visibility'),
      closed: actor.kind === 'person' ? actor.closed : null,
      isLast: used <= 1,
      plan: { name: entitled.name, limit: entitled.limits.workspaces, used },
    };
  },
});
