import { type Entered, enter, holdSession, refusalOf, type Transaction } from '@recado/db';
import type { z } from 'zod';
import { type Change, type Look, noteChange, noteLook, traceText } from './audit.ts';
import type { Ctx } from './ctx.ts';
import { emit } from './emit.ts';
import { AppError, kernelErrors } from './errors.ts';
import type { EventDefinition, PayloadOf } from './events.ts';
import { may, type Permission } from './permissions.ts';

/** What a command's body is given: the tenant transaction, who acts, and where to write down what was done. */
export type Work = {
  tx: Transaction;
  ctx: Ctx;
  actor: Entered;
  /**
   * Writes down what was done, for the audit and for whoever listens: both commit with the work or not at all. `change` is what was
   * there and what is there now, for the audit alone: only the fields that differ, never a secret.
   */
  record<Event extends EventDefinition>(event: Event, payload: PayloadOf<Event>, change?: Change): Promise<void>;
  /** Tells listeners of something that the audit need not know. */
  emit<Event extends EventDefinition>(event: Event, payload: PayloadOf<Event>): Promise<void>;
  /** Runs after the commit, never when it failed; for hints. */
  afterCommit(run: () => void): void;
  /** What `opens` says that it changed before the door. */
  opened?: Change | undefined;
};

type CommandOptions<Input extends z.ZodType, Output> = {
  input: Input;
  needs: Permission;
  /** A command that records nothing must say why. */
  unrecorded?: string;
  /**
   * Runs in the transaction before its door, by functions of the guard that prove the caller themselves: for what opens a workspace that the
   * door would not let them into, or only to look. Answers what it changed, where the body records that.
   */
  opens?(tx: Transaction, ctx: Ctx, input: z.output<Input>): Promise<Change | undefined>;
  /**
   * Also where the workspace is for reading only: for what takes somebody or a way in out of it. What needs `data.export` is let through by itself. The function of the guard that does it lets the
   * rest of the transaction write that down.
   */
  takesOut?: true;
  run(work: Work, input: z.output<Input>): Promise<Output>;
};

export type Verb<Input extends z.ZodType, Output> = ((ctx: Ctx, input: z.input<Input>) => Promise<Output>) & {
  readonly input: Input;
  readonly needs: Permission;
  readonly kind: 'command' | 'query';
  /** Why a command records nothing; undefined for one that does, and for what reads. */
  readonly unrecorded?: string | undefined;
};

/**
 * Builds a verb that writes. In order: parse, open the transaction, enter by the guard's door (who acts, which workspace),
 * authorise, run, record, commit, then the hints. There is no other way to write what belongs to a company.
 */
export function command<Input extends z.ZodType, Output>(options: CommandOptions<Input, Output>): Verb<Input, Output> {
  const verb = async (ctx: Ctx, raw: z.input<Input>): Promise<Output> => {
    const input = parse(options.input, raw);
    const after: (() => void)[] = [];
    const result = await translated(
      () =>
        ctx.db.begin(async (tx) => {
          await holdSession(tx, ctx.door);
          const trace = traceText(ctx);
          if (options.opens) await tx`select set_config('recado.trace', ${trace}, true)`;
          const opened = await options.opens?.(tx, ctx, input);
          const actor = await enter(tx, ctx.door, ctx.workspaceId, trace);
          authorise(actor, options.needs);
          if (actor.kind === 'person' && actor.closed !== null) {
            // what is a company's own is theirs to take away, also when nothing else is written there any more
            if (options.needs === 'data.export') await tx`select guard.let_take_away()`;
            else if (!options.takesOut) throw kernelErrors.workspaceClosed({ because: actor.closed });
          }
          const { work, done } = workOf(tx, ctx, actor, after);
          const output = await options.run({ ...work, opened }, input);
          if (!done.recorded && !options.unrecorded)
            throw new Error('A command recorded nothing; record an action or declare why not.');
          if (done.emitted) after.push(() => ctx.ports.hints.emitted());
          return output;
        }),
      ctx.door.kind === 'session',
    );
    for (const run of after) run();
    return result as Output;
  };
  return Object.assign(verb, {
    input: options.input,
    needs: options.needs,
    kind: 'command' as const,
    unrecorded: options.unrecorded,
  });
}

/**
 * Builds a verb that reads, in a read-only transaction behind the same door. With `looks` the read is sensitive: that it was done is an
 * entry of the audit, in the same transaction, once for a person and a quarter of an hour.
 */
export function query<Input extends z.ZodType, Output>(options: {
  input: Input;
  needs: Permission;
  looks?: (input: z.output<Input>) => Look | null;
  run(work: Pick<Work, 'tx' | 'ctx' | 'actor'>, input: z.output<Input>): Promise<Output>;
}): Verb<Input, Output> {
  const verb = async (ctx: Ctx, raw: z.input<Input>): Promise<Output> => {
    const input = parse(options.input, raw);
    const look = options.looks?.(input) ?? null;
    return (await translated(() =>
      ctx.db.begin(look ? '' : 'read only', async (tx) => {
        const actor = await enter(tx, ctx.door, ctx.workspaceId);
        authorise(actor, options.needs);
        const output = await options.run({ tx, ctx, actor }, input);
        if (look) await noteLook(tx, ctx, actor, look);
        return output;
      }),
    )) as Output;
  };
  return Object.assign(verb, { input: options.input, needs: options.needs, kind: 'query' as const });
}

