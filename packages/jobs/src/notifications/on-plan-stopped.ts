import { conversationEvents } from '@recado/core/conversations/contract';
import { defineJob } from '../define-job.ts';
import { on } from '../job.ts';
import { tellOfPlan } from './on-plan-stopped.handler.ts';

export const onPlanStopped = defineJob({
  id: 'on-plan-stopped',
  module: 'notifications',
  triggers: [on(conversationEvents.planStopped)],
  retries: 3,
  concurrency: { limit: 4 },
  idempotency: { harmless: 'a person is told once of a cause' },
  handler: tellOfPlan,
});
