/**
 * One line of a bench. `limit` is what the machine allows without our promises, `peer` what people use instead, both in `unit`;
 * `ok` is false when `value` lies beyond the target.
 */
export type Result = {
  name: string;
  value: number;
  unit: string;
  limit: number | null;
  peer: number | null;
  target: number | null;
  ok: boolean;
};

/** Samples of one figure and what is asked of it. Their span is shown beside it; what counts is the figure itself. */
export type Figure = {
  name: string;
  unit: string;
  samples: readonly number[];
  /** What stands for all samples; their median when left out. */
  value?: number;
  limit?: number;
  peer?: number;
  /** The figure should not be below `least`, or not above `most`. */
  least?: number;
  most?: number;
  /** A target is missed only when all of the median's interval lies beyond it: for ratios of paired rounds. */
  byInterval?: boolean;
};

/** The middle of the samples; of an even number the mean of the two in the middle. Throws when there are none. */
export function median(samples: readonly number[]): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (upper === undefined || lower === undefined) throw new Error('There is no median of nothing.');
  return (upper + lower) / 2;
}

/** The smallest sample that `share` (0 to 1) of all samples do not exceed. Throws when there are none. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const found = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (found === undefined) throw new Error('There is no percentile of nothing.');
  return found;
}

/** Where the median of what was sampled lies in 19 of 20 repetitions, by the order of the samples alone. */
export function intervalOf(samples: readonly number[]): readonly [low: number, high: number] {
  const sorted = [...samples].sort((a, b) => a - b);
  const outside = Math.max(0, Math.floor((sorted.length - 1.96 * Math.sqrt(sorted.length)) / 2));
  return [sorted[outside] as number, sorted[sorted.length - 1 - outside] as number];
}

/** Turns a figure into its line. */
export function resultOf(figure: Figure): Result {
  const { name, unit, samples, limit, peer, least, most } = figure;
  const value = figure.value ?? median(samples);
  const [low, high] = figure.byInterval ? intervalOf(samples) : [value, value];
  const misses = (least !== undefined && high < least) || (most !== undefined && low > most);
  return {
    name,
    value: rounded(value),
    unit,
    limit: limit === undefined ? null : rounded(limit),
    peer: peer === undefined ? null : rounded(peer),
    target: least ?? most ?? null,
    ok: !misses,
  };
}

/** Prints a figure for people, with the whole span of its samples, and answers its line. */
export function show(figure: Figure): Result {
  const result = resultOf(figure);
  const { samples, unit, least, most } = figure;
  const span =
    samples.length > 1
      ? ` (${rounded(Math.min(...samples))} to ${rounded(Math.max(...samples))}, ${samples.length} samples)`
      : '';
  const aim = least !== undefined ? `, at least ${least}` : most !== undefined ? `, at most ${most}` : '';
  say(`${figure.name.padEnd(44)} ${result.value} ${unit}${span}${aim}${result.ok ? '' : '  MISSED'}`);
  return result;
}

/** Ends a bench: its last line is one JSON object. Answers the exit code: 1 when a target was missed. */
export function finish(bench: string, results: readonly Result[]): number {
  process.stdout.write(`${JSON.stringify({ bench, results })}\n`);
  return results.every(({ ok }) => ok) ? 0 : 1;
}

export const say = (line: string): void => {
  process.stdout.write(`recado  ${line}\n`);
};

const rounded = (value: number): number => Number(value.toPrecision(4));
