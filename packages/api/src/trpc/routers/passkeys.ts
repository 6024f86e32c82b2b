import {
  addPasskey,
  beginPasskey,
  listPasskeys,
  logInByPasskey,
  removePasskey,
  renamePasskey,
} from '@recado/core/identity';
import { AddPasskey, OnePasskey, PasskeyAnswer, RenamePasskey } from '@recado/core/identity/contract';
import { z } from 'zod';
import { publicProcedure, router, sensitiveProcedure, sessionProcedure } from '../procedures.ts';
import { answerStep } from './auth.ts';

const raw = <Schema extends z.ZodType>(_schema: Schema) => z.custom<z.input<Schema>>();

/** Passkeys: entering with one, and what people keep of their own. */
export const passkeysRouter = router({
  begin: publicProcedure.meta({ rate: 'api' }).mutation(async ({ ctx }) => {
    const { challenge } = await beginPasskey(ctx.pub, null);
    ctx.cookies.keepDevice();
    return await ctx.passkeys.ask(challenge);
  }),
  /** The same for a fresh proof inside a session. */
  beginProof: sessionProcedure.mutation(async ({ ctx }) => {
    const { challenge } = await beginPasskey(ctx.pub, { pass: ctx.pass, personId: ctx.personId, isMaking: false });
    return await ctx.passkeys.ask(challenge);
  }),
  logIn: publicProcedure
    .meta({ rate: 'auth' })
    .input(raw(PasskeyAnswer))
    .mutation(async ({ ctx, input }) =>
      answerStep(ctx, await logInByPasskey(ctx.pub, input, ctx.passkeys.check, ctx.cookies.pass)),
    ),
  beginAdd: sensitiveProcedure.mutation(async ({ ctx }) => {
    const { challenge, owner } = await beginPasskey(ctx.pub, {
      pass: ctx.pass,
      personId: ctx.personId,
      isMaking: true,
    });
    if (!owner) throw new Error('The guard named nobody.');
    const known = owner.known.map(({ id, transports }) => ({
      id: Buffer.from(id, 'hex').toString('base64url'),
      transports,
    }));
    const person = { ...owner, id: Buffer.from(owner.personId.replaceAll('-', ''), 'hex') };
    return await ctx.passkeys.offer(challenge, person, known);
  }),
  add: sensitiveProcedure
    .meta({ door: 'session', input: AddPasskey })
    .input(raw(AddPasskey))
    .mutation(({ ctx, input }) => addPasskey(ctx.pub, ctx.pass, input, ctx.passkeys.checkNew)),
  list: sessionProcedure.query(({ ctx }) => listPasskeys(ctx.pub, ctx.pass, ctx.personId)),
  rename: sessionProcedure
    .meta({ door: 'session', input: RenamePasskey })
    .input(raw(RenamePasskey))
    .mutation(({ ctx, input }) => renamePasskey(ctx.pub, ctx.pass, ctx.personId, input)),
  remove: sensitiveProcedure
    .meta({ door: 'session', input: OnePasskey })
    .input(raw(OnePasskey))
    .mutation(({ ctx, input }) => removePasskey(ctx.pub, ctx.pass, ctx.personId, input)),
});
