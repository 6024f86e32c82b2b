// The part of the safe door that is about contacts that are one person.
import { z } from 'zod';
import type { ContactRow } from './contract.ts';

/** So long a merge can be undone. */
export const UNDO_DAYS = 30;

export const likenesses = ['phone', 'email', 'name', 'company', 'city', 'birthday'] as const;
/** What two share: one of these, or `field:<id>` for a field of the company's own. */
export type Likeness = (typeof likenesses)[number] | `field:${string}`;

/** What may differ between two and stands once on the one who stays. */
export const mergeColumns = [
  'name',
  'kind',
  'email',
  'company',
  'city',
  'country',
  'birthday',
  'language',
  'preferredHour',
  'preferredChannel',
  'ownerId',
  'notes',
] as const;
export type MergeColumn = (typeof mergeColumns)[number];

/** One of two, with what tells who of them has been talked to more. */
export type Candidate = { row: ContactRow; threads: number; consents: number };
export type Pair = { why: Likeness[]; one: Candidate; other: Candidate };
export type MergeRow = {
  id: string;
  at: string;
  /** What the one was called who became part of this contact. */
  name: string;
  byPersonId: string | null;
  /** Until when it can be undone. */
  until: string;
};

const stages = ['phone', 'email', 'name'] as const;
export const ListDuplicates = z.object({
  /** As the page before said it. */
  after: z.object({ stage: z.enum(stages), key: z.string().max(400) }).optional(),
});
export const TwoContacts = z.object({ oneId: z.uuid(), otherId: z.uuid() });
export const SetApart = TwoContacts.extend({ apart: z.boolean() });
export const MergeContacts = z.object({
  keepId: z.uuid(),
  dropId: z.uuid(),
  /** What is taken from the one who goes; what only one of them has is kept in any case. */
  take: z
    .array(z.union([z.enum(mergeColumns), z.literal('notes:both'), z.string().regex(/^field:[0-9a-f-]{36}$/)]))
    .max(80),
});
export const MergeId = z.object({ mergeId: z.uuid() });
