// What messages are searched by, and what is found. Part of the safe door.
import { z } from 'zod';
import type { AuthorKind, MessageKind } from './contract.ts';

/** What people look for by what it is; a text with a file is found by the file's kind. */
export const searchKinds = ['text', 'image', 'audio', 'voice', 'video', 'document', 'location', 'contact'] as const;
export type SearchKind = (typeof searchKinds)[number];

export const SearchMessages = z.object({
  text: z.string().trim().min(1).max(200),
  channelId: z.uuid().optional(),
  contactId: z.uuid().optional(),
  /** The member who wrote. */
  personId: z.uuid().optional(),
  /** `them` is the customer, `us` whoever answers. */
  side: z.enum(['them', 'us']).optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  kinds: z.array(z.enum(searchKinds)).min(1).optional(),
  /** The page after: where the one before ended, and whether it took the last word for the beginning of one. */
  before: z.object({ occurredAt: z.iso.datetime(), id: z.uuid(), loose: z.boolean() }).optional(),
  limit: z.number().int().min(1).max(50).default(20),
});

/** A piece of a message around what was found; `marks` are its places in `text`. */
export type Snippet = { text: string; marks: readonly (readonly [from: number, to: number])[] };

export type MessageHit = {
  id: string;
  conversationId: string;
  seq: number;
  kind: MessageKind;
  direction: 'in' | 'out';
  author: { kind: AuthorKind; id: string | null; name: string | null };
  occurredAt: string;
  contact: { id: string; name: string; profileName: string | null; kind: string; number: string | null };
  channel: { id: string; name: string };
  snippet: Snippet;
};

/**
 * Newest first. `tooShort` under three letters, `onlyCommon` when nothing is left to look for but words that are everywhere, `timedOut` when the
 * time ended before anything was known. `reached` says until when it was looked through if the time ended in the middle.
 */
export type MessageSearch = {
  state: 'found' | 'tooShort' | 'onlyCommon' | 'timedOut';
  hits: readonly MessageHit[];
  hasMore: boolean;
  /** The word itself was nowhere, so the last one was taken for the beginning of one. */
  isLoose: boolean;
  reached: string | null;
};
