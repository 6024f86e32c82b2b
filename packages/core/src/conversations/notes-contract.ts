import { z } from 'zod';

export const NOTE_LIMIT = 4_000;
export const MENTION_LIMIT = 20;

/** An internal note: it stands in the thread after the message `afterSeq` and never leaves the company. */
export type NoteRow = {
  id: string;
  conversationId: string;
  afterSeq: number;
  /** Empty when it was taken away. */
  body: string;
  author: { id: string; name: string };
  clientNoteId: string;
  mentions: { id: string; name: string }[];
  createdAt: string;
  editedAt: string | null;
  deletedAt: string | null;
};

/** What was done to a conversation, as the audit has it; `names` are those of the people whom `detail` names. */
export type MarkRow = {
  id: string;
  at: string;
  action: string;
  detail: Record<string, unknown> | null;
  /** What of its state the act changed, as it was and as it is since. */
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  actor: { kind: string; id: string | null; name: string | null };
  /** Members that the act names, and labels, by id; what is gone since has none. */
  names: Record<string, string>;
  tags: Record<string, string>;
};

export type Asides = { notes: NoteRow[]; marks: MarkRow[] };

const noteText = z
  .string()
  .max(NOTE_LIMIT, { message: 'tooLong' })
  .refine((text) => text.trim() !== '', { message: 'empty' });
const mentioned = z.array(z.uuid()).max(MENTION_LIMIT).default([]);

export const AddNote = z.object({
  conversationId: z.uuid(),
  /** Made by the screen and kept for every try: the same id never writes twice. */
  clientNoteId: z.uuid(),
  text: noteText,
  mentionedIds: mentioned,
});
export const EditNote = z.object({ noteId: z.uuid(), text: noteText, mentionedIds: mentioned });
export const NoteId = z.object({ noteId: z.uuid() });
export const ListAsides = z.object({ conversationId: z.uuid(), fromSeq: z.number().int().nonnegative().default(0) });

export const noteErrorTable = {
  noteNotFound: 'NOT_FOUND',
  noteNotYours: 'FORBIDDEN',
  mentionRefused: 'INVALID',
} as const;

const OneNote = z.object({ conversationId: z.uuid(), noteId: z.uuid() });
export const noteEventTable = {
  noteEdited: { name: 'note.edited', subject: 'noteId', payload: OneNote },
  noteDeleted: { name: 'note.deleted', subject: 'noteId', payload: OneNote },
  /** Told once for each note and person: whoever was named when it was written, and whom an edit added. */
  mentioned: {
    name: 'person.mentioned',
    subject: 'conversationId',
    payload: OneNote.extend({ personIds: z.array(z.uuid()) }),
  },
} as const;
