import { type Ctx, storableJson, translated } from '../kernel/index.ts';
import type { BillingEvent } from './contract.ts';

/** Writes down what the provider called about, once, and has its customer read again. Answers whether it was new. */
export async function noteBillingEvent(
  ctx: Pick<Ctx, 'db' | 'ports'>,
  { id, type, customer, createdAt }: BillingEvent,
  payload: unknown,
): Promise<{ isNew: boolean }> {
  return await translated(async () => {
    const [row] = await ctx.db`
      select guard.note_billing_event(${id}, ${type}, ${customer}, ${createdAt}, ${storableJson(payload)}::text::jsonb) new`;
    if (row?.new) ctx.ports.hints.emitted();
    return { isNew: row?.new as boolean };
  });
}
