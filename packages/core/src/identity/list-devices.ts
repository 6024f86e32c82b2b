import { type PublicCtx, translated } from '../kernel/index.ts';
import type { DeviceCard } from './contract.ts';

type Caller = Pick<PublicCtx, 'db'>;

/** The browsers that the caller has used and not shut out, the one that was seen last first. */
export async function listDevices(ctx: Caller, pass: Buffer, personId: string | null): Promise<DeviceCard[]> {
  const [row] = await translated(() => ctx.db`select guard.list_devices(${pass}, ${personId}) cards`);
  return row?.cards as DeviceCard[];
}
