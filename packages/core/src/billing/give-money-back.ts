import { sealMail } from '../identity/index.ts';
import { AppError, type Ctx, storableJson, translated } from '../kernel/index.ts';
import type { BillingProvider } from './contract.ts';

type Facts = { customer: string; name: string; currency: string; askedAt: string; invoices: string[] };

/**
 * Ends what was bought when it was asked for and gives back everything that was paid, with a credit note for each invoice; the owners are told.
 * Each step goes by the key of the account, so that whatever was done before an interruption is not done again. What was bought since is left
 * alone, however late this runs.
 */
export async function giveMoneyBack(
  ctx: Pick<Ctx, 'db' | 'log' | 'keyring'>,
  provider: Pick<BillingProvider, 'fetchState' | 'cancel' | 'refund'>,
  accountId: string,
): Promise<{ cents: number }> {
  return await translated(async () => {
    const [row] = await ctx.db`select guard.money_back_facts(${accountId}) facts`;
    const facts = row?.facts as Facts | null;
    if (!facts) return { cents: 0 };
    const { subscription, strays, invoices } = await provider.fetchState(facts.customer);
    const askedAt = new Date(facts.askedAt);
    const isOld = (moment: Date | null) => moment !== null && moment <= askedAt;
    // the newest is told whole; the others are older
    const living = [
      ...(subscription && subscription.endedAt === null && isOld(subscription.startedAt) ? [subscription.id] : []),
      ...strays,
    ];
    for (const id of living)
      await provider.cancel({ subscription: id, when: 'now' }, `money-back:${accountId}:cancel:${id}`);
    const notes: { invoice: string; number: string; cents: number }[] = [];
    // one invoice that cannot be given back keeps none of the others
    const failures: unknown[] = [];
    // the picture has the newest alone, the ledger all that were told
    const newest = invoices
      .filter(({ status, paidCents, paidAt }) => status === 'paid' && paidCents > 0 && isOld(paidAt))
      .map(({ id }) => id);
    for (const id of new Set([...facts.invoices, ...newest])) {
      try {
        const asked = { invoice: id, cents: null, memo: 'Devolución dentro de 30 días' };
        const { number, cents } = await provider.refund(asked, `money-back:${accountId}:${id}`);
        notes.push({ invoice: id, number, cents });
      } catch (error) {
        // given back before, by hand; a charge that its bank has taken back is not given back twice
        if (!(error instanceof AppError) || error.code !== 'billing.refundTooHigh') failures.push(error);
        else ctx.log.warn({ accountId, invoice: id }, 'an invoice had nothing left to give back');
      }
    }
    if (failures.length > 0) throw failures[0];
    const cents = notes.reduce((all, each) => all + each.cents, 0);
    const mail = { name: '', workspace: facts.name, cents: String(cents), currency: facts.currency };
    await ctx.db`select guard.settle_money_back(${accountId}, ${cents}, ${storableJson(notes)}::text::jsonb, ${sealMail(ctx, mail)})`;
    return { cents };
  });
}
