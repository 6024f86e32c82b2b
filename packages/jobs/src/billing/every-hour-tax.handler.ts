import { listDueTax, settleTax } from '@recado/core/billing';
import { giveUp } from '../define-job.ts';
import type { CronContext } from '../kernel/in-every-workspace.ts';

/** Accounts of one step: each may wait for VIES. */
const PAGE = 10;

/** Asks VIES again about what it did not answer, and tells the provider what it was not told. */
export async function askAgain({ steps, services, log }: CronContext): Promise<{ asked: number; away: number }> {
  const { billing, register } = services;
  if (!billing) return { asked: 0, away: 0 };
  const ctx = { ...services, log };
  let [asked, away, failed] = [0, 0, 0];
  let after: string | null = null;
  do {
    const from: string | null = after;
    const page: { asked: number; away: number; failed: number; last: string | null } = await steps.run(
      `after-${from ?? 'start'}`,
      async () => {
        const ids = await listDueTax(ctx, from, PAGE);
        const found = { asked: ids.length, away: 0, failed: 0 };
        for (const accountId of ids) {
          try {
            if ((await settleTax(ctx, { provider: billing, register }, accountId)).isAway) found.away += 1;
          } catch (error) {
            found.failed += 1;
            log.error({ err: error, accountId }, 'whom invoices are made out to could not be told');
          }
        }
        return { ...found, last: ids.length === PAGE ? (ids.at(-1) ?? null) : null };
      },
    );
    asked += page.asked;
    away += page.away;
    failed += page.failed;
    after = page.last;
  } while (after !== null);
  if (failed > 0) throw giveUp(`${failed} of ${asked} accounts could not be settled; the log says why`);
  return { asked, away };
}
