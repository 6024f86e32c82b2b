import { AppError, type Ctx, storableJson, translated } from '../kernel/index.ts';
import type { BillingProvider } from './contract.ts';

type Facts = { customer: string; invoices: string[] };

/**
 * Ends what is bought and gives back everything that was paid, with a credit note for each invoice. Each step goes by the key of the account,
 * so that whatever was done before an interruption is not done again.
 */
export async function giveMoneyBack(
  ctx: Pick<Ctx, 'db' | 'log'>,
  provider: Pick<BillingProvider, 'fetchState' | 'cancel' | 'refund'>,
  accountId: string,
): Promise<{ cents: number }> {
  return await translated(async () => {
    const [row] = await ctx.db`select guard.money_back_facts(${accountId}) facts`;
    const facts = row?.facts as Facts | null;
    if (!facts) return { cents: 0 };
    const { subscription, strays, invoices } = await provider.fetchState(facts.customer);
    const living = [...(subscription && subscription.endedAt === null ? [subscription.id] : []), ...strays];
    for (const id of living)
      await provider.cancel({ subscription: id, when: 'now' }, `money-back:${accountId}:cancel:${id}`);
    const notes: { invoice: string; number: string; cents: number }[] = [];
    // the picture has the newest alone, the ledger all that were told
    const newest = invoices.filter(({ status, paidCents }) => status === 'paid' && paidCents > 0).map(({ id }) => id);
    for (const id of new Set([...facts.invoices, ...newest])) {
      try {
        const asked = { invoice: id, cents: null, memo: 'Devolución dentro de 30 días' };
        const { number, cents } = await provider.refund(asked, `money-back:${accountId}:${id}`);
        notes.push({ invoice: id, number, cents });
      } catch (error) {
        // given back before, by hand; a charge that its bank has taken back is not given back twice
        if (!(error instanceof AppError) || error.code !== 'billing.refundTooHigh') throw error;
        ctx.log.warn({ accountId, invoice: id }, 'an invoice had nothing left to give back');
      }
    }
    const cents = notes.reduce((all, each) => all + each.cents, 0);
    await ctx.db`select guard.settle_money_back(${accountId}, ${cents}, ${storableJson(notes)}::text::jsonb)`;
    return { cents };
  });
}
