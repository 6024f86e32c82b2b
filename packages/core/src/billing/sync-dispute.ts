import { type Ctx, storableJson, translated } from '../kernel/index.ts';
import type { BillingProvider } from './contract.ts';

/** Reads how a dispute stands and writes it down for Recado's people. Nothing is taken from its account. Null for nobody's. */
export async function syncDispute(
  ctx: Pick<Ctx, 'db' | 'log'>,
  provider: Pick<BillingProvider, 'fetchDispute'>,
  id: string,
): Promise<{ accountId: string | null; status: string }> {
  return await translated(async () => {
    const dispute = await provider.fetchDispute(id);
    const [row] = await ctx.db`select guard.settle_dispute(${storableJson(dispute)}::text::jsonb) account`;
    const accountId = (row?.account as string | null) ?? null;
    const { status, cents, dueAt } = dispute;
    if (accountId) ctx.log.error({ accountId, dispute: id, status, cents, dueAt }, 'a bank disputes a payment');
    return { accountId, status };
  });
}
