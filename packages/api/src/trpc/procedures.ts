import { requireProof } from '@recado/core/identity';
import { identityErrors } from '@recado/core/identity/contract';
import {
  AppError,
  type Ctx,
  kernelErrors,
  type Permission,
  type StaffCtx,
  type StaffVerb,
  type Verb,
} from '@recado/core/kernel';
import { isId } from '@recado/runtime/ids';
import { initTRPC, TRPCError } from '@trpc/server';
import { z } from 'zod';
import { type RateClass, rateClasses } from '../rates/index.ts';
import type { ApiContext } from './context.ts';
import { trpcCodes, wireError } from './errors.ts';

/**
 * What is known of a procedure without calling it: whether it needs a session and a fresh proof, how often it may be called, the right that its
 * verb needs in a workspace, the shape of its verb's input, and whether what it does is in the audit.
 */
type Meta = {
  needs?: Permission;
  door?: 'session';
  asksForProof?: true;
  rate?: RateClass;
  input?: z.ZodType;
  /** Of a verb that writes: that it cannot but record, or why it does not. */
  recorded?: true | string;
};

const t = initTRPC
  .context<ApiContext>()
  .meta<Meta>()
  .create({
    errorFormatter({ shape, error, ctx }) {
      const cause = error.cause ?? error;
      const requestId = ctx?.pub.requestId ?? '';
      const app =
        error.code === 'BAD_REQUEST' && !(cause instanceof AppError)
          ? { code: 'kernel.invalidInput', params: { field: fieldOf(cause), because: '' }, requestId }
          : error.code === 'NOT_FOUND' && !(cause instanceof AppError)
            ? { code: 'kernel.unknownProcedure', params: {}, requestId }
            : wireError(cause, requestId);
      return {
        message: app.code,
        code: shape.code,
        data: { code: shape.data.code, httpStatus: shape.data.httpStatus, app },
      };
    },
  });

const fieldOf = (cause: unknown): string =>
  cause instanceof z.ZodError ? (cause.issues[0]?.path.join('.') ?? '') : '';

/** Turns verbs' errors into transport errors once, for every procedure; reports what nobody expected. */
const bubbling = t.middleware(async ({ ctx, next }) => {
  const result = await next();
  await ctx.renewed();
  if (result.ok) return result;
  const cause = result.error.cause ?? result.error;
  if (cause instanceof AppError) {
    if (cause.code === 'identity.sessionEnded') await ctx.refused();
    throw new TRPCError({ code: trpcCodes[cause.kind], cause });
  }
  if (result.error.code === 'INTERNAL_SERVER_ERROR') {
    if (wireError(cause, '').code === 'kernel.unavailable') throw new TRPCError({ code: 'SERVICE_UNAVAILABLE', cause });
    ctx.report(cause);
  }
  return result;
});

/** Counts a call by its class before anything else is done; one without a class is nobody's. */
const rated = t.middleware(async ({ ctx, meta, getRawInput, next }) => {
  if (!meta?.rate) throw new Error('This procedure has no class of rates.');
  try {
    // a procedure without input has no body to be read
    const raw = rateClasses[meta.rate].by === 'subject' ? await getRawInput().catch(() => null) : null;
    await ctx.rates.take(meta.rate, subjectOf(raw) ?? ctx.cookies.attempt ?? '');
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new TRPCError({ code: trpcCodes[error.kind], cause: error });
  }
  return next();
});

const noSession: ReadonlySet<string> = new Set(['identity.sessionEnded', 'identity.otherPerson']);

/** Tells the rates whether the session that a call came with was one: an act that went well was somebody's. */
const settled = t.middleware(async ({ ctx, next }) => {
  const result = await next();
  const { cause } = result.ok ? {} : result.error;
  // what a live session is refused for, a form or a limit, says nothing about it
  if (result.ok) await ctx.rates.settle(true);
  else if (cause instanceof AppError && noSession.has(cause.code)) await ctx.rates.settle(false);
  return result;
});

