// The safe door of contacts: the people a company talks to.
import { z } from 'zod';
import { defineErrors, defineEvents } from '../kernel/contract.ts';

export type ContactRow = {
  id: string;
  name: string;
  profileName: string | null;
  kind: 'prospect' | 'customer' | 'vip' | 'blocked' | 'group';
  email: string | null;
  city: string | null;
  notes: string | null;
  createdAt: string;
  /** Digits as WhatsApp says them. */
  number: string | null;
};

export const ContactId = z.object({ contactId: z.uuid() });
export const UpdateContact = z.object({
  contactId: z.uuid(),
  name: z.string().trim().max(120).optional(),
  notes: z.string().trim().max(4000).nullable().optional(),
});

export const contactErrors = defineErrors('contacts', { notFound: 'NOT_FOUND' });
export const contactEvents = defineEvents('contacts', {
  updated: {
    name: 'contact.updated',
    subject: 'contactId',
    payload: z.object({ contactId: z.uuid(), fields: z.array(z.string()) }),
  },
  /** Two turned out to be one person; told by the database when a message proves it. */
  joined: {
    name: 'contact.joined',
    subject: 'contactId',
    payload: z.object({ contactId: z.uuid(), dropped: z.uuid() }),
  },
});
