import { z } from 'zod';

/** A phone number with or without plus and spaces; digits only afterwards. */
export const phoneNumber = z
  .string()
  .transform((text) => text.replace(/[\s+().-]/g, ''))
  .refine((digits) => /^\d{7,15}$/.test(digits), 'a phone number of 7 to 15 digits');

/** A chat is a customer's number or a group's id. */
const chatId = z.union([z.string().regex(/@g\.us$/), phoneNumber]);

const MEDIA_BASE64_LIMIT = 140_000_000;

const media = z.object({
  base64: z.string().min(1).max(MEDIA_BASE64_LIMIT),
  mime: z.string().min(3),
  name: z.string().optional(),
  caption: z.string().optional(),
  voice: z.boolean().optional(),
});

export const newAccount = z.object({ number: phoneNumber, name: z.string().min(1).max(100).optional() });
export const scan = z.object({ qr: z.string().min(10), number: phoneNumber });
export const pairCode = z.object({ code: z.string().min(8).max(9), number: phoneNumber });
export const newCustomer = z.object({
  number: phoneNumber,
  name: z.string().min(1).max(100).optional(),
  /** False makes a number that is not on WhatsApp. */
  onWhatsApp: z.boolean().optional(),
  /** The hidden id, for a customer that a company's data knows already; only when the number is new here. */
  lid: z
    .string()
    .regex(/^\d{5,20}$/)
    .optional(),
  /** The phone and that customer's own linked devices. */
  devices: z.number().int().min(1).max(5).optional(),
});
export const send = z
  .object({
    /** A customer's number, or "phone" for the account's own. */
    from: z.union([z.literal('phone'), phoneNumber]),
    account: phoneNumber,
    /** Whom the own phone writes to, or the group a customer writes in; a customer's own chat by default. */
    to: chatId.optional(),
    text: z.string().max(100_000).optional(),
    media: media.optional(),
    addressing: z.enum(['pn', 'lid']).optional(),
    id: z.string().min(4).max(64).optional(),
  })
  .refine(({ text, media: file }) => Boolean(text) || file !== undefined, 'text or media');
export const burst = z.object({
  accounts: z.array(phoneNumber).min(1),
  customers: z.union([z.array(phoneNumber).min(1), z.number().int().min(1).max(10_000)]),
  count: z.number().int().min(1).max(100_000),
  ratePerSecond: z.number().positive().max(10_000).optional(),
  tag: z.string().max(100).default('mensaje'),
});
export const read = z.object({
  account: phoneNumber,
  customer: chatId,
  /** Only this message; all of the chat without it. */
  id: z.string().optional(),
  /** For voice notes: played, not only read. */
  played: z.boolean().optional(),
});
export const settings = z.object({
  account: phoneNumber,
  delivers: z.boolean().optional(),
  deliverDelayMs: z.number().int().min(0).max(600_000).optional(),
  reads: z.boolean().optional(),
  readDelayMs: z.number().int().min(0).max(600_000).optional(),
  autoReply: z.string().max(1000).optional(),
});
export const fault = z.object({
  account: phoneNumber,
  fault: z.string(),
  value: z.union([z.boolean(), z.number(), z.string()]).optional(),
  device: z.number().int().optional(),
});
export const device = z.object({ account: phoneNumber, device: z.coerce.number().int() });
export const history = z.object({
  account: phoneNumber,
  chats: z.array(
    z.object({
      customer: phoneNumber,
      name: z.string().optional(),
      messages: z.array(
        z.object({
          id: z.string().optional(),
          fromMe: z.boolean(),
          text: z.string().min(1),
          /** Milliseconds since 1970. */
          at: z.number().int().positive(),
          unread: z.boolean().optional(),
        }),
      ),
    }),
  ),
});
export const group = z.object({
  account: phoneNumber,
  /** For a group that a company's data knows already. */
  id: z
    .string()
    .regex(/^\d{10,25}@g\.us$/)
    .optional(),
  subject: z.string().min(1).max(100),
  members: z.array(phoneNumber).min(1),
  addressing: z.enum(['pn', 'lid']).optional(),
});
export const accountOnly = z.object({ account: phoneNumber });
export const chat = z.object({
  account: phoneNumber,
  customer: chatId,
  /** Whose phone: the customer's, the account's own, or both. */
  phone: z.enum(['customer', 'own']).optional(),
});
export const mediaOf = z.object({ account: phoneNumber, id: z.string() });
