import { conversationEvents } from '@recado/core/conversations/contract';
import { defineJob } from '../define-job.ts';
import { on } from '../job.ts';
import { tellOfTurns } from './on-conversation-turned.handler.ts';

export const onConversationTurned = defineJob({
  id: 'on-conversation-turned',
  module: 'notifications',
  triggers: [on(conversationEvents.turned)],
  retries: 3,
  concurrency: { limit: 4 },
  idempotency: { harmless: 'a person is told once of a cause' },
  batch: { maxSize: 50, timeout: '1s', key: 'event.data.workspaceId' },
  handler: tellOfTurns,
});
