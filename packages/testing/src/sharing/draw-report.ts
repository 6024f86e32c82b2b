import { THRESHOLD } from '@recado/core/growth/rules';
import { FOUND_WITHIN_DAYS, type Judgement, type KindFigures } from './judge.ts';

const percent = (part: number, of: number): string => `${((part / of) * 100).toFixed(1)} %`;
const text = (value: string): string => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** A page that needs nothing else: figures by kind, how high the scores of the innocent rise, and how soon sharers are found. */
export function drawReport(innocents: KindFigures[], sharers: KindFigures[], judgement: Judgement): string {
  const told = innocents.reduce((sum, kind) => sum + kind.told, 0);
  const found = sharers.reduce((sum, kind) => sum + kind.found, 0);
  const [alone, sharing] = [innocents.length * judgement.each, sharers.length * judgement.each];
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Shared accounts: the simulation</title>
<style>
  body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1c1917; background: #fff }
  table { border-collapse: collapse; width: 100%; margin: 1rem 0 } th, td { text-align: left; padding: .35rem .75rem; border-bottom: 1px solid #e7e5e4 }
  td.n, th.n { text-align: right; font-variant-numeric: tabular-nums } figure { margin: 1.5rem 0 } figcaption { color: #57534e }
</style></head><body>
<h1>Shared accounts: the simulation</h1>
<p>${judgement.each} people of each kind, ninety days each, ${judgement.heldOut ? 'held-out' : 'working'} seeds from ${judgement.seed}, ranges ${judgement.widened ? 'half as wide again' : 'as written'}. Judged by the rules of production.</p>
<h2>Alone: ${((told / alone) * 100).toFixed(2)} % are ever told (${told} of ${alone})</h2>
${table(
  ['Kind', 'Told', 'Part', 'Median of the highest score', 'Highest of all'],
  innocents.map((kind) => [
    kind.kind,
    String(kind.told),
    percent(kind.told, kind.people),
    String(quantile(kind.highest, 0.5)),
    String(quantile(kind.highest, 1)),
  ]),
)}
<h2>Sharing: ${percent(found, sharing)} are found within ${FOUND_WITHIN_DAYS} days (${found} of ${sharing})</h2>
${table(
  ['Kind', 'Found in time', 'Part', 'Found at all', 'Median day'],
  sharers.map((kind) => [
    kind.kind,
    String(kind.found),
    percent(kind.found, kind.people),
    percent(kind.told, kind.people),
    kind.days.length ? String(quantile(kind.days, 0.5)) : 'none',
  ]),
)}
${figure('The highest score that each person alone reaches in ninety days; the line is where somebody would be told. Whoever has one phone and one computer is not looked at, and stands at 0.', scores(innocents))}
${figure(`Of those who share, how many are found by which day after they began; the line is day ${FOUND_WITHIN_DAYS}.`, curves(sharers))}
</body></html>
`;
}

export const quantile = (values: number[], at: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * at))] ?? 0;

const table = (head: string[], rows: string[][]): string =>
  `<table><thead><tr>${head.map((cell, i) => `<th${i ? ' class="n"' : ''}>${cell}</th>`).join('')}</tr></thead><tbody>${rows
    .map((row) => `<tr>${row.map((cell, i) => `<td${i ? ' class="n"' : ''}>${text(cell)}</td>`).join('')}</tr>`)
    .join('')}</tbody></table>`;
const figure = (caption: string, svg: string): string => `<figure>${svg}<figcaption>${caption}</figcaption></figure>`;

/** One row of dots for a kind: how dark says how many people reached that score. */
function scores(kinds: KindFigures[]): string {
  const [left, step, row] = [190, 6, 26];
  const x = (score: number) => left + Math.min(110, score) * step;
  const height = kinds.length * row + 40;
  const rows = kinds.map((kind, i) => {
    const counts = new Map<number, number>();
    for (const score of kind.highest) counts.set(score, (counts.get(score) ?? 0) + 1);
    const dots = [...counts].map(
      ([score, n]) =>
        `<circle cx="${x(score)}" cy="${i * row + 18}" r="${(2 + 7 * Math.sqrt(n / kind.people)).toFixed(1)}" fill="#0f766e" fill-opacity=".55"/>`,
    );
    return `<text x="0" y="${i * row + 22}" font-size="13">${text(kind.kind)}</text>${dots.join('')}`;
  });
  const ticks = [0, 20, 40, 60, 80, 100].map(
    (score) => `<text x="${x(score)}" y="${height - 6}" font-size="12" text-anchor="middle">${score}</text>`,
  );
  return `<svg viewBox="0 0 880 ${height}" role="img" aria-label="Highest scores of the innocent by kind">${rows.join('')}<line x1="${x(THRESHOLD)}" x2="${x(THRESHOLD)}" y1="4" y2="${height - 22}" stroke="#b91c1c" stroke-width="2"/>${ticks.join('')}</svg>`;
}

/** One line for a kind, by day after the first shared one. */
function curves(kinds: KindFigures[]): string {
  const colors = ['#0f766e', '#b45309', '#1d4ed8', '#7c3aed', '#be123c', '#4d7c0f'];
  const [width, height, until] = [880, 320, 40];
  const x = (day: number) => 40 + (day / until) * 620;
  const y = (part: number) => 280 - part * 260;
  const lines = kinds.map((kind, i) => {
    const at = Array.from(
      { length: until + 1 },
      (_, day) => kind.days.filter((found) => found <= day).length / kind.people,
    );
    const color = colors[i % colors.length];
    return `<polyline fill="none" stroke="${color}" stroke-width="2" points="${at.map((part, day) => `${x(day).toFixed(1)},${y(part).toFixed(1)}`).join(' ')}"/><text x="672" y="${40 + i * 20}" font-size="13" fill="${color}">${text(kind.kind)}</text>`;
  });
  const grid = [0, 0.2, 0.4, 0.6, 0.8, 1].map(
    (part) =>
      `<line x1="40" x2="660" y1="${y(part)}" y2="${y(part)}" stroke="#e7e5e4"/><text x="34" y="${y(part) + 4}" font-size="12" text-anchor="end">${part * 100} %</text>`,
  );
  const days = [0, 10, 20, 30, 40].map(
    (day) => `<text x="${x(day)}" y="300" font-size="12" text-anchor="middle">${day}</text>`,
  );
  return `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="Sharers found by day">${grid.join('')}<line x1="${x(FOUND_WITHIN_DAYS)}" x2="${x(FOUND_WITHIN_DAYS)}" y1="20" y2="280" stroke="#b91c1c" stroke-width="2"/>${lines.join('')}${days.join('')}</svg>`;
}