/** What a call without a session is about: the person it names, or what was begun for them. */
const subjectOf = (raw: unknown): string | null => {
  const { email, phone, id, token } = (raw ?? {}) as Record<string, unknown>;
  const found = [email, typeof phone === 'string' ? phone.replace(/\D/g, '') : null, id, token].find(
    (each) => typeof each === 'string',
  );
  return typeof found === 'string' ? found.slice(0, 320) : null;
};

/** A state change must come from our own pages: a form on another site has no business here. */
const ownOrigin = t.middleware(({ ctx, type, next }) => {
  if (type === 'mutation' && !ctx.sameOrigin)
    throw new TRPCError({ code: 'FORBIDDEN', cause: identityErrors.crossSite() });
  return next();
});

export const router = t.router;
/** Needs no session; each says its class of rates by `.meta({ rate })`. */
export const publicProcedure = t.procedure.use(bubbling).use(ownOrigin).use(rated);

/** Needs a session cookie; whether it still lives is decided in the transaction of the work. */
export const sessionProcedure = publicProcedure
  .meta({ door: 'session', rate: 'app' })
  .use(settled)
  .use(({ ctx, next }) => {
    const { pass } = ctx.cookies;
    if (!pass) throw new TRPCError({ code: 'UNAUTHORIZED', cause: identityErrors.sessionEnded({ reason: 'none' }) });
    return next({ ctx: { ...ctx, pass } });
  });

/**
 * For what a stolen session must not do by itself: asks the database for a proof of the last ten minutes, however old the session is, before
 * anything of the act is looked at. Where an act is a function of the guard, that asks once more in the act's own transaction.
 */
export const sensitiveProcedure = sessionProcedure
  .meta({ door: 'session', asksForProof: true })
  .use(async ({ ctx, next }) => {
    await requireProof(ctx.pub, ctx.pass, ctx.personId);
    return next();
  });

/** The context of a verb: the workspace that the page works in; the guard proves membership when the verb enters. */
const contextOf = (ctx: ApiContext & { pass: Buffer }, workspaceId: string, isSensitive = false): Ctx => ({
  workspaceId,
  door: { kind: 'session', pass: ctx.pass, personId: ctx.personId ?? undefined, isSensitive },
  db: ctx.pub.db,
  ports: ctx.pub.ports,
  keyring: ctx.pub.keyring,
  clock: ctx.pub.clock,
  log: ctx.pub.log,
  requestId: ctx.pub.requestId,
  locale: ctx.pub.locale,
  origin: ctx.pub.origin,
});

/** What the screens send: the workspace beside the verb's own input, which the verb parses itself. */
const wrapped = <Input extends z.ZodType>(_verb: Verb<Input, unknown>) =>
  z.custom<{ workspaceId: string; input: z.input<Input> }>((value) =>
    isId((value as { workspaceId?: string } | null)?.workspaceId ?? ''),
  );

/** Mounts a verb that reads: one line a procedure. */
export const reading = <Input extends z.ZodType, Output>(verb: Verb<Input, Output>) =>
  sessionProcedure
    .meta({ door: 'session', needs: verb.needs, input: verb.input })
    .input(wrapped(verb))
    .query(({ ctx, input }) => verb(contextOf(ctx, input.workspaceId), input.input));

/** Mounts a verb that writes. */
export const writing = <Input extends z.ZodType, Output>(verb: Verb<Input, Output>) =>
  sessionProcedure
    .meta({ door: 'session', needs: verb.needs, input: verb.input, recorded: verb.unrecorded ?? true })
    .input(wrapped(verb))
    .mutation(({ ctx, input }) => verb(contextOf(ctx, input.workspaceId), input.input));

