import type { z } from 'zod';
import { type PublicCtx, parse, translated } from '../kernel/index.ts';
import { EndDevice, identityErrors } from './contract.ts';

/**
 * Ends what is open on another device of the caller and, with `forget`, forgets it, so that it comes back as a new one. Answers how many
 * sessions ended. Throws identity.deviceNotFound for the device in hand and for what is not theirs.
 */
export async function endDevice(
  ctx: Pick<PublicCtx, 'db'>,
  pass: Buffer,
  personId: string | null,
  raw: z.input<typeof EndDevice>,
): Promise<{ ended: number }> {
  const { deviceId, forget } = parse(EndDevice, raw);
  return await translated(async () => {
    const [row] = await ctx.db`select guard.end_device(${pass}, ${personId}, ${deviceId}, ${forget}) ended`;
    if (row?.ended == null) throw identityErrors.deviceNotFound();
    return { ended: row.ended as number };
  });
}
