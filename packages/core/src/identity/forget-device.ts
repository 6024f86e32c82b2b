import type { z } from 'zod';
import { type PublicCtx, parse, translated } from '../kernel/index.ts';
import { OneDevice } from './contract.ts';

type Caller = Pick<PublicCtx, 'db'>;

/** Shuts a device out: its sessions end, and it begins anew when it comes back. Throws identity.stepUpNeeded. */
export async function forgetDevice(
  ctx: Caller,
  pass: Buffer,
  personId: string | null,
  raw: z.input<typeof OneDevice>,
): Promise<{ ended: number }> {
  const { deviceId } = parse(OneDevice, raw);
  const [row] = await translated(() => ctx.db`select guard.forget_device(${pass}, ${personId}, ${deviceId}) ended`);
  return { ended: row?.ended ?? 0 };
}
