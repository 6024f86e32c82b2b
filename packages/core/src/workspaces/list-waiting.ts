import type { z } from 'zod';
import { type PublicCtx, parse, translated } from '../kernel/index.ts';
import { WAITING_PER_PAGE, WaitingPage, type WaitingRow } from './contract.ts';

/** A page of the conversations that wait for an answer, in all workspaces of the caller, the latest first. */
export async function listWaiting(
  ctx: Pick<PublicCtx, 'db'>,
  pass: Buffer,
  personId: string | null,
  raw: z.input<typeof WaitingPage>,
): Promise<WaitingRow[]> {
  const { before } = parse(WaitingPage, raw);
  return await translated(async () => {
    const [row] = await ctx.db`
      select guard.waiting_everywhere(${pass}, ${personId}, ${before?.at ?? null}::text::timestamptz, ${before?.id ?? null}, ${WAITING_PER_PAGE}) found`;
    return row?.found as WaitingRow[];
  });
}
