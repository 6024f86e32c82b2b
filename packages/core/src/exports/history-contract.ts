// The part of the safe door that is about history: what is older than the plan keeps, from its announcement to its removal.
import { z } from 'zod';
import { defineErrors } from '../kernel/contract.ts';

export const historyStates = ['announced', 'archiving', 'archived', 'purging', 'purged', 'cancelled'] as const;
export type HistoryState = (typeof historyStates)[number];

/** So long before anything is removed people are told. */
export const HISTORY_NOTICE_DAYS = 30;

export type HistoryBatchRow = {
  id: string;
  /** What was said before this goes. */
  before: string;
  state: HistoryState;
  /** So many were told of; once there is a file, so many are in it. */
  messages: number;
  purged: number;
  bytes: number | null;
  announcedAt: string;
  purgeAt: string;
};

export type History = {
  /** So many days the plan keeps; null without end. */
  days: number | null;
  /** Before this, everything is in files; null where nothing was removed. */
  keptSince: string | null;
  /** What comes next; null where nothing does. */
  next: HistoryBatchRow | null;
  /** Files, the latest first; none for whoever may not take data away. */
  archives: HistoryBatchRow[];
};

export const BatchId = z.object({ batchId: z.uuid() });

export const historyErrors = defineErrors('exports', {
  archiveNotFound: 'NOT_FOUND',
  /** The file is not what was written down of it: nothing is removed. */
  archiveBroken: 'INTERNAL',
});
