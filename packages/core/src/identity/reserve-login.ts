import { randomToken, sha256 } from '@recado/runtime/crypto';
import type { PublicCtx } from '../kernel/index.ts';
import { identityErrors, loginLimits } from './contract.ts';
import { emailKey } from './rules.ts';
import { loginKeys, sealMail } from './store.ts';

/** A password may be judged now; what came of it must be told, or that nobody could judge it. */
export type LoginTry = { settle(isGood: boolean): Promise<void>; withdraw(): Promise<void> };

/**
 * Takes one of the tries that are left for an account, an address, and both together, before the password is looked at. A browser that
 * has logged in to the account before has tries of its own. The same, and as long, for an e-mail that nobody has.
 * Throws tooManyAttempts, accountLocked, or captchaNeeded with a challenge to solve.
 */
export async function reserveLogin(
  ctx: PublicCtx,
  asked: { email: string; captcha?: string | undefined },
): Promise<LoginTry> {
  const key = emailKey(asked.email);
  const hex = loginKeys(ctx, key).map((each) => `\\x${each.toString('hex')}`);
  const limits = JSON.stringify(loginLimits);
  const solved = asked.captcha ? await ctx.captcha.judge(asked.captcha) : null;
  const [row] = await ctx.db`
    select * from guard.reserve_login(${key}, ${ctx.origin.deviceHash}, ${hex}::text[]::bytea[], ${solved?.id ?? null},
      ${solved?.until ?? null}, ${limits}::text::jsonb)`;
  const settle = async (isGood: boolean): Promise<void> => {
    const token = randomToken();
    const [settled] = await ctx.db`
      select guard.settle_login(${key}, ${hex}::text[]::bytea[], ${row?.is_known ?? false}, ${isGood}, ${sha256(token)},
        ${sealMail(ctx, { name: '', token })}, ${limits}::text::jsonb) locked`;
    if (settled?.locked) ctx.ports.hints.emitted();
  };
  const withdraw = async (): Promise<void> => {
    await ctx.db`select guard.withdraw_login(${hex}::text[]::bytea[], ${row?.is_known ?? false}, ${row?.mark ?? null}::text::timestamptz)`;
  };
  const seconds: number = row?.seconds ?? 60;
  switch (row?.verdict) {
    case 'judge':
      return { settle, withdraw };
    case 'captcha':
      throw identityErrors.captchaNeeded({ challenge: await ctx.captcha.ask() });
    case 'full':
      // the last try is still being judged, or was never settled
      await settle(false);
      throw identityErrors.accountLocked({ hours: Math.ceil(seconds / 3600), seconds });
    case 'locked':
      throw identityErrors.accountLocked({ hours: Math.ceil(seconds / 3600), seconds });
    default:
      throw identityErrors.tooManyAttempts({ minutes: Math.ceil(seconds / 60), seconds });
  }
}
