// Who has a conversation open right now. Nothing of it is kept: it is told, and it runs out.
import { z } from 'zod';

export const presenceStates = ['here', 'typing', 'gone'] as const;
export type PresenceState = (typeof presenceStates)[number];

/** How long a page that shows a conversation counts as there without saying so again, and how often it says so. */
export const HERE_MS = 50_000;
export const HERE_AGAIN_MS = 20_000;
/** How long somebody counts as writing after their last key, and how often a page that writes says so at most. */
export const TYPING_MS = 7_000;
export const TYPING_AGAIN_MS = 3_000;

export const TellPresence = z.object({
  conversationId: z.uuid(),
  /** The page that shows it: one person may have several. */
  pageId: z.uuid(),
  state: z.enum(presenceStates),
});

/** Everybody else who has a conversation open, as the live stream tells it; nobody is there any more when it is empty. */
export type PresenceRow = {
  conversationId: string;
  people: { personId: string; name: string; isTyping: boolean }[];
};
