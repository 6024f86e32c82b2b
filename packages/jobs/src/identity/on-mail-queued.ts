import { identityEvents } from '@recado/core/identity/contract';
import { defineJob } from '../define-job.ts';
import { on } from '../job.ts';
import { sendQueuedMail } from './on-mail-queued.handler.ts';

export const onMailQueued = defineJob({
  id: 'on-mail-queued',
  module: 'identity',
  triggers: [on(identityEvents.mailQueued)],
  // more than a mail has tries of its own: it says itself when the next comes and which is the last
  retries: 12,
  concurrency: { limit: 10 },
  idempotency: { harmless: 'a mail is claimed by one run, and one that was sent is claimed by none' },
  handler: sendQueuedMail,
});
