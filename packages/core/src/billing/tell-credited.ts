import { sealMail } from '../identity/index.ts';
import { type Ctx, translated } from '../kernel/index.ts';

type Facts = { name: string; number: string | null; currency: string };

/**
 * Tells an account's owners of what was given back of an invoice, once for each sum in all (`creditedCents`), however often it is asked.
 * What they asked back themselves is told by its own mail.
 */
export async function tellCredited(
  ctx: Pick<Ctx, 'db' | 'keyring'>,
  { invoice, cents, creditedCents }: { invoice: string; cents: number; creditedCents: number },
): Promise<{ told: boolean }> {
  return await translated(async () => {
    const [row] = await ctx.db`select guard.credited_facts(${invoice}) facts`;
    const facts = row?.facts as Facts | null;
    if (!facts) return { told: false };
    const { name: workspace, number, currency } = facts;
    const mail = sealMail(ctx, { name: '', workspace, invoice: number ?? '', cents: String(cents), currency });
    const [answer] = await ctx.db`select guard.tell_credited(${invoice}, ${creditedCents}, ${mail}) told`;
    return { told: answer?.told === true };
  });
}
