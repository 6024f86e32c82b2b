import { type Ctx, translated } from '../kernel/index.ts';
import type { FiscalInvoice, FiscalInvoiceProvider } from './contract.ts';

type Facts = Omit<FiscalInvoice, 'paidAt'> & { paidAt: string };

/** Hands a paid invoice to whoever writes fiscal invoices, once; one that they have is left alone. */
export async function handOverInvoice(
  ctx: Pick<Ctx, 'db'>,
  fiscal: Pick<FiscalInvoiceProvider, 'issue'>,
  invoice: string,
): Promise<{ reference: string | null }> {
  return await translated(async () => {
    const [row] = await ctx.db`select guard.fiscal_facts(${invoice}) facts`;
    const facts = row?.facts as Facts | null;
    if (!facts) return { reference: null };
    const { reference } = await fiscal.issue({ ...facts, paidAt: new Date(facts.paidAt) });
    await ctx.db`select guard.note_fiscal(${invoice}, ${reference})`;
    return { reference };
  });
}
