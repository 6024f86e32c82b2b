import {
  cleanupInactiveSessions,
  getViewer,
  initSession,
  listSessions,
  logOut,
  renewActivity,
  reportNotMe,
  terminateSessions,
} from '@recado/core/identity';
import { identityErrors, RenewActivity, TerminateOne } from '@recado/core/identity/contract';
import { parse } from '@recado/core/kernel';
import { TRPCError } from '@trpc/server';
import { z } from 'zod';
import { publicProcedure, router, sessionProcedure } from '../procedures.ts';

/** The sessions of the caller. Every answer comes from the row, never from a cache; none carries a token. */
export const sessionsSingleRouter = router({
  /** The last step of a way in: what was proved in this browser becomes a session. */
  initSession: publicProcedure.mutation(async ({ ctx }) => {
    if (!ctx.cookies.attempt) throw new TRPCError({ code: 'PRECONDITION_FAILED', cause: identityErrors.attemptGone() });
    const opened = await initSession(ctx.pub, ctx.cookies.attempt, ctx.cookies.pass);
    ctx.cookies.setSession(opened.token, opened.keepSeconds);
    return { personId: opened.personId, displaced: opened.displaced };
  }),
  /** Whether the session lives; throws identity.sessionEnded with the reason when it does not. */
  validateSession: sessionProcedure.query(async ({ ctx }) => {
    const viewer = await getViewer(ctx.pub, ctx.pass, ctx.personId);
    return { ok: true as const, secondsLeft: viewer.session.secondsLeft };
  }),
  getCurrentSession: sessionProcedure.query(({ ctx }) => getViewer(ctx.pub, ctx.pass, ctx.personId)),
  renewActivity: sessionProcedure
    .meta({ door: 'session', input: RenewActivity })
    .input(z.custom<z.input<typeof RenewActivity>>())
    .mutation(({ ctx, input }) => renewActivity(ctx.pub, ctx.pass, ctx.personId, input)),
  terminateSession: sessionProcedure.mutation(async ({ ctx }) => {
    await getViewer(ctx.pub, ctx.pass, ctx.personId);
    await logOut(ctx.pub, ctx.pass, 'terminated');
    ctx.cookies.clearSession();
    return { ok: true as const };
  }),
  cleanupInactiveSessions: sessionProcedure.mutation(({ ctx }) =>
    cleanupInactiveSessions(ctx.pub, { pass: ctx.pass, personId: ctx.personId }),
  ),
  list: sessionProcedure.query(({ ctx }) => listSessions(ctx.pub, ctx.pass, ctx.personId)),
  terminateOne: sessionProcedure
    .meta({ door: 'session', input: TerminateOne })
    .input(z.custom<z.input<typeof TerminateOne>>())
    .mutation(({ ctx, input }) => terminateSessions(ctx.pub, ctx.pass, ctx.personId, parse(TerminateOne, input))),
  terminateOthers: sessionProcedure.mutation(({ ctx }) => terminateSessions(ctx.pub, ctx.pass, ctx.personId, 'others')),
  /** Also from the card of a session that was displaced a moment ago, which is why a dead one may call it. */
  reportNotMe: publicProcedure.mutation(async ({ ctx }) => {
    if (!ctx.cookies.pass)
      throw new TRPCError({ code: 'UNAUTHORIZED', cause: identityErrors.sessionEnded({ reason: 'none' }) });
    const answer = await reportNotMe(ctx.pub, ctx.cookies.pass);
    ctx.cookies.clearSession();
    return answer;
  }),
});
