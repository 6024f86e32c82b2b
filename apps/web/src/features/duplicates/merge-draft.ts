import { type Candidate, type ContactRow, type FieldRow, mergeColumns } from '@recado/core/contacts/contract';

/** A fact of the two: a column, or `field:<id>` of the company's own. */
export type Fact = (typeof mergeColumns)[number] | `field:${string}`;
/** Whose value stays; of notes it may be both. */
export type Side = 'keep' | 'drop' | 'both';

export const factOf = (row: ContactRow, fact: Fact): unknown =>
  fact.startsWith('field:')
    ? row.fields[fact.slice(6)]
    : fact === 'kind' && row.kind === 'blocked'
      ? (row.kindBefore ?? 'prospect')
      : row[fact as keyof ContactRow];

const isEmpty = (value: unknown) => value === null || value === undefined || value === '';
const isSame = (one: unknown, two: unknown) => JSON.stringify(one) === JSON.stringify(two);

/** What at least one of them says, and whether they say different things, so that somebody has to choose. */
export function factsOf(
  keep: ContactRow,
  drop: ContactRow,
  fields: readonly FieldRow[],
): { fact: Fact; differs: boolean }[] {
  const facts: Fact[] = [...mergeColumns, ...fields.map(({ id }): Fact => `field:${id}`)];
  return facts.flatMap((fact) => {
    const [one, two] = [factOf(keep, fact), factOf(drop, fact)];
    if (isEmpty(one) && isEmpty(two)) return [];
    return [{ fact, differs: !isEmpty(one) && !isEmpty(two) && !isSame(one, two) }];
  });
}

/** Who stays unless somebody says otherwise: whoever was talked to more, then later, then was there before. */
export function staysFirst(one: Candidate, other: Candidate): boolean {
  if (one.threads !== other.threads) return one.threads > other.threads;
  const touched = ({ row }: Candidate) =>
    [row.lastInAt, row.lastOutAt].reduce<string>((a, b) => (b && b > a ? b : a), '');
  if (touched(one) !== touched(other)) return touched(one) > touched(other);
  return one.row.createdAt <= other.row.createdAt;
}

/** Where they differ: notes of both, the fuller name, what is more than a prospect, else what the one who stays says. */
export function firstChoice(fact: Fact, keep: ContactRow, drop: ContactRow): Side {
  if (fact === 'notes') return 'both';
  if (fact === 'name')
    return drop.name.trim().split(/\s+/).length > keep.name.trim().split(/\s+/).length ? 'drop' : 'keep';
  // whoever buys is no prospect any more
  return fact === 'kind' && factOf(keep, fact) === 'prospect' ? 'drop' : 'keep';
}

/** What is asked of the server for these choices. */
export const takeOf = (choices: ReadonlyMap<Fact, Side>): string[] =>
  [...choices].flatMap(([fact, side]) => (side === 'keep' ? [] : side === 'both' ? ['notes:both'] : [fact]));
