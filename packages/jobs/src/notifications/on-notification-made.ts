import { notificationEvents } from '@recado/core/notifications/contract';
import { defineJob } from '../define-job.ts';
import { on } from '../job.ts';
import { pushNotification } from './on-notification-made.handler.ts';

export const onNotificationMade = defineJob({
  id: 'on-notification-made',
  module: 'notifications',
  triggers: [on(notificationEvents.made)],
  retries: 5,
  concurrency: { limit: 8 },
  idempotency: { harmless: 'a browser shows one notice under one name, and its push service keeps one of each' },
  handler: pushNotification,
});
