import type { z } from 'zod';
import { type PublicCtx, parse, translated } from '../kernel/index.ts';
import { OneDevice } from './contract.ts';

type Caller = Pick<PublicCtx, 'db'>;

/** Takes the trust away; the device stays known. */
export async function untrustDevice(
  ctx: Caller,
  pass: Buffer,
  personId: string | null,
  raw: z.input<typeof OneDevice>,
): Promise<{ ok: true }> {
  const { deviceId } = parse(OneDevice, raw);
  await translated(() => ctx.db`select guard.untrust_device(${pass}, ${personId}, ${deviceId})`);
  return { ok: true };
}
