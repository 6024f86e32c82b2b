import { z } from 'zod';
import { command } from '../kernel/index.ts';
import { resolveEntitlements } from '../plans/index.ts';
import { readCatalogue } from '../plans/rules.ts';
import { limitsOf } from '../reports/rules.ts';
import { notify, peopleWith } from './store.ts';

/** Tells whoever runs the business that something of the plan is nearly used up, or is: once for each limit, share and month. */
export const tellLimits = command({
  input: z.object({}),
  needs: 'workspace.read',
  unrecorded: 'what people are told follows from what is written down already',
  async run({ tx, ctx, afterCommit }): Promise<{ told: number }> {
    const [row] = await tx`
      select a.plan, a.plan_version version, guard.plan_catalogue() versions, guard.plan_use_here() used
        from app.workspace w join app.account a on a.id = w.account_id where w.id = ${ctx.workspaceId} and not w.is_demo`;
    if (!row?.used) return { told: 0 };
    const entitlements = resolveEntitlements(readCatalogue(row.versions as unknown[]), {
      plan: row.plan as string,
      version: row.version as number,
    });
    const month = ctx.clock.now().toISOString().slice(0, 7);
    const reached = limitsOf(entitlements, row.used as never).filter(({ state }) => state !== 'fine');
    const people = reached.length > 0 ? await peopleWith(tx, 'workspace.update') : [];
    let told = 0;
    for (const { name, used, limit, state } of reached) {
      told += await notify(tx, ctx, {
        ...{ kind: 'limit', cause: `limit:${name}:${month}:${state}`, personIds: people },
        detail: { name, used, limit, state },
      });
    }
    if (told > 0) afterCommit(() => ctx.ports.hints.changed(ctx.workspaceId));
    return { told };
  },
});
