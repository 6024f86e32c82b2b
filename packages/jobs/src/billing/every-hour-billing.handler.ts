import { followOrder, listDueBilling, syncBilling, syncCatalogue } from '@recado/core/billing';
import { giveUp } from '../define-job.ts';
import type { CronContext } from '../kernel/in-every-workspace.ts';

/** Accounts of one step. */
const PAGE = 50;

/** Looks at every account whose days count, and at what was not read for a day; and has the catalogue's prices where they are paid. */
export async function lookAtAccounts({ steps, services, log }: CronContext): Promise<{ accounts: number }> {
  const { billing } = services;
  if (!billing) return { accounts: 0 };
  const ctx = { ...services, log };
  let [accounts, failed] = [0, 0];
  let after: string | null = null;
  do {
    const from: string | null = after;
    const page: { counted: number; failed: number; last: string | null } = await steps.run(
      `after-${from ?? 'start'}`,
      async () => {
        const ids = await listDueBilling(ctx, from, PAGE);
        let failures = 0;
        for (const accountId of ids) {
          try {
            const synced = await syncBilling(ctx, billing, { accountId }, { unasked: true });
            if (synced.outcome === 'written' && synced.drifted)
              log.error({ accountId }, 'an account stood otherwise with its provider than was known');
            await followOrder(ctx, billing, accountId);
          } catch (error) {
            failures += 1;
            log.error({ err: error, accountId }, 'an account could not be read at its provider');
          }
        }
        return { counted: ids.length, failed: failures, last: ids.length === PAGE ? (ids.at(-1) ?? null) : null };
      },
    );
    accounts += page.counted;
    failed += page.failed;
    after = page.last;
  } while (after !== null);
  await steps.run('prices', async () => {
    const { made, differing } = await syncCatalogue(ctx, billing);
    if (differing.length > 0) log.error({ differing }, 'what is sold at the provider is not what the catalogue says');
    return made;
  });
  if (failed > 0) throw giveUp(`${failed} of ${accounts} accounts could not be read; the log says why`);
  return { accounts };
}
