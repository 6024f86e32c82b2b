import { z } from 'zod';
import { sealMail } from '../identity/index.ts';
import { command } from '../kernel/index.ts';
import { resolveEntitlements } from '../plans/index.ts';
import { readCatalogue } from '../plans/rules.ts';
import { limitsOf, planName } from '../reports/rules.ts';
import { notify, peopleWith } from './store.ts';

/**
 * Tells whoever runs the business that something of the plan is nearly used up, or is, on their screens and by a mail of its own: once for each
 * limit, share and month of the account, and by mail once in however many of its workspaces they are.
 */
export const tellLimits = command({
  input: z.object({}),
  needs: 'workspace.read',
  unrecorded: 'what people are told follows from what is written down already',
  async run({ tx, ctx, afterCommit }): Promise<{ told: number }> {
    // an hour's entries become one, so that what is summed stays short
    const [row] = await tx`
      select w.name, a.plan, a.plan_version version, guard.plan_catalogue() versions, guard.plan_use_here() used, guard.fold_use() folded
        from app.workspace w join app.account a on a.id = w.account_id where w.id = ${ctx.workspaceId} and not w.is_demo`;
    if (!row?.used) return { told: 0 };
    const catalogue = readCatalogue(row.versions as unknown[]);
    const entitlements = resolveEntitlements(catalogue, {
      plan: row.plan as string,
      version: row.version as number,
    });
    const { month } = row.used as { month: string };
    const reached = limitsOf(entitlements, row.used as never).filter(({ state }) => state !== 'fine');
    const people = reached.length > 0 ? await peopleWith(tx, 'workspace.update') : [];
    let told = 0;
    for (const { name, used, limit, state } of reached) {
      const cause = `limit:${name}:${month}:${state}`;
      told += await notify(tx, ctx, { kind: 'limit', cause, personIds: people, detail: { name, used, limit, state } });
      const lift = planName(catalogue, entitlements.next);
      const sealed = sealMail(ctx, {
        ...{ name: '', workspace: row.name as string, what: name, used: String(used), limit: String(limit), state },
        ...{ 'plan-es': entitlements.name.es, 'plan-en': entitlements.name.en },
        ...{ 'lift-es': lift?.es ?? '', 'lift-en': lift?.en ?? '' },
      });
      await tx`select guard.mail_limit(${cause}, ${sealed})`;
    }
    if (told > 0) afterCommit(() => ctx.ports.hints.changed(ctx.workspaceId));
    return { told };
  },
});
