import { type PublicCtx, translated } from '../kernel/index.ts';
import type { Visit } from './links-contract.ts';

/** Where a visitor is and as what. Throws identity.sessionEnded {reason: link} alike for every pass that does not open. */
export async function getVisit(ctx: Pick<PublicCtx, 'db'>, pass: Buffer): Promise<Visit> {
  return await translated(async () => {
    const [row] = await ctx.db`select guard.visit(${pass}) visit`;
    return row?.visit as Visit;
  });
}
