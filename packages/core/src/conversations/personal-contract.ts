import { z } from 'zod';

/** Nothing of the chat is stored; or it is kept for whoever marked it alone. */
export const personalModes = ['not_stored', 'owner_only'] as const;
export type PersonalMode = (typeof personalModes)[number];

/** How long what is stored of a chat waits before it goes, for whoever thinks better of it. */
export const PERSONAL_UNDO_MINUTES = 10;

const digits = z
  .string()
  .trim()
  .transform((text) => text.replace(/[\s().-]/g, '').replace(/^\+|^00/, ''))
  .pipe(z.string().regex(/^\d{8,15}$/));

const mode = z.enum(personalModes);
/** A conversation that is here, or a number from which nobody may have written yet. */
export const MarkPersonal = z.union([
  z.object({ mode, conversationId: z.uuid() }),
  z.object({ mode, channelId: z.uuid(), number: digits }),
]);
export const PersonalId = z.object({ personalId: z.uuid() });

/** Why somebody may not set a chat apart; see `docs/flows/personal-chats.md`. */
export type PersonalRefusal = 'notTheirs' | 'answered' | 'over' | 'limit';

export type PersonalChatRow = {
  id: string;
  channelId: string;
  mode: PersonalMode;
  at: string;
  /** When what is stored of it goes; null where nothing is to go. */
  until: string | null;
  /** It has begun to go and cannot be taken back. */
  isGoing: boolean;
  /** Null where nothing of it is here. */
  conversationId: string | null;
  name: string | null;
  number: string | null;
};
export type PersonalChats = {
  mine: PersonalChatRow[];
  /** Of others only how many. */
  others: number;
  /** Of people who are not in the workspace any more. */
  left: number;
  /** The numbers on which one may mark. */
  channels: string[];
};
/** What is stored of a conversation, counted exactly; `contact` says whether the contact would go with it. */
export type PersonalWeight = {
  refused: PersonalRefusal | null;
  messages: number;
  files: number;
  notes: number;
  contact: boolean;
};

export const personalErrorTable = {
  /** Neither an owner nor whoever paired the number. */
  personalNotTheirs: 'PRECONDITION',
  /** Somebody else answers for it. */
  personalAnswered: 'CONFLICT',
  /** What is stored of it has begun to go. */
  personalOver: 'CONFLICT',
  personalLimit: 'LIMIT',
  personalNotFound: 'NOT_FOUND',
  /** It is about to go, or what was asked is not done with somebody's own chats. */
  personalClosed: 'PRECONDITION',
} as const;

/** Neither tells whose chat it is. */
export const personalEventTable = {
  personalMarked: {
    name: 'chat.set_apart',
    subject: 'personalId',
    payload: z.object({ personalId: z.uuid(), mode: z.enum(personalModes) }),
  },
  personalUnmarked: {
    name: 'chat.unmarked',
    subject: 'personalId',
    payload: z.object({ personalId: z.uuid(), mode: z.enum(personalModes) }),
  },
  personalLifted: {
    name: 'chats.lifted',
    payload: z.object({ count: z.number().int() }),
  },
} as const;
