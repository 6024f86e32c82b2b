// What the audit of a company is told when one of Recado's own people looks at the product in somebody's name. Written by the database.
import { z } from 'zod';

const ofPerson = { subject: 'personId' } as const;
const personId = z.uuid();

export const impersonationEventTable = {
  /** In the audit of every company of that somebody, told to nobody. */
  impersonationStarted: {
    name: 'impersonation.started',
    ...ofPerson,
    payload: z.object({ personId, reason: z.string(), mayWrite: z.boolean() }),
  },
  impersonationEnded: {
    name: 'impersonation.ended',
    ...ofPerson,
    payload: z.object({ personId, because: z.string() }),
  },
} as const;
