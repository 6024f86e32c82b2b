import {
  askReset,
  beginMailLogin,
  beginPhoneLogin,
  type Continued,
  getViewer,
  logIn,
  logOut,
  openLink,
  proveEmailCode,
  proveFactor,
  proveTextCode,
  readAttempt,
  resendSignUp,
  resetPassword,
  sendAttemptCode,
  sendAttemptText,
  sendMailLogin,
  signUp,
  undoEmail,
  unlockLogin,
  verifySignUp,
} from '@recado/core/identity';
import {
  AskByMail,
  AskByPhone,
  identityErrors,
  LogIn,
  type LogInStep,
  OpenLink,
  ProveCode,
  ProveFactor,
  RESEND_SECONDS,
  ResendSignUp,
  ResetPassword,
  SignUp,
  UnlockLogin,
  VerifySignUp,
} from '@recado/core/identity/contract';
import { TRPCError } from '@trpc/server';
import { z } from 'zod';
import type { ApiContext } from '../context.ts';
import { publicProcedure, router } from '../procedures.ts';

const raw = <Schema extends z.ZodType>(_schema: Schema) => z.custom<z.input<Schema>>();

/** The login that waits in this browser. */
export function attemptOf(ctx: ApiContext): string {
  if (!ctx.cookies.attempt) throw new TRPCError({ code: 'PRECONDITION_FAILED', cause: identityErrors.attemptGone() });
  return ctx.cookies.attempt;
}

/** Answers a step of a way in: secrets go into cookies, what is still missing to the screen. Every way in ends here. */
export function answerStep(ctx: ApiContext, step: Continued): LogInStep {
  if ('opened' in step) {
    ctx.cookies.setSession(step.opened.token, step.opened.keepSeconds, step.opened.freshDevice);
    return { needs: [], personId: step.opened.personId, displaced: step.opened.displaced };
  }
  ctx.cookies.setAttempt(step.attempt);
  return step.pending;
}

/** The ways in. A session is made only here, by the guard, after the last proof. */
export const authRouter = router({
  signUp: publicProcedure
    .meta({ rate: 'auth' })
    .input(raw(SignUp))
    .mutation(({ ctx, input }) => signUp(ctx.pub, input, ctx.identity)),
  resend: publicProcedure
    .meta({ rate: 'otp' })
    .input(raw(ResendSignUp))
    .mutation(({ ctx, input }) => resendSignUp(ctx.pub, input)),
  verify: publicProcedure
    .meta({ rate: 'auth' })
    .input(raw(VerifySignUp))
    .mutation(async ({ ctx, input }) => {
      const opened = await verifySignUp(ctx.pub, input, ctx.identity, ctx.cookies.pass);
      ctx.cookies.setSession(opened.token, opened.keepSeconds, opened.freshDevice);
      return { personId: opened.personId, workspaceId: opened.workspaceId };
    }),
  logIn: publicProcedure
    .meta({ rate: 'auth' })
    .input(raw(LogIn))
    .mutation(async ({ ctx, input }) => answerStep(ctx, await logIn(ctx.pub, input, ctx.identity, ctx.cookies.pass))),
  /** What the login of this browser still needs. */
  pending: publicProcedure.meta({ rate: 'app' }).query(({ ctx }) => readAttempt(ctx.pub, attemptOf(ctx))),
  proveEmailCode: publicProcedure
    .meta({ rate: 'auth' })
    .input(raw(ProveCode))
    .mutation(async ({ ctx, input }) =>
      answerStep(ctx, await proveEmailCode(ctx.pub, attemptOf(ctx), input, ctx.cookies.pass)),
    ),
  resendCode: publicProcedure.meta({ rate: 'otp' }).mutation(async ({ ctx }) => {
    const attempt = attemptOf(ctx);
    // a login by mail has its link in the same letter
    const sent = await sendMailLogin(ctx.pub, attempt);
    if (sent === 'wait') throw identityErrors.resendTooSoon({ seconds: RESEND_SECONDS });
    const pending = sent === 'sent' ? await readAttempt(ctx.pub, attempt) : await sendAttemptCode(ctx.pub, attempt);
    return answerStep(ctx, { attempt, pending });
  }),
  /** A code and a link by mail, instead of a password. */
  logInByMail: publicProcedure
    .meta({ rate: 'otp' })
    .input(raw(AskByMail))
    .mutation(async ({ ctx, input }) => answerStep(ctx, await beginMailLogin(ctx.pub, input))),
  /** A code to a phone, instead of a password. */
  logInByPhone: publicProcedure
    .meta({ rate: 'otp' })
    .input(raw(AskByPhone))
    .mutation(async ({ ctx, input }) => answerStep(ctx, await beginPhoneLogin(ctx.pub, input))),
  /** A code to the phone of whoever is logging in; another one, or the first. */
  sendText: publicProcedure.meta({ rate: 'otp' }).mutation(async ({ ctx }) => {
    const attempt = attemptOf(ctx);
    return answerStep(ctx, { attempt, pending: await sendAttemptText(ctx.pub, attempt) });
  }),
  proveTextCode: publicProcedure
    .meta({ rate: 'auth' })
    .input(raw(ProveCode))
    .mutation(async ({ ctx, input }) =>
      answerStep(ctx, await proveTextCode(ctx.pub, attemptOf(ctx), input, ctx.cookies.pass)),
    ),
  openLink: publicProcedure
    .meta({ rate: 'auth' })
    .input(raw(OpenLink))
    .mutation(async ({ ctx, input }) => {
      const step = await openLink(ctx.pub, ctx.cookies.attempt, input, ctx.cookies.pass);
      return 'confirm' in step ? step : answerStep(ctx, step);
    }),
  proveFactor: publicProcedure
    .meta({ rate: 'auth' })
    .input(raw(ProveFactor))
    .mutation(async ({ ctx, input }) =>
      answerStep(ctx, await proveFactor(ctx.pub, attemptOf(ctx), input, ctx.cookies.pass)),
    ),
  askReset: publicProcedure
    .meta({ rate: 'otp' })
    .input(raw(AskByMail))
    .mutation(({ ctx, input }) => askReset(ctx.pub, input)),
  resetPassword: publicProcedure
    .meta({ rate: 'auth' })
    .input(raw(ResetPassword))
    .mutation(({ ctx, input }) => resetPassword(ctx.pub, input, ctx.identity)),
  /** The secret came in the fragment of the mail's link, which no server sees; only a press of the button posts it. */
  unlock: publicProcedure
    .meta({ rate: 'auth' })
    .input(raw(UnlockLogin))
    .mutation(async ({ ctx, input }) => {
      await unlockLogin(ctx.pub, input);
      return { ok: true as const };
    }),
  /** The owner of a former address objects to its change; again only a press posts it. */
  undoEmail: publicProcedure
    .meta({ rate: 'auth' })
    .input(raw(UnlockLogin))
    .mutation(({ ctx, input }) => undoEmail(ctx.pub, input)),
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
