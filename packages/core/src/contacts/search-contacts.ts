import { answerInTime, hotQuery } from '../kernel/index.ts';
import { type ContactSearch, SearchContacts } from './search-contract.ts';

const WITHIN_MS = 2_000;

/**
 * A page of the people that fit a part of a name, a number in any writing or an address, among those that this person sees. Under three letters it is
 * how a name or a number begins. One round trip, and an answer after two seconds at most.
 */
export const searchContacts = hotQuery({
  input: SearchContacts,
  needs: 'contacts.read',
  async call(caller, door, input): Promise<ContactSearch> {
    const rows = await answerInTime(
      caller,
      { ...door, needs: 'contacts.read' },
      (
        ctx,
      ) => ctx.db`select app.search_contacts(${door.pass}, ${door.personId}, ${ctx.workspaceId}, ${input.text}, ${input.after?.key ?? null},
        ${input.after?.id ?? null}, ${input.limit}) found`,
      WITHIN_MS,
    );
    if (rows === null) return { state: 'timedOut', hits: [], next: null };
    type Found = { rows: ContactSearch['hits']; next: ContactSearch['next'] };
    const { rows: hits, next } = (rows[0] as { found: Found }).found;
    return { state: 'found', hits, next };
  },
});
