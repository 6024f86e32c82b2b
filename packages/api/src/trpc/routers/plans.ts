import { loadCatalogue, offerForSeveral } from '@recado/core/plans';
import { publicProcedure, router } from '../procedures.ts';

/** Plans as everybody may see them. */
export const plansRouter = router({
  /** What people who share one login are offered; null when nothing is sold by the seat. */
  teamOffer: publicProcedure
    .meta({ rate: 'api' })
    .query(async ({ ctx }) => offerForSeveral(await loadCatalogue(ctx.pub))),
});
