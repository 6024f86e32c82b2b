import { getViewer, logOut, renewActivity } from '@recado/core/identity';
import type { RenewActivity } from '@recado/core/identity/contract';
import { z } from 'zod';
import { router, sessionProcedure } from '../procedures.ts';

/** The session of the caller. Every answer comes from the row, never from a cache. */
export const sessionsSingleRouter = router({
  /** Whether the session lives; throws identity.sessionEnded with the reason when it does not. */
  validateSession: sessionProcedure.query(async ({ ctx }) => {
    const viewer = await getViewer(ctx.pub, ctx.token, ctx.personId);
    return { ok: true as const, secondsLeft: viewer.session.secondsLeft };
  }),
  getCurrentSession: sessionProcedure.query(({ ctx }) => getViewer(ctx.pub, ctx.token, ctx.personId)),
  renewActivity: sessionProcedure
    .input(z.custom<z.input<typeof RenewActivity>>())
    .mutation(({ ctx, input }) => renewActivity(ctx.pub, ctx.token, ctx.personId, input)),
  terminateSession: sessionProcedure.mutation(async ({ ctx }) => {
    if (ctx.personId) await getViewer(ctx.pub, ctx.token, ctx.personId);
    await logOut(ctx.pub, ctx.token, 'terminated');
    ctx.cookies.clearSession();
    return { ok: true as const };
  }),
});
