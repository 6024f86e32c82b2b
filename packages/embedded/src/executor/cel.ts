import { createHash } from 'node:crypto';
import { Environment } from '@marcbachmann/cel-js';

const environment = new Environment({ unlistedVariablesAreDyn: true, homogeneousAggregateLiterals: false });
type Compiled = (context: Record<string, unknown>) => unknown;
const compiled = new Map<string, Compiled | null>();
/** Expressions may hold values of one event, so their number has no bound of its own. */
const CACHE = 2000;

function compile(expression: string): Compiled | null {
  const known = compiled.get(expression);
  if (known !== undefined) return known;
  if (compiled.size >= CACHE) compiled.clear();
  let made: Compiled | null = null;
  try {
    made = environment.parse(expression) as Compiled;
  } catch {
    // an expression that does not parse is never true, as on the server
  }
  compiled.set(expression, made);
  return made;
}

/** The value of an expression, compiled once; undefined when it cannot be told (a key that is missing, a type that does not fit). */
export function evaluate(expression: string, context: Record<string, unknown>): unknown {
  try {
    const value = compile(expression)?.(context);
    return typeof value === 'bigint' ? Number(value) : value;
  } catch {
    return undefined;
  }
}

/** Whether a condition holds; no condition always does. */
export function holds(expression: string | null | undefined, context: Record<string, unknown>): boolean {
  return !expression || evaluate(expression, context) === true;
}

/** A short text for what a key's expression says of an event: equal values, equal text. */
export function keyOf(expression: string | undefined, event: unknown): string {
  if (!expression) return '';
  const value = evaluate(expression, { event });
  const text = JSON.stringify(value, (_, each) => (typeof each === 'bigint' ? Number(each) : each)) ?? 'null';
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}
