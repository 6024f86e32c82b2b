import { conversationEvents } from '@recado/core/conversations/contract';
import { defineJob } from '../define-job.ts';
import { on } from '../job.ts';
import { tellOfAssignment } from './on-conversation-assigned.handler.ts';

export const onConversationAssigned = defineJob({
  id: 'on-conversation-assigned',
  module: 'notifications',
  triggers: [on(conversationEvents.assigned)],
  retries: 3,
  concurrency: { limit: 4 },
  idempotency: { harmless: 'a person is told once of a cause' },
  handler: tellOfAssignment,
});
