import { z } from 'zod';

export const replyLimits = { shared: 500, own: 200, body: 4_000 } as const;

/** A text kept under a short code; `isShared` when it is everybody's, otherwise the reader's own. */
export type QuickReplyRow = { id: string; code: string; body: string; isShared: boolean };

export const SaveQuickReply = z.object({
  replyId: z.uuid().nullable(),
  code: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[a-z0-9][a-z0-9_-]{0,31}$/, { message: 'code' }),
  body: z.string().trim().min(1, { message: 'empty' }).max(replyLimits.body, { message: 'tooLong' }),
  isShared: z.boolean(),
});
export const QuickReplyId = z.object({ replyId: z.uuid() });

export const replyErrorTable = {
  replyNotFound: 'NOT_FOUND',
  replyCodeTaken: 'CONFLICT',
  replyUnknownVariable: 'INVALID',
  replyTooMany: 'LIMIT',
} as const;

const OneReply = z.object({ replyId: z.uuid(), code: z.string() });
export const replyEventTable = {
  quickReplySaved: { name: 'quick_reply.saved', subject: 'replyId', payload: OneReply },
  quickReplyDeleted: { name: 'quick_reply.deleted', subject: 'replyId', payload: OneReply },
} as const;
