import fs from 'node:fs';
import path from 'node:path';

/**
 * What a function did to the world, kept outside of any database. `start` and `threw` tell of a step's body; `effect` is
 * written once per idempotency key, however often the body runs.
 */
export type Line = {
  kind: 'start' | 'effect' | 'threw';
  /** The key of the event that is behind it. */
  key: string;
  fn: string;
  step: string;
  run: string;
  at: number;
};

export type Journal = {
  write(line: Omit<Line, 'at'>): void;
  /** Does the effect of a step under its idempotency key; a second time it does nothing. */
  effect(line: Omit<Line, 'at' | 'kind'>): void;
};

const file = (folder: string): string => path.join(folder, 'journal.jsonl');

/** Opens the record for appending; one process at a time does. A line is on the disk when the call returns. */
export function openJournal(folder: string): Journal {
  const keyOf = ({ run, fn, step }: Omit<Line, 'at' | 'kind'>): string => `${run} ${fn} ${step}`;
  const done = new Set(
    followJournal(folder)()
      .filter(({ kind }) => kind === 'effect')
      .map(keyOf),
  );
  const descriptor = fs.openSync(file(folder), 'a');
  const append = (line: Omit<Line, 'at'>): void => {
    // one call of the system, so that a kill leaves a whole line or none
    fs.writeSync(descriptor, `${JSON.stringify({ ...line, at: Date.now() })}\n`);
    fs.fdatasyncSync(descriptor);
  };
  return {
    write: append,
    effect(line) {
      if (done.has(keyOf(line))) return;
      done.add(keyOf(line));
      append({ ...line, kind: 'effect' });
    },
  };
}

/** Follows the record of other processes: each call answers the lines that came since the last. */
export function followJournal(folder: string): () => Line[] {
  let offset = 0;
  return () => {
    const size = fs.statSync(file(folder), { throwIfNoEntry: false })?.size ?? 0;
    if (size === offset) return [];
    const bytes = Buffer.alloc(size - offset);
    const descriptor = fs.openSync(file(folder), 'r');
    try {
      fs.readSync(descriptor, bytes, 0, bytes.length, offset);
    } finally {
      fs.closeSync(descriptor);
    }
    const whole = bytes.subarray(0, bytes.lastIndexOf(10) + 1);
    offset += whole.length;
    return whole
      .toString('utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Line);
  };
}
