import { query } from '../kernel/index.ts';
import { ContactId } from './contract.ts';
import { candidatesOf } from './store.ts';

/** Who is likely the same person as this contact, of those whom the asker sees; by id, the surest first. */
export const findLikes = query({
  input: ContactId,
  needs: 'contacts.merge',
  async run({ tx, ctx }, { contactId }) {
    const found = await tx`select id from guard.likes_of(${contactId})`;
    const ids = found.map(({ id }) => id as string);
    const seen = await candidatesOf(tx, ctx.workspaceId, [contactId, ...ids]);
    if (!seen.has(contactId)) return [];
    return ids.flatMap((id) => {
      const row = seen.get(id)?.row;
      return row ? [{ id, name: row.name, profileName: row.profileName, number: row.number, email: row.email }] : [];
    });
  },
});
