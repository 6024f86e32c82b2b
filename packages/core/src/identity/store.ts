import { randomInt } from 'node:crypto';
import { seal } from '@recado/runtime/crypto';
import type { PublicCtx } from '../kernel/index.ts';

/** Six digits from the system's generator. */
export const newCode = (): string => String(randomInt(0, 1_000_000)).padStart(6, '0');

/** The parameters of a mail, sealed: a code in the outbox is as secret as the mail itself. */
export const sealMail = (ctx: Pick<PublicCtx, 'keyring'>, params: Record<string, string>): Buffer =>
  seal(ctx.keyring, Buffer.from(JSON.stringify(params)), 'outgoing-mail');
