import { listPushes, sendPush } from '@recado/core/notifications';
import type { notificationEvents } from '@recado/core/notifications/contract';
import type { EventTrigger, JobContext } from '../job.ts';
import type { JobServices } from '../services.ts';
import { systemIn } from './system-in.ts';

type Context = Pick<
  JobContext<EventTrigger<typeof notificationEvents.made>, JobServices>,
  'event' | 'steps' | 'services' | 'runId' | 'log'
>;

/** Tells the browsers of somebody by push. What is told is read when it is sent, and stays in no step. */
export async function pushNotification(context: Context): Promise<{ outcomes: string[] }> {
  const { push, renderPush } = context.services;
  if (!push) return { outcomes: [] };
  const { notificationId, workspaceId } = context.event.data;
  const system = systemIn(context, workspaceId, 'push');
  const subscriptions = await context.steps.run('look', () => listPushes(system, { notificationId }));
  const outcomes: string[] = [];
  for (const subscriptionId of subscriptions)
    outcomes.push(
      await context.steps.run(`push ${subscriptionId}`, () =>
        sendPush(system, push, renderPush, { notificationId, subscriptionId }),
      ),
    );
  return { outcomes };
}
