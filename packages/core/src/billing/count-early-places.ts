import type { Ctx } from '../kernel/index.ts';

/** How many places of the offer for the first accounts are left. */
export async function countEarlyPlaces(ctx: Pick<Ctx, 'db' | 'clock'>): Promise<number> {
  const [row] = await ctx.db`select guard.early_places_left(${ctx.clock.now()}) places`;
  return row?.places as number;
}
