import {
  changePassword,
  confirmTotp,
  readFactors,
  removeTotp,
  renewRecovery,
  sendOwnCode,
  startTotp,
  stepUp,
  trustDevice,
  untrustDevice,
} from '@recado/core/identity';
import { ChangePassword, ConfirmTotp, OneDevice, StepUp } from '@recado/core/identity/contract';
import { z } from 'zod';
import { router, sensitiveProcedure, sessionProcedure } from '../procedures.ts';

const raw = <Schema extends z.ZodType>(_schema: Schema) => z.custom<z.input<Schema>>();

/** What people keep of their own account: password, second factors, devices. What changes how they come in asks for a fresh proof. */
export const securityRouter = router({
  factors: sessionProcedure.query(({ ctx }) => readFactors(ctx.pub, ctx.pass, ctx.personId)),
  /** Proves the caller again; the session goes on under a new token. */
  stepUp: sessionProcedure
    .meta({ door: 'session', input: StepUp })
    .input(raw(StepUp))
    .mutation(async ({ ctx, input }) => {
      const { token, keepSeconds } = await stepUp(
        ctx.pub,
        ctx.pass,
        ctx.personId,
        input,
        ctx.identity,
        ctx.passkeys.check,
      );
      ctx.cookies.setSession(token, keepSeconds);
      return { ok: true as const };
    }),
  sendCode: sessionProcedure.mutation(({ ctx }) => sendOwnCode(ctx.pub, ctx.pass, ctx.personId)),
  changePassword: sensitiveProcedure
    .meta({ door: 'session', input: ChangePassword })
    .input(raw(ChangePassword))
    .mutation(({ ctx, input }) => changePassword(ctx.pub, ctx.pass, ctx.personId, input, ctx.identity)),
  startTotp: sensitiveProcedure.mutation(({ ctx }) => startTotp(ctx.pub, ctx.pass, ctx.personId, ctx.productName)),
  confirmTotp: sensitiveProcedure
    .meta({ door: 'session', input: ConfirmTotp })
    .input(raw(ConfirmTotp))
    .mutation(({ ctx, input }) => confirmTotp(ctx.pub, ctx.pass, ctx.personId, input)),
  removeTotp: sensitiveProcedure.mutation(({ ctx }) => removeTotp(ctx.pub, ctx.pass, ctx.personId)),
  renewRecovery: sensitiveProcedure.mutation(({ ctx }) => renewRecovery(ctx.pub, ctx.pass, ctx.personId)),
  trustDevice: sensitiveProcedure.mutation(({ ctx }) => trustDevice(ctx.pub, ctx.pass, ctx.personId)),
  untrustDevice: sessionProcedure
    .meta({ door: 'session', input: OneDevice })
    .input(raw(OneDevice))
    .mutation(({ ctx, input }) => untrustDevice(ctx.pub, ctx.pass, ctx.personId, input)),
});
