import type { Line } from './journal.ts';
import { WORKLOAD } from './workload.ts';

/** An event whose transaction was committed. */
export type Committed = { key: string; name: string };

/** What the record says of a workload. `problems` is empty when every promise held. */
export type Verdict = { runs: number; steps: number; startedAgain: number; problems: string[] };

/** A call outlives the process that asked for it: the app still works off what it was given, and the claim is still believed. */
const SHADOW_MS = 20_000;

/**
 * Holds the record against the promises: one run per event and function; every step's effect once; no step again after a
 * later one began, which is the proof that its result was stored; again at all only where something was killed; nothing
 * of an event that was not committed.
 */
export function judge(lines: readonly Line[], committed: readonly Committed[], kills: readonly number[]): Verdict {
  const problems: string[] = [];
  const byKey = Map.groupBy(lines, ({ key }) => key);
  const known = new Set(committed.map(({ key }) => key));
  for (const key of byKey.keys()) if (!known.has(key)) problems.push(`${key} ran, though it was rolled back`);
  let runs = 0;
  let steps = 0;
  let startedAgain = 0;
  for (const { key, name } of committed) {
    const own = byKey.get(key) ?? [];
    for (const [fn, shape] of Object.entries(WORKLOAD[name] ?? {})) {
      const said = own.filter((line) => line.fn === fn);
      const ids = new Set(said.map(({ run }) => run));
      if (ids.size !== 1) problems.push(`${key} has ${ids.size} runs of ${fn}`);
      runs += ids.size;
      problems.push(...orderFaults(said, shape).map((fault) => `${key} ${fn}: ${fault}`));
      for (const step of shape.flat()) {
        steps += 1;
        const effects = said.filter((line) => line.step === step && line.kind === 'effect').length;
        if (effects !== 1) problems.push(`${key} ${fn}: ${step} had ${effects} effects`);
        const again = repeatsOf(said.filter((line) => line.step === step));
        startedAgain += again.length;
        for (const { before, at } of again) {
          if (!kills.some((kill) => kill > before - SHADOW_MS && kill <= at))
            problems.push(`${key} ${fn}: ${step} ran again though nothing was killed`);
        }
      }
    }
    for (const fn of new Set(own.map((line) => line.fn)))
      if (!(fn in (WORKLOAD[name] ?? {}))) problems.push(`${key}: ${name} started ${fn}`);
  }
  return { runs, steps, startedAgain, problems };
}

/** Starts that follow a start which did not end by an error of the step's own. */
function repeatsOf(lines: readonly Line[]): { before: number; at: number }[] {
  const found: { before: number; at: number }[] = [];
  let last: Line | undefined;
  for (const line of lines) {
    if (line.kind === 'effect') continue;
    if (line.kind === 'start' && last?.kind === 'start') found.push({ before: last.at, at: line.at });
    last = line;
  }
  return found;
}

function orderFaults(lines: readonly Line[], shape: readonly (string | string[])[]): string[] {
  const place = (step: string): number => shape.findIndex((each) => [each].flat().includes(step));
  const faults: string[] = [];
  let furthest = 0;
  for (const { kind, step } of lines) {
    if (kind !== 'start') continue;
    if (place(step) < furthest)
      faults.push(`${step} ran again after ${[shape[furthest]].flat().join(' and ')} had begun`);
    furthest = Math.max(furthest, place(step));
  }
  return faults;
}
