import type { MessageRow } from '@recado/core/conversations/contract';

/** A message row for tests: the rest of it is ordinary. */
export const messageRow = (seq: number, over: Partial<MessageRow> = {}): MessageRow => ({
  id: `m${seq}`,
  conversationId: 'c1',
  channelId: 'h1',
  quotedProviderId: null,
  quoted: null,
  providerId: `W${seq}`,
  detail: null,
  createdAt: '2026-11-20T10:00:00.000Z',
  seq,
  direction: 'out',
  kind: 'text',
  body: `text ${seq}`,
  status: 'queued',
  error: null,
  clientMessageId: null,
  author: { kind: 'person', id: 'p1', name: 'Ana' },
  recovered: false,
  occurredAt: '2026-11-20T10:00:00.000Z',
  media: null,
  ...over,
});
