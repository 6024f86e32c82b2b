import { openLead } from '@recado/core/identity';
import { identityErrors, type OpenLead } from '@recado/core/identity/contract';
import { loadOffer, offerForSeveral, readPlan } from '@recado/core/plans';
import { TRPCError } from '@trpc/server';
import { z } from 'zod';
import { publicProcedure, reading, router } from '../procedures.ts';

/** Plans as everybody may see them. */
export const plansRouter = router({
  /** The account's own plan, what is used of it, and what is sold. */
  mine: reading(readPlan),
  /** What people who share one login are offered; null when nothing is sold to several. */
  teamOffer: publicProcedure
    .meta({ rate: 'api' })
    .input(z.object({ to: z.enum(['business', 'agency']).default('business') }).optional())
    .query(async ({ ctx, input }) => offerForSeveral((await loadOffer(ctx.pub)).plans, input?.to)),
  /** A wish to talk with us, from a session that lives or from the card of one that was displaced: the dead pass is enough. */
  talkToUs: publicProcedure
    .meta({ rate: 'otp' })
    .input(z.custom<z.input<typeof OpenLead>>())
    .mutation(async ({ ctx, input }) => {
      if (!ctx.cookies.pass)
        throw new TRPCError({ code: 'UNAUTHORIZED', cause: identityErrors.sessionEnded({ reason: 'none' }) });
      return await openLead(ctx.pub, ctx.cookies.pass, input);
    }),
});
