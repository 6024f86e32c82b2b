import { z } from 'zod';
import { StripeError } from './stripe-error.ts';

// everything comes as a text; an empty one unsets
export const text = z.string();
export const whole = z
  .string()
  .regex(/^-?\d+$/, 'Invalid integer')
  .transform(Number);
export const decimalNumber = z
  .string()
  .regex(/^\d+(\.\d+)?$/, 'Invalid decimal')
  .transform(Number);
export const truth = z.enum(['true', 'false'], 'Invalid boolean').transform((said) => said === 'true');
export const moment = whole;
export const momentOrNow = z.union([z.literal('now'), whole]);
export const unset = z.literal('').transform(() => null);
export const metadata = z.union([
  z.literal('').transform(() => null),
  z.record(z.string().max(40), z.string().max(500)),
]);
export const expand = z.array(text).max(20);
export const texts = z.union([z.array(text), z.literal('').transform((): string[] => [])]);
export const address = z
  .strictObject({
    ...{
      line1: text,
      line2: text,
      city: text,
      state: text,
      postal_code: text,
      country: z.string().regex(/^([A-Za-z]{2})?$/, 'Country is not a code of two letters.'),
    },
  })
  .partial();

/** The parameters of a list. */
export const page = {
  limit: whole.optional(),
  starting_after: text.optional(),
  ending_before: text.optional(),
  expand: expand.optional(),
};

/** A shape of parameters, all optional unless `needs` names them, and no others. */
export const shape = <Shape extends z.ZodRawShape>(fields: Shape) =>
  z.strictObject({ expand: expand.optional(), ...fields });

const nameOf = (path: PropertyKey[]): string =>
  path.map((part, index) => (index === 0 ? String(part) : `[${String(part)}]`)).join('');

/** Reads parameters, or refuses with the words of Stripe and the name of what is wrong. */
export function readParams<Schema extends z.ZodType>(schema: Schema, given: unknown): z.output<Schema> {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0] as z.core.$ZodIssue;
  const param = nameOf(issue.path);
  if (issue.code === 'unrecognized_keys') {
    const unknown = nameOf([...issue.path, issue.keys[0] as string]);
    throw new StripeError(400, {
      code: 'parameter_unknown',
      message: `Received unknown parameter: ${unknown}`,
      param: unknown,
    });
  }
  if (issue.code === 'invalid_type' && issue.message.includes('received undefined'))
    throw new StripeError(400, { code: 'parameter_missing', message: `Missing required param: ${param}.`, param });
  throw new StripeError(400, { code: 'parameter_invalid', message: `Invalid ${param}: ${issue.message}`, param });
}

/** Metadata after a change: an empty value takes its key away, an empty whole takes all. */
export function mergeMetadata(
  before: Record<string, string>,
  change: Record<string, string> | null | undefined,
): Record<string, string> {
  if (change === undefined) return before;
  if (change === null) return {};
  return Object.fromEntries(Object.entries({ ...before, ...change }).filter(([, value]) => value !== ''));
}
