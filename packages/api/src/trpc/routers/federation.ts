import {
  beginFederation,
  linkClaim,
  listIdentities,
  readClaim,
  signUpFederated,
  unlinkIdentity,
} from '@recado/core/identity';
import { BeginFederation, identityErrors, OneIdentity, SignUpFederated } from '@recado/core/identity/contract';
import { parse } from '@recado/core/kernel';
import { TRPCError } from '@trpc/server';
import { z } from 'zod';
import type { ApiContext } from '../context.ts';
import { publicProcedure, router, sensitiveProcedure, sessionProcedure } from '../procedures.ts';

const raw = <Schema extends z.ZodType>(_schema: Schema) => z.custom<z.input<Schema>>();

/** What an issuer said in this browser. */
function claimOf(ctx: ApiContext): string {
  if (!ctx.cookies.federation)
    throw new TRPCError({ code: 'PRECONDITION_FAILED', cause: identityErrors.attemptGone() });
  return ctx.cookies.federation;
}

/** Leaves for an issuer; the address is all that the page is told. */
async function depart(ctx: ApiContext, input: unknown, linking: { pass: Buffer; personId: string | null } | null) {
  const { provider } = parse(BeginFederation, input);
  const issuer = ctx.issuers.get(provider);
  if (!issuer) throw new TRPCError({ code: 'SERVICE_UNAVAILABLE', cause: identityErrors.issuerUnavailable() });
  const leave = () =>
    issuer.begin().catch((error) => {
      throw identityErrors.issuerUnavailable({}, { cause: error });
    });
  const { url, secret } = await beginFederation(ctx.pub, provider, leave, linking);
  ctx.cookies.setFederation(secret);
  return { url };
}

/** Accounts at Google and Microsoft as a way in. The issuer's answer comes back by the front door (/oauth/…), not through here. */
export const federationRouter = router({
  begin: publicProcedure
    .meta({ rate: 'api' })
    .input(raw(BeginFederation))
    .mutation(({ ctx, input }) => depart(ctx, input, null)),
  /** What an issuer said of whoever is before this screen and is linked to nobody yet. */
  claim: publicProcedure.meta({ rate: 'api' }).query(({ ctx }) => readClaim(ctx.pub, claimOf(ctx))),
  signUp: publicProcedure
    .meta({ rate: 'auth' })
    .input(raw(SignUpFederated))
    .mutation(async ({ ctx, input }) => {
      const { id, opened } = await signUpFederated(ctx.pub, claimOf(ctx), input, ctx.cookies.pass);
      ctx.cookies.setFederation(null);
      if (!opened) return { id, opened: null };
      ctx.cookies.setSession(opened.token, opened.keepSeconds, opened.freshDevice);
      return { id, opened: { personId: opened.personId, workspaceId: opened.workspaceId } };
    }),
  /** Links what the issuer said, after the login of whoever has that address. */
  linkClaim: sensitiveProcedure.mutation(async ({ ctx }) => {
    const done = await linkClaim(ctx.pub, ctx.pass, ctx.personId, claimOf(ctx));
    ctx.cookies.setFederation(null);
    return done;
  }),
  beginLink: sensitiveProcedure
    .meta({ door: 'session', input: BeginFederation })
    .input(raw(BeginFederation))
    .mutation(({ ctx, input }) => depart(ctx, input, { pass: ctx.pass, personId: ctx.personId })),
  list: sessionProcedure.query(({ ctx }) => listIdentities(ctx.pub, ctx.pass, ctx.personId)),
  unlink: sensitiveProcedure
    .meta({ door: 'session', input: OneIdentity })
    .input(raw(OneIdentity))
    .mutation(({ ctx, input }) => unlinkIdentity(ctx.pub, ctx.pass, ctx.personId, input)),
});
