import { type PublicCtx, translated } from '../kernel/index.ts';
import type { OwnHistory } from './contract.ts';

/** All that is kept of the caller's sessions, devices and events. That it was taken is an event of its own. */
export async function exportHistory(
  ctx: Pick<PublicCtx, 'db'>,
  pass: Buffer,
  personId: string | null,
): Promise<OwnHistory> {
  return await translated(async () => {
    const [row] = await ctx.db`select guard.export_history(${pass}, ${personId}) history`;
    return row?.history as OwnHistory;
  });
}
