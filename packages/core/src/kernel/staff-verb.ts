import type { z } from 'zod';
import { traceOf } from './audit.ts';
import { parse, translated } from './command.ts';
import type { PublicCtx } from './ctx.ts';
import { storableJson } from './storable-json.ts';

/** What the verbs of Recado's own people are called with: a session, and no company. */
export type StaffCtx = Omit<PublicCtx, 'keyring'> & { door: { pass: Buffer; personId: string | null } };

/** The credential and the trace of one staff call, as the first parameters of its SQL function. */
export type StaffDoor = { pass: Buffer; personId: string | null; trace: string };

export type StaffVerb<Input extends z.ZodType, Output> = ((ctx: StaffCtx, input: z.input<Input>) => Promise<Output>) & {
  readonly input: Input;
  readonly kind: 'staff';
};

/**
 * Builds a verb of Recado's own people: one call of one SQL function whose first act is `guard.enter_staff` and which writes the
 * staff's log itself. Whoever is not staff gets kernel.unknownProcedure, as for a procedure that does not exist.
 */
export function staffVerb<Input extends z.ZodType, Output>(options: {
  input: Input;
  call(ctx: StaffCtx, door: StaffDoor, input: z.output<Input>): Promise<Output>;
}): StaffVerb<Input, Output> {
  const verb = async (ctx: StaffCtx, raw: z.input<Input>): Promise<Output> => {
    const door = {
      ...ctx.door,
      trace: storableJson({ ...traceOf(ctx), requestId: ctx.requestId }),
    };
    return await translated(async () => {
      let input: z.output<Input>;
      try {
        input = parse(options.input, raw);
      } catch (complaint) {
        // an outsider must not learn from a complaint that something is here
        await ctx.db`select 1 from guard.enter_staff(${door.pass}, ${door.personId})`;
        throw complaint;
      }
      return await options.call(ctx, door, input);
    });
  };
  return Object.assign(verb, { input: options.input, kind: 'staff' as const });
}
