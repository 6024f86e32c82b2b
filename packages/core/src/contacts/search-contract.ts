// What contacts are searched by, and what is found. Part of the safe door.
import { z } from 'zod';
import type { ContactRow } from './contract.ts';

export const SearchContacts = z.object({
  text: z.string().trim().min(1).max(200),
  /** The page after: where the one before ended. */
  after: z.object({ key: z.string().max(200), id: z.uuid() }).optional(),
  limit: z.number().int().min(1).max(50).default(8),
});

export type ContactHit = Pick<ContactRow, 'id' | 'name' | 'profileName' | 'kind' | 'email' | 'number'> & {
  /** Their latest conversation, when there is one. */
  conversationId: string | null;
};

/** In the order of their names; `next` is null on the last page. */
export type ContactSearch = {
  state: 'found' | 'timedOut';
  hits: readonly ContactHit[];
  next: { key: string; id: string } | null;
};
