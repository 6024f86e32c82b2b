import { getViewer } from '../identity/index.ts';
import { type PublicCtx, parse, translated } from '../kernel/index.ts';
import { notificationErrors, SubscribePush } from './contract.ts';
import { isPushEndpoint } from './rules.ts';

const pointBytes = 65;
const secretBytes = 16;

/** This browser is told by push from now on, in the name of its session and as long as that lives. Only the push services of browsers are taken. */
export async function subscribePush(
  ctx: Pick<PublicCtx, 'db'>,
  pass: Buffer,
  personId: string | null,
  raw: { endpoint: string; p256dh: string; auth: string },
): Promise<{ ok: true }> {
  // a session that is over hears that, whatever it brings
  await getViewer(ctx, pass, personId);
  const { endpoint, p256dh, auth } = parse(SubscribePush, raw);
  const [point, secret] = [Buffer.from(p256dh, 'base64url'), Buffer.from(auth, 'base64url')];
  // an uncompressed point of the curve begins with a four
  const isKey = point.length === pointBytes && point[0] === 4 && secret.length === secretBytes;
  if (!isPushEndpoint(endpoint, undefined) || !isKey) throw notificationErrors.noPushService();
  return await translated(async () => {
    await ctx.db`select guard.subscribe_push(${pass}, ${personId}, ${endpoint}, ${point}, ${secret})`;
    return { ok: true };
  });
}
