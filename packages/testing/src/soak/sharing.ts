// program: `npm run soak -- sharing [--each 1000] [--seed 1] [--out .data/sharing.html]`
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { innocentKinds, sharerKinds } from '../sharing/draw-person.ts';
import { drawReport, quantile } from '../sharing/draw-report.ts';
import { FOUND_WITHIN_DAYS, type Judgement, judgeKind } from '../sharing/judge.ts';

const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** Judges the score of shared accounts by simulated people from held-out seeds and ranges half as wide again; writes what came out as a page. */
export function run({ each, seed, out }: { each: number; seed: number; out: string }): void {
  const judgement: Judgement = { each, seed, widened: true, heldOut: true };
  print(`sharing: ${each} of each kind, ninety days, seeds held out from ${seed}, ranges half as wide again`);
  const innocents = innocentKinds.map((kind) => {
    const figures = judgeKind(kind, judgement);
    print(
      `  alone    ${kind.padEnd(26)} told ${String(figures.told).padStart(4)}  ${part(figures.told, each)}  highest score ${quantile(figures.highest, 1)}`,
    );
    return figures;
  });
  const sharers = sharerKinds.map((kind) => {
    const figures = judgeKind(kind, judgement);
    print(
      `  sharing  ${kind.padEnd(26)} found ${String(figures.found).padStart(4)}  ${part(figures.found, each)} within ${FOUND_WITHIN_DAYS} days, ${part(figures.told, each)} at all`,
    );
    return figures;
  });
  const told = innocents.reduce((sum, kind) => sum + kind.told, 0);
  const found = sharers.reduce((sum, kind) => sum + kind.found, 0);
  print(
    `sharing: ${part(told, each * innocents.length)} of those alone are ever told; ${part(found, each * sharers.length)} of those who share are found in time`,
  );
  fs.mkdirSync(path.dirname(out), { recursive: true });
  fs.writeFileSync(out, drawReport(innocents, sharers, judgement));
  print(`sharing: the page is ${out}`);
}

const part = (n: number, of: number): string => `${((n / of) * 100).toFixed(1)} %`;

if (import.meta.main) {
  const { values } = parseArgs({
    options: { each: { type: 'string' }, seed: { type: 'string' }, out: { type: 'string' } },
  });
  run({
    each: Number(values.each ?? 1_000),
    seed: Number(values.seed ?? 1),
    out: path.resolve(values.out ?? '.data/sharing.html'),
  });
}
