import type { Transaction } from '@recado/db';
import { query } from '../kernel/index.ts';
import { ListDuplicates, type Pair } from './merge-contract.ts';
import { candidatesOf } from './store.ts';

/** So many shared values are looked at in one step, and about so many pairs are a page. */
const VALUES = 20;
const STEPS = 25;
const stages = ['phone', 'email', 'name'] as const;
type Place = { stage: (typeof stages)[number]; key: string };
type Found = { key: string; low: string | null; high: string | null };

/**
 * A page of contacts that are likely the same person, the surest first: the same line in any national writing, the same address, then the same full
 * name with something else in common. Whoever asks finds those that they see; who is in the bin or was said to be somebody else is not found.
 */
export const listDuplicates = query({
  input: ListDuplicates,
  needs: 'contacts.merge',
  async run({ tx, ctx }, { after }) {
    const pairs: Pair[] = [];
    let place: Place | null = after ?? { stage: 'phone', key: '' };
    for (let step = 0; place && step < STEPS && pairs.length < VALUES; step += 1) {
      const found: Found[] = await find(tx, place);
      const met = found.flatMap(({ low, high }) => (low && high ? [{ low, high }] : []));
      if (met.length > 0) pairs.push(...(await pairsOf(tx, ctx.workspaceId, met)));
      place = nextPlace(place, found);
    }
    return { pairs, next: place };
  },
});

const find = async (tx: Transaction, { stage, key }: Place): Promise<Found[]> =>
  (await tx`select key, low, high from guard.find_duplicates(${stage}, ${key}, ${VALUES})`) as unknown as Found[];

/** Where to go on: after the last value of this stage, or at the beginning of the next. */
function nextPlace({ stage }: Place, found: readonly Found[]): Place | null {
  const keys = new Set(found.map(({ key }) => key));
  const last = found.at(-1);
  if (last && keys.size >= VALUES) return { stage, key: last.key };
  const next = stages[stages.indexOf(stage) + 1];
  return next ? { stage: next, key: '' } : null;
}

async function pairsOf(tx: Transaction, workspaceId: string, found: { low: string; high: string }[]): Promise<Pair[]> {
  const candidates = await candidatesOf(
    tx,
    workspaceId,
    found.flatMap(({ low, high }) => [low, high]),
  );
  const why = await tx`select low, high, guard.likeness(low::uuid, high::uuid) why
    from unnest(${found.map(({ low }) => low)}::text[], ${found.map(({ high }) => high)}::text[]) p(low, high)`;
  const told = new Map(why.map((each) => [`${each.low} ${each.high}`, each.why as Pair['why']]));
  return found.flatMap(({ low, high }) => {
    const one = candidates.get(low);
    const other = candidates.get(high);
    return one && other ? [{ why: told.get(`${low} ${high}`) ?? [], one, other }] : [];
  });
}
