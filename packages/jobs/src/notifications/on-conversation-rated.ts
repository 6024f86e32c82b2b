import { conversationEvents } from '@recado/core/conversations/contract';
import { defineJob } from '../define-job.ts';
import { on } from '../job.ts';
import { tellOfRating } from './on-conversation-rated.handler.ts';

export const onConversationRated = defineJob({
  id: 'on-conversation-rated',
  module: 'notifications',
  triggers: [on(conversationEvents.rated)],
  retries: 3,
  concurrency: { limit: 4 },
  idempotency: { harmless: 'a person is told once of a cause' },
  handler: tellOfRating,
});
