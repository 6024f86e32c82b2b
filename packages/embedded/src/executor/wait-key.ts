const PATH = '[A-Za-z_][\\w]*(?:\\.[A-Za-z_][\\w]*)*';
const LITERAL = `"(?:[^"\\\\]*)"|'(?:[^'\\\\]*)'|-?\\d+(?:\\.\\d+)?|true|false`;
const BOTH = new RegExp(`^\\s*(event|async)\\.(${PATH})\\s*==\\s*(event|async)\\.(${PATH})\\s*$`);
const LEFT = new RegExp(`^\\s*async\\.(${PATH})\\s*==\\s*(${LITERAL})\\s*$`);
const RIGHT = new RegExp(`^\\s*(${LITERAL})\\s*==\\s*async\\.(${PATH})\\s*$`);

/** How an arriving event is found to match without trying the expression: the value at `path` must make the same `key`. */
export type WaitKey = { path: string; key: string };

/**
 * Reads conditions that compare the arriving event with something known: `event.data.id == async.data.id` and
 * `async.data.id == "7"`. Null for every other condition, which has to be tried on each event.
 */
export function waitKeyOf(expression: string | null | undefined, event: unknown): WaitKey | null {
  if (!expression) return null;
  const both = BOTH.exec(expression);
  if (both && both[1] !== both[3]) {
    const [own, path] = both[1] === 'event' ? [both[2], both[4]] : [both[4], both[2]];
    const value = at(event, own as string);
    const key = keyAt(path as string, value);
    return key === null ? null : { path: path as string, key };
  }
  const literal = LEFT.exec(expression) ?? swap(RIGHT.exec(expression));
  if (!literal) return null;
  const key = keyAt(literal[1] as string, literalOf(literal[2] as string));
  return key === null ? null : { path: literal[1] as string, key };
}

/** The key that an event has at a path; null when no wait could be keyed by it. */
export const keyOfEvent = (path: string, event: unknown): string | null => keyAt(path, at(event, path));

const swap = (found: RegExpExecArray | null): string[] | null => found && [found[0], found[2] ?? '', found[1] ?? ''];
const literalOf = (text: string): unknown => (/^["']/.test(text) ? text.slice(1, -1) : JSON.parse(text));

function at(value: unknown, path: string): unknown {
  let here = value;
  for (const part of path.split('.')) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, part)) return undefined;
    here = (here as Record<string, unknown>)[part];
  }
  return here;
}

function keyAt(path: string, value: unknown): string | null {
  if (value === null || !['string', 'number', 'boolean'].includes(typeof value)) return null;
  const text = JSON.stringify(value);
  return text.length > 300 ? null : `${path}=${text}`;
}
