import { retellUnsettled, settleReferrals, sweepBillingEvents, syncBilling } from '@recado/core/billing';
import { giveUp } from '../define-job.ts';
import type { CronContext } from '../kernel/in-every-workspace.ts';

/** The provider calls for three days about what was not heard. */
const LOOKS_BACK_MS = 3 * 86_400_000;
/** Customers of one step. */
const PAGE = 50;

/** Reads everybody again of whom the provider says that something happened; what was otherwise than known is drift, and an alarm. */
export async function reconcile(context: CronContext): Promise<{ customers: number; drifted: number }> {
  const { steps, services, log } = context;
  const { billing } = services;
  if (!billing) return { customers: 0, drifted: 0 };
  const ctx = { ...services, log };
  const customers = await steps.run('changed', async () => {
    const since = new Date(services.clock.now().getTime() - LOOKS_BACK_MS);
    return (await billing.listChanged(since)).customers;
  });
  let [drifted, failed] = [0, 0];
  for (let from = 0; from < customers.length; from += PAGE) {
    const page = await steps.run(`from-${from}`, async () => {
      const found = { drifted: 0, failed: 0 };
      for (const customer of customers.slice(from, from + PAGE)) {
        try {
          const synced = await syncBilling(ctx, billing, { customer }, { unasked: true });
          if (synced.outcome === 'written' && synced.drifted) found.drifted += 1;
        } catch (error) {
          found.failed += 1;
          log.error({ err: error, customer }, 'a customer could not be read at the provider');
        }
      }
      return found;
    });
    drifted += page.drifted;
    failed += page.failed;
  }
  await steps.run('referrals', () => settleReferrals(ctx));
  await steps.run('unsettled', () => retellUnsettled(ctx));
  await steps.run('sweep', () => sweepBillingEvents(ctx));
  if (drifted > 0)
    log.error({ drifted }, 'accounts stood otherwise with their provider than was known: events were lost');
  if (failed > 0) throw giveUp(`${failed} of ${customers.length} customers could not be read; the log says why`);
  return { customers: customers.length, drifted };
}
