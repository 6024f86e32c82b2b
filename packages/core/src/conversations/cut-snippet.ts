import type { Snippet } from './search-contract.ts';

const LENGTH = 160;
const BEFORE = 48;
/** How much longer than its stem a word may be: "factur" is in "facturaciones", and not in everything that begins with "m". */
const ENDING = 8;

const fold = (word: string): string => word.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** A piece of a text around the first word that has one of the stems, on one line, with the place of each such word. The text is only ever text. */
export function cutSnippet(body: string, stems: readonly string[]): Snippet {
  const line = body.replace(/\s+/gu, ' ').trim();
  const hits: [number, number][] = [];
  for (const found of line.matchAll(/[\p{L}\p{N}\p{M}]+/gu)) {
    const word = fold(found[0]);
    const fits = stems.some(
      (stem) => word === stem || (stem.length > 2 && word.startsWith(stem) && word.length <= stem.length + ENDING),
    );
    if (fits) hits.push([found.index, found.index + found[0].length]);
  }
  const first = hits[0]?.[0] ?? 0;
  const start = first <= BEFORE ? 0 : wordStart(line, first - BEFORE, first);
  const end = line.length - start <= LENGTH ? line.length : wordEnd(line, start + LENGTH);
  const lead = start > 0 ? '…' : '';
  const moved = lead.length - start;
  return {
    text: lead + line.slice(start, end) + (end < line.length ? '…' : ''),
    marks: hits.filter(([from, to]) => from >= start && to <= end).map(([from, to]) => [from + moved, to + moved]),
  };
}

/** The beginning of a word at or after `at`, at most `until`. */
function wordStart(line: string, at: number, until: number): number {
  const gap = line.indexOf(' ', at);
  return gap >= 0 && gap < until ? gap + 1 : whole(line, at);
}

/** The end of a word at or before `at`, unless one word fills all of it. */
function wordEnd(line: string, at: number): number {
  const gap = line.lastIndexOf(' ', at);
  return gap > at - LENGTH / 2 ? gap : whole(line, at);
}

/** Never between the two halves of one sign. */
const whole = (line: string, at: number): number => (/[\uDC00-\uDFFF]/.test(line[at] ?? '') ? at - 1 : at);
