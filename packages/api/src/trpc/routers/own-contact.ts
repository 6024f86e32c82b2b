import { confirmEmail, confirmPhone, readOwnContact, removePhone, startEmail, startPhone } from '@recado/core/identity';
import { AskByMail, AskByPhone, ProveCode } from '@recado/core/identity/contract';
import { z } from 'zod';
import { router, sensitiveProcedure, sessionProcedure } from '../procedures.ts';

const raw = <Schema extends z.ZodType>(_schema: Schema) => z.custom<z.input<Schema>>();

/** The caller's own address and phone. Whoever wants to change them proves themselves first, which the database asks for. */
export const ownContactRouter = router({
  read: sessionProcedure.query(({ ctx }) => readOwnContact(ctx.pub, ctx.pass, ctx.personId)),
  startEmail: sensitiveProcedure
    .meta({ door: 'session', rate: 'otp', input: AskByMail })
    .input(raw(AskByMail))
    .mutation(({ ctx, input }) => startEmail(ctx.pub, ctx.pass, ctx.personId, input)),
  // the code itself bears five tries, wherever they come from
  confirmEmail: sessionProcedure
    .meta({ door: 'session', input: ProveCode })
    .input(raw(ProveCode))
    .mutation(({ ctx, input }) => confirmEmail(ctx.pub, ctx.pass, ctx.personId, input)),
  startPhone: sensitiveProcedure
    .meta({ door: 'session', rate: 'otp', input: AskByPhone })
    .input(raw(AskByPhone))
    .mutation(({ ctx, input }) => startPhone(ctx.pub, ctx.pass, ctx.personId, input)),
  confirmPhone: sensitiveProcedure
    .meta({ door: 'session', input: ProveCode })
    .input(raw(ProveCode))
    .mutation(({ ctx, input }) => confirmPhone(ctx.pub, ctx.pass, ctx.personId, input)),
  removePhone: sensitiveProcedure.mutation(({ ctx }) => removePhone(ctx.pub, ctx.pass, ctx.personId)),
});