/**
 * Builds a hot read: one call of one SQL function whose first act is the guard's door, `guard.enter_for`, which is told the right that
 * `needs` names here. Every role by name must have that right: the door asks only roles of a company's own.
 */
export function hotQuery<Input extends z.ZodType, Output>(options: {
  input: Input;
  needs: Permission;
  call(ctx: Ctx, door: { pass: Buffer; personId: string | null }, input: z.output<Input>): Promise<Output>;
}): Verb<Input, Output> {
  const verb = async (ctx: Ctx, raw: z.input<Input>): Promise<Output> => {
    const input = parse(options.input, raw);
    if (ctx.door.kind !== 'session') throw kernelErrors.forbidden({ needs: options.needs });
    const door = { pass: ctx.door.pass, personId: ctx.door.personId ?? null };
    return await translated(() => options.call(ctx, door, input));
  };
  return Object.assign(verb, { input: options.input, needs: options.needs, kind: 'query' as const });
}

/**
 * Turns the guard's refusals into the codes that screens know; everything else passes. `isAsked` is of what somebody waits for: worker and jobs try
 * again by themselves what met another's change, and know it by the database's own code.
 */
export async function translated<T>(run: () => Promise<T>, isAsked = false): Promise<T> {
  try {
    return await run();
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === null && isAsked && isRace(error)) throw kernelErrors.goneMeanwhile({}, { cause: error });
    if (refusal === null) throw error;
    if (refusal.kind === 'session')
      throw new AppError('identity.sessionEnded', 'UNAUTHENTICATED', refusal.detail, { cause: error });
    if (refusal.kind === 'person') throw new AppError('identity.otherPerson', 'UNAUTHENTICATED', {}, { cause: error });
    // to whoever is not staff, what the staff has is not there at all
    if (refusal.kind === 'staff') throw kernelErrors.unknownProcedure({}, { cause: error });
    if (refusal.kind === 'attempt') throw new AppError('identity.attemptGone', 'PRECONDITION', {}, { cause: error });
    if (refusal.kind === 'factor')
      throw new AppError('identity.factorMissing', 'PRECONDITION', refusal.detail, { cause: error });
    if (refusal.kind === 'coolDown') {
      const minutes = Math.ceil(refusal.detail.seconds / 60);
      throw new AppError('identity.coolDown', 'RATE_LIMITED', { minutes }, { cause: error });
    }
    if (refusal.kind === 'stepUp') throw new AppError('identity.stepUpNeeded', 'PRECONDITION', {}, { cause: error });
    if (refusal.kind === 'factorHere') throw new AppError('identity.factorRequired', 'FORBIDDEN', {}, { cause: error });
    if (refusal.kind === 'right') throw kernelErrors.forbidden({ needs: refusal.needs }, { cause: error });
    if (refusal.kind === 'outside')
      throw new AppError('policies.outside', 'FORBIDDEN', refusal.detail, { cause: error });
    if (refusal.kind === 'unknown') throw new AppError('plans.unknownPlan', 'NOT_FOUND', {}, { cause: error });
    if (refusal.kind === 'workspace') throw kernelErrors.workspaceNotFound({}, { cause: error });
    throw kernelErrors.leaseLost({}, { cause: error });
  }
}

/** Two changes met: the other one took what a row of this one points at, or the database gave the other one the way. */
const isRace = (error: unknown): boolean =>
  ['23503', '40001', '40P01'].includes((error as { code?: string }).code ?? '');

/** Parses an input; the error names the first field that is wrong and zod's reason for it. */
export function parse<Input extends z.ZodType>(schema: Input, raw: unknown): z.output<Input> {
  const parsed = schema.safeParse(raw);
  if (parsed.success) {
    // Postgres keeps no NUL in texts, and nobody types one
    if (hasNul(parsed.data)) throw kernelErrors.invalidInput({ field: '', because: 'nul', fields: [] });
    return parsed.data;
  }
  const fields = parsed.error.issues.map((issue) => ({
    field: issue.path.join('.'),
    because: issue.message,
    issue: issue.code,
  }));
  throw kernelErrors.invalidInput({ field: fields[0]?.field ?? '', because: fields[0]?.because ?? '', fields });
}

const hasNul = (value: unknown): boolean =>
  typeof value === 'string'
    ? value.includes('\0')
    : typeof value === 'object' && value !== null && Object.values(value).some(hasNul);

function authorise(actor: Entered, needs: Permission): void {
  if (!may(actor.role, needs, rightsBrought(actor))) throw kernelErrors.forbidden({ needs });
}

/** The rights of a custom role, which the door read; the other kinds of actors have roles by name. */
const rightsBrought = (actor: Entered) => (actor.kind === 'person' ? actor.permissions : null);

function workOf(tx: Transaction, ctx: Ctx, actor: Entered, after: (() => void)[]) {
  const done = { recorded: false, emitted: false };
  const work: Work = {
    tx,
    ctx,
    actor,
    async record(event, payload, change) {
      done.recorded = true;
      done.emitted = true;
      // sent without waiting for each other; the server takes them in order
      await Promise.all([
        noteChange(tx, ctx, actor, event, payload, change),
        emit(tx, ctx.workspaceId, event, payload),
      ]);
    },
    async emit(event, payload) {
      done.emitted = true;
      await emit(tx, ctx.workspaceId, event, payload);
    },
    afterCommit: (run) => after.push(run),
  };
  return { work, done };
}
