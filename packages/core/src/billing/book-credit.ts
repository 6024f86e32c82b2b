import { type Ctx, translated } from '../kernel/index.ts';
import type { BillingProvider } from './contract.ts';

type Facts = { customer: string; currency: string; cents: number };

/** Books a credit on the next invoice of its account, once: by the key of its cause. */
export async function bookCredit(
  ctx: Pick<Ctx, 'db'>,
  provider: Pick<BillingProvider, 'credit'>,
  { kind, subject, accountId }: { kind: string; subject: string; accountId: string },
): Promise<{ cents: number }> {
  return await translated(async () => {
    const [row] = await ctx.db`select guard.credit_facts(${kind}, ${subject}, ${accountId}) facts`;
    const facts = row?.facts as Facts | null;
    if (!facts) return { cents: 0 };
    await provider.credit({ ...facts, memo: `${kind} ${subject}` }, `credit:${kind}:${subject}:${accountId}`);
    await ctx.db`select guard.note_credit_booked(${kind}, ${subject}, ${accountId})`;
    return { cents: facts.cents };
  });
}
