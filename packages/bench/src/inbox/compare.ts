import { median } from '../report.ts';

export type Call = () => Promise<unknown>;
export type Compared = { ratios: number[]; ours: number[]; plain: number[] };

/** The middle time of a call, in milliseconds, of so many one after the other. */
export async function middleOf(call: Call, calls: number): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < calls; n += 1) {
    const started = performance.now();
    await call();
    times.push(performance.now() - started);
  }
  return median(times);
}

/** Both sides in turn, so that what the machine does meanwhile meets both; the ratio is taken round by round. */
export async function compare(
  ours: Call,
  plain: Call,
  { rounds, calls }: { rounds: number; calls: number },
): Promise<Compared> {
  const found: Compared = { ratios: [], ours: [], plain: [] };
  for (const call of [ours, plain]) await middleOf(call, Math.max(6, calls / 4));
  for (let round = 0; round < rounds; round += 1) {
    const isOursFirst = round % 2 === 0;
    const first = await middleOf(isOursFirst ? ours : plain, calls);
    const second = await middleOf(isOursFirst ? plain : ours, calls);
    const [oursMs, plainMs] = isOursFirst ? [first, second] : [second, first];
    found.ours.push(oursMs);
    found.plain.push(plainMs);
    found.ratios.push(oursMs / plainMs);
  }
  return found;
}
