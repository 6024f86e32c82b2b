import type { Ctx, PushPort } from '../kernel/index.ts';
import type { PushText } from './contract.ts';
import { dropPush } from './drop-push.ts';
import { readPush } from './read-push.ts';
import { pushOf } from './rules.ts';

/**
 * Tells one browser of a notification: who and what while its session lives, how many after its time was over, and nothing once there is no
 * subscription. Throws when another try may help.
 */
export async function sendPush(
  ctx: Ctx,
  push: PushPort,
  render: (text: PushText & { locale: string }) => { title: string; body: string },
  of: { notificationId: string; subscriptionId: string },
): Promise<'sent' | 'gone' | 'refused' | 'nothing'> {
  const due = await readPush(ctx, of);
  if (!due) return 'nothing';
  const { tag, url, ttlSeconds, urgency, text } = pushOf(due, due.isLive);
  const outcome = await push.send({
    ...{ endpoint: due.endpoint, p256dh: due.p256dh, auth: due.auth, ttlSeconds, urgency, topic: tag },
    text: JSON.stringify({ ...render({ ...text, locale: due.locale }), tag, url, unread: due.unread }),
  });
  if (outcome === 'gone') await dropPush(ctx, { subscriptionId: of.subscriptionId });
  return outcome;
}
