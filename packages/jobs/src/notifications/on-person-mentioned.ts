import { conversationEvents } from '@recado/core/conversations/contract';
import { defineJob } from '../define-job.ts';
import { on } from '../job.ts';
import { tellOfMention } from './on-person-mentioned.handler.ts';

export const onPersonMentioned = defineJob({
  id: 'on-person-mentioned',
  module: 'notifications',
  triggers: [on(conversationEvents.mentioned)],
  retries: 3,
  concurrency: { limit: 4 },
  idempotency: { harmless: 'a person is told once of a cause' },
  handler: tellOfMention,
});
