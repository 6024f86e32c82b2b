import { isSame } from '@recado/runtime/crypto';
import type { PublicCtx } from '../kernel/index.ts';
import { describeDevice } from './describe-device.ts';
import { readToken } from './rules.ts';
import { sealAlarm, tokenMac } from './store.ts';

/**
 * After a session was refused, in a transaction of its own, since a refusal undoes the one it happens in: ends a session whose token
 * came back from the past or from another browser, warns its owner by mail, and writes the refusal into the session's history. Answers whether
 * it said anything: what says nothing now may say something in a moment.
 */
export async function settleRefusal(ctx: PublicCtx, token: string, pass: Buffer): Promise<boolean> {
  const parts = readToken(token);
  if (!parts) return false;
  const [row] = await ctx.db`select guard.salt_of(${parts.sessionId}) salt`;
  if (!row?.salt) return false;
  // an old generation leaves no trace in the database; its mac tells it from an invented one
  const isGenuine =
    ctx.keyring.keys.has(parts.kid) && isSame(parts.mac, tokenMac(ctx.keyring, { ...parts, salt: row.salt }));
  const { deviceType } = describeDevice(ctx.origin.userAgent);
  const [settled] = await ctx.db`
    select guard.settle_refusal(${pass}, ${isGenuine}, ${deviceType}, ${ctx.origin.address}::inet, ${sealAlarm(ctx)}) verdict`;
  const isSaid = Boolean(settled?.verdict) && settled?.verdict !== 'none';
  if (isSaid) ctx.ports.hints.emitted();
  return isSaid;
}
