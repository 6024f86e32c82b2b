import { identityEvents } from '@recado/core/identity/contract';
import { defineJob } from '../define-job.ts';
import { on } from '../job.ts';
import { tellOfAccount } from './on-account-alarmed.handler.ts';

export const onAccountAlarmed = defineJob({
  id: 'on-account-alarmed',
  module: 'notifications',
  triggers: [on(identityEvents.accountAlarmed)],
  retries: 3,
  concurrency: { limit: 4 },
  idempotency: { harmless: 'a person is told once of a cause' },
  handler: tellOfAccount,
});
