import { conversationEvents } from '@recado/core/conversations/contract';
import { defineJob } from '../define-job.ts';
import { on } from '../job.ts';
import { tellOfDelay } from './on-conversation-overdue.handler.ts';

export const onConversationOverdue = defineJob({
  id: 'on-conversation-overdue',
  module: 'notifications',
  triggers: [on(conversationEvents.overdue)],
  retries: 3,
  concurrency: { limit: 4 },
  idempotency: { harmless: 'a person is told once of a cause' },
  handler: tellOfDelay,
});
