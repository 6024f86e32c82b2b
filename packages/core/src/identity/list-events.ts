import type { z } from 'zod';
import { type PublicCtx, parse, translated } from '../kernel/index.ts';
import { EVENTS_PER_PAGE, type HistoryEvent, HistoryPage } from './contract.ts';

/** What happened to the caller's sessions in the last 90 days, the latest first, a page at a time by key. */
export async function listEvents(
  ctx: Pick<PublicCtx, 'db'>,
  pass: Buffer,
  personId: string | null,
  raw: z.input<typeof HistoryPage>,
): Promise<HistoryEvent[]> {
  const { before } = parse(HistoryPage, raw);
  return await translated(async () => {
    const [row] =
      await ctx.db`select guard.list_events(${pass}, ${personId}, ${before ?? null}, ${EVENTS_PER_PAGE}) events`;
    return row?.events as HistoryEvent[];
  });
}
