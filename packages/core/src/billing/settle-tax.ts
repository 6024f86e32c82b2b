import { randomUUID } from 'node:crypto';
import { type Ctx, translated } from '../kernel/index.ts';
import type { BillingProvider, TaxDetails, TaxStanding, VatRegister } from './contract.ts';
import { asksVies, taxToPrint, vatPrefixOf } from './rules.ts';

type Facts = { revision: number; details: TaxDetails; standing: TaxStanding; customer: string | null };

/**
 * Has the tax number of an account looked up where its tax depends on it, and the provider told what follows. Where VIES does not answer, what
 * it said last holds, and it is asked again later; what was saved meanwhile is left to its own settling. Safe to call however often.
 */
export async function settleTax(
  ctx: Pick<Ctx, 'db' | 'log'>,
  { provider, register }: { provider: Pick<BillingProvider, 'writeTax'>; register: VatRegister | null },
  accountId: string,
): Promise<{ standing: TaxStanding | null; isAway: boolean }> {
  return await translated(async () => {
    const [row] = await ctx.db`select guard.tax_facts(${accountId}) facts`;
    const facts = row?.facts as Facts | null;
    if (!facts) return { standing: null, isAway: false };
    const { revision, details, customer } = facts;
    let { standing } = facts;
    let isAway = false;
    if (asksVies(details) && standing !== 'refused') {
      const { country, taxId } = details;
      const said = register
        ? await register.check({ country: vatPrefixOf(country), number: taxId as string })
        : { answer: 'away' as const, because: 'nobody is asked here' };
      isAway = said.answer === 'away';
      if (said.answer === 'away') ctx.log.warn({ accountId, because: said.because }, 'VIES did not answer');
      else {
        standing = said.answer === 'yes' ? 'confirmed' : 'refused';
        const consultation = said.answer === 'yes' ? said.consultation : null;
        const [noted] =
          await ctx.db`select guard.note_vies(${accountId}, ${revision}, ${standing}, ${consultation}) known`;
        if (!noted?.known) return { standing: null, isAway: false };
      }
    }
    if (customer) {
      // a key of each try: what was told before and overtaken has to be told again, which the same key would not do
      const request = `tax:${accountId}:${revision}:${standing}:${randomUUID()}`;
      const { isIdTaken } = await provider.writeTax({ customer, tax: taxToPrint(details, standing) }, request);
      if (!isIdTaken) ctx.log.warn({ accountId, country: details.country }, 'the provider prints no such tax number');
      await ctx.db`select guard.note_tax_written(${accountId}, ${revision}, ${standing})`;
    }
    return { standing, isAway };
  });
}