/** Mounts a verb that writes what asks for a fresh proof. */
export const sensitiveWriting = <Input extends z.ZodType, Output>(verb: Verb<Input, Output>) =>
  sensitiveProcedure
    .meta({ door: 'session', needs: verb.needs, input: verb.input, recorded: verb.unrecorded ?? true })
    .input(wrapped(verb))
    .mutation(({ ctx, input }) => verb(contextOf(ctx, input.workspaceId, true), input.input));

/** What an owner does with whoever takes the money. */
type SellingVerb<Input extends z.ZodType, Output> = ((
  ctx: Ctx,
  till: ApiContext['till'],
  input: z.input<Input>,
) => Promise<Output>) & { readonly input: Input; readonly needs: Permission };

/** Mounts such an act; what costs money at once, or opens what is kept of cards, asks for a fresh proof. */
export const selling = <Input extends z.ZodType, Output>(
  verb: SellingVerb<Input, Output>,
  kind: 'plain' | 'sensitive' | 'asking' = 'plain',
) =>
  (kind === 'sensitive' ? sensitiveProcedure : sessionProcedure)
    .meta({
      ...{ door: 'session', needs: verb.needs, input: verb.input },
      ...(kind !== 'asking' && { recorded: true as const }),
      ...(kind === 'sensitive' && { asksForProof: true as const }),
    })
    .input(
      z.custom<{ workspaceId: string; input: z.input<Input> }>((value) =>
        isId((value as { workspaceId?: string } | null)?.workspaceId ?? ''),
      ),
    )
    .mutation(({ ctx, input }) => verb(contextOf(ctx, input.workspaceId, kind === 'sensitive'), ctx.till, input.input));

/** Mounts a verb that reads, and says whether anything is sold here. */
export const readingOfTill = <Input extends z.ZodType, Output extends object>(verb: Verb<Input, Output>) =>
  sessionProcedure
    .meta({ door: 'session', needs: verb.needs, input: verb.input })
    .input(wrapped(verb))
    .query(async ({ ctx, input }) => ({
      ...(await verb(contextOf(ctx, input.workspaceId), input.input)),
      isSold: ctx.till !== null,
    }));

/** What the staff calls. Without a session it is not there at all, unless a page asks that was rendered for somebody. */
const staffProcedure = t.procedure
  .meta({ rate: 'app' })
  .use(bubbling)
  .use(({ ctx, next }) => {
    const { pass } = ctx.cookies;
    if (pass) return next({ ctx: { ...ctx, pass } });
    if (ctx.personId)
      throw new TRPCError({ code: 'UNAUTHORIZED', cause: identityErrors.sessionEnded({ reason: 'none' }) });
    throw new TRPCError({ code: 'NOT_FOUND', cause: kernelErrors.unknownProcedure() });
  })
  .use(ownOrigin)
  .use(rated)
  .use(settled);

const staffContextOf = (ctx: ApiContext & { pass: Buffer }): StaffCtx => ({
  ...ctx.pub,
  door: { pass: ctx.pass, personId: ctx.personId },
});
// anything passes here: the verb parses it, after the door
const unparsed = <Input extends z.ZodType>(_verb: StaffVerb<Input, unknown>) => z.custom<{ input: z.input<Input> }>();
const asked = <Input>(sent: { input: Input } | undefined): Input => sent?.input as Input;

/** Mounts a verb by which the staff reads. */
export const staffReading = <Input extends z.ZodType, Output>(verb: StaffVerb<Input, Output>) =>
  staffProcedure
    .meta({ door: 'session', input: verb.input })
    .input(unparsed(verb))
    .query(({ ctx, input }) => verb(staffContextOf(ctx), asked(input)));

/** Mounts a verb by which the staff changes something. */
export const staffWriting = <Input extends z.ZodType, Output>(verb: StaffVerb<Input, Output>) =>
  staffProcedure
    .meta({ door: 'session', input: verb.input })
    .input(unparsed(verb))
    .mutation(({ ctx, input }) => verb(staffContextOf(ctx), asked(input)));
