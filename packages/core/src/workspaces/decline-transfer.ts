import type { z } from 'zod';
import { type PublicCtx, parse, translated } from '../kernel/index.ts';
import { DeclineTransfer, workspaceErrors } from './contract.ts';

/** The receiver of an offer does not want it. Throws workspaces.transferGone. */
export async function declineTransfer(
  ctx: Pick<PublicCtx, 'db'>,
  pass: Buffer,
  personId: string | null,
  raw: z.input<typeof DeclineTransfer>,
): Promise<{ ok: true }> {
  const input = parse(DeclineTransfer, raw);
  return await translated(async () => {
    const [row] = await ctx.db`select guard.decline_transfer(${pass}, ${personId}, ${input.transferId}) was_open`;
    if (!row?.was_open) throw workspaceErrors.transferGone();
    return { ok: true };
  });
}
