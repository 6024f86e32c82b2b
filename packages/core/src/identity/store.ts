import { randomInt } from 'node:crypto';
import { mac, seal, sha256 } from '@recado/runtime/crypto';
import type { PublicCtx } from '../kernel/index.ts';

/** Six digits from the system's generator. */
export const newCode = (): string => String(randomInt(0, 1_000_000)).padStart(6, '0');

/** The pseudonym under which tries are counted: what is counted must not be read from the table. */
export const attemptKey = (ctx: Pick<PublicCtx, 'keyring'>, purpose: string, subject: string): Buffer =>
  sha256(mac(ctx.keyring, purpose, subject));

/** The digest under which a code is stored: keyed, because six digits are guessed from a plain one at once. */
export const codeDigest = (ctx: Pick<PublicCtx, 'keyring'>, code: string): Buffer =>
  sha256(mac(ctx.keyring, 'signup-code', code));

/** The parameters of a mail, sealed: a code in the outbox is as secret as the mail itself. */
export const sealMail = (ctx: Pick<PublicCtx, 'keyring'>, params: Record<string, string>): Buffer =>
  seal(ctx.keyring, Buffer.from(JSON.stringify(params)), 'outgoing-mail');
