import {
  checkSession,
  cleanupInactiveSessions,
  getViewer,
  initSession,
  listSessions,
  logOut,
  noteCard,
  noteSeen,
  readOfflineKey,
  renewActivity,
  reportNotMe,
  terminateSessions,
} from '@recado/core/identity';
import { identityErrors, NoteCard, NoteSeen, RenewActivity, TerminateOne } from '@recado/core/identity/contract';
import { parse } from '@recado/core/kernel';
import { TRPCError } from '@trpc/server';
import { z } from 'zod';
import { publicProcedure, router, sensitiveProcedure, sessionProcedure } from '../procedures.ts';

/** The sessions of the caller. Every answer comes from the row, never from a cache; none carries a token. */
export const sessionsSingleRouter = router({
  /** The last step of a way in: what was proved in this browser becomes a session. */
  initSession: publicProcedure.meta({ rate: 'auth' }).mutation(async ({ ctx }) => {
    if (!ctx.cookies.attempt) throw new TRPCError({ code: 'PRECONDITION_FAILED', cause: identityErrors.attemptGone() });
    const opened = await initSession(ctx.pub, ctx.cookies.attempt, ctx.cookies.pass);
    ctx.cookies.setSession(opened.token, opened.keepSeconds, opened.freshDevice);
    return { personId: opened.personId, displaced: opened.displaced };
  }),
  /** Whether the session lives, for one indexed read; throws identity.sessionEnded with the reason when it does not. */
  validateSession: sessionProcedure.query(async ({ ctx }) => ({
    ok: true as const,
    ...(await checkSession(ctx.pub, ctx.pass, ctx.personId)),
  })),
  /** The key of what this browser keeps for when there is no network. */
  readOfflineKey: sessionProcedure.query(({ ctx }) => readOfflineKey(ctx.pub, ctx.pass, ctx.personId)),
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
  terminateOne: sensitiveProcedure
    .meta({ door: 'session', input: TerminateOne })
    .input(z.custom<z.input<typeof TerminateOne>>())
    .mutation(({ ctx, input }) => terminateSessions(ctx.pub, ctx.pass, ctx.personId, parse(TerminateOne, input))),
  terminateOthers: sensitiveProcedure.mutation(({ ctx }) =>
    terminateSessions(ctx.pub, ctx.pass, ctx.personId, 'others'),
  ),
  /** What was seen and chosen on the card of a displaced session. Its first answer also empties what the browser cached. */
  noteCard: publicProcedure
    .meta({ rate: 'app' })
    .input(z.custom<z.input<typeof NoteCard>>())
    .mutation(async ({ ctx, input }): Promise<{ isNews: boolean }> => {
      ctx.cookies.forgetCaches();
      return ctx.cookies.pass ? await noteCard(ctx.pub, ctx.cookies.pass, parse(NoteCard, input)) : { isNews: false };
    }),
  /** What has been explained once. */
  noteSeen: sessionProcedure
    .meta({ door: 'session', input: NoteSeen })
    .input(z.custom<z.input<typeof NoteSeen>>())
    .mutation(({ ctx, input }) => noteSeen(ctx.pub, ctx.pass, ctx.personId, input)),
  /** Also from the card of a session that was displaced a moment ago, which is why a dead one may call it. */
  reportNotMe: publicProcedure.meta({ rate: 'app' }).mutation(async ({ ctx }) => {
    if (!ctx.cookies.pass)
      throw new TRPCError({ code: 'UNAUTHORIZED', cause: identityErrors.sessionEnded({ reason: 'none' }) });
    const answer = await reportNotMe(ctx.pub, ctx.cookies.pass, ctx.personId);
    ctx.cookies.clearSession();
    return answer;
  }),
});
