import { getViewer, logIn, logOut, resendSignUp, signUp, unlockLogin, verifySignUp } from '@recado/core/identity';
import { LogIn, ResendSignUp, SignUp, UnlockLogin, VerifySignUp } from '@recado/core/identity/contract';
import { z } from 'zod';
import { publicProcedure, router } from '../procedures.ts';

const raw = <Schema extends z.ZodType>(_schema: Schema) => z.custom<z.input<Schema>>();

/** The ways in. A session is made only here, by the guard, after the last proof. */
export const authRouter = router({
  signUp: publicProcedure
    .meta({ rate: 'auth' })
    .input(raw(SignUp))
    .mutation(({ ctx, input }) => signUp(ctx.pub, input, ctx.identity.hashPassword)),
  resend: publicProcedure
    .meta({ rate: 'otp' })
    .input(raw(ResendSignUp))
    .mutation(({ ctx, input }) => resendSignUp(ctx.pub, input)),
  verify: publicProcedure
    .meta({ rate: 'auth' })
    .input(raw(VerifySignUp))
    .mutation(async ({ ctx, input }) => {
      const opened = await verifySignUp(ctx.pub, input, ctx.cookies.pass);
      ctx.cookies.setSession(opened.token);
      return { personId: opened.personId, workspaceId: opened.workspaceId };
    }),
  logIn: publicProcedure
    .meta({ rate: 'auth' })
    .input(raw(LogIn))
    .mutation(async ({ ctx, input }) => {
      const opened = await logIn(ctx.pub, input, ctx.identity.checkPassword, ctx.cookies.pass);
      ctx.cookies.setSession(opened.token);
      return { personId: opened.personId, displaced: opened.displaced };
    }),
  /** The secret came in the fragment of the mail's link, which no server sees; only a press of the button posts it. */
  unlock: publicProcedure
    .meta({ rate: 'auth' })
    .input(raw(UnlockLogin))
    .mutation(async ({ ctx, input }) => {
      await unlockLogin(ctx.pub, input);
      return { ok: true as const };
    }),
  logOut: publicProcedure.meta({ rate: 'app' }).mutation(async ({ ctx }) => {
    const { pass } = ctx.cookies;
    if (pass) {
      // a tab of somebody who was here before must not end the session of who is here now
      if (ctx.personId) await getViewer(ctx.pub, pass, ctx.personId);
      await logOut(ctx.pub, pass);
    }
    ctx.cookies.clearSession();
    return { ok: true as const };
  }),
});
