// What is told of a person's account to whoever tells them. Written by the database.
import { z } from 'zod';

export const accountEventTable = {
  /** Something happened to it that its owner should hear of; told in the same transaction. Belongs to no company. */
  accountAlarmed: {
    name: 'account.alarmed',
    subject: 'personId',
    payload: z.object({ personId: z.uuid(), eventId: z.string(), what: z.string() }),
  },
} as const;
