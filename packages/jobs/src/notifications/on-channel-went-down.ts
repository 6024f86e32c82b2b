import { channelEvents } from '@recado/core/channels/contract';
import { defineJob } from '../define-job.ts';
import { on } from '../job.ts';
import { tellOfNumber } from './on-channel-went-down.handler.ts';

export const onChannelWentDown = defineJob({
  id: 'on-channel-went-down',
  module: 'notifications',
  triggers: [on(channelEvents.wentDown)],
  retries: 3,
  concurrency: { limit: 4 },
  idempotency: { harmless: 'a person is told once of a cause' },
  handler: tellOfNumber,
});
