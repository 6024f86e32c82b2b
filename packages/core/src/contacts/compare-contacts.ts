import { query } from '../kernel/index.ts';
import { contactErrors } from './contract.ts';
import { type Likeness, type Pair, TwoContacts } from './merge-contract.ts';
import { candidatesOf } from './store.ts';

/** Two contacts side by side, with what they share. Errors: notFound where either is gone, is in the bin or is a group. */
export const compareContacts = query({
  input: TwoContacts,
  needs: 'contacts.merge',
  async run({ tx, ctx }, { oneId, otherId }): Promise<Pair> {
    const found = await candidatesOf(tx, ctx.workspaceId, [oneId, otherId]);
    const one = found.get(oneId);
    const other = found.get(otherId);
    if (!one || !other || oneId === otherId) throw contactErrors.notFound();
    const [row] = await tx`select guard.likeness(${oneId}, ${otherId}) why`;
    return { why: (row?.why ?? []) as Likeness[], one, other };
  },
});
