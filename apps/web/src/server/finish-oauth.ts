import type { SessionCookies } from '@recado/api/trpc/context';
import { type FederatedProvider, FederationError } from '@recado/auth';
import { finishFederation } from '@recado/core/identity';
import { AppError, type PublicCtx } from '@recado/core/kernel';

/** Words that the pages know; nothing that came in the address is ever repeated. */
type Why = 'cancelled' | 'refused' | 'unreachable' | 'expired' | 'taken' | 'again' | 'waiting' | 'link' | 'tooOften';

const entry = (why: Why): string => `/login?from=${why}`;
const centre = (how: Why | 'linked'): string => `/settings/security?from=${how}`;

/**
 * A browser that comes back from an issuer: what was proved goes into cookies, the answer is where it goes next. Whatever is wrong ends at
 * the entry with one word of why.
 */
export async function finishOauth(
  issuers: ReadonlyMap<string, FederatedProvider>,
  visit: { pub: PublicCtx; cookies: SessionCookies },
  url: URL,
  unexpected: (error: unknown) => void,
): Promise<string> {
  const { pub, cookies } = visit;
  const name = /^\/oauth\/(\w+)\/callback$/.exec(url.pathname)?.[1] ?? '';
  const issuer = issuers.get(name);
  const state = url.searchParams.get('state');
  const secret = cookies.federation;
  if (!issuer || !state || !secret) return entry('expired');
  const whyOf = (error: unknown): Why => {
    if (error instanceof FederationError) {
      pub.log.warn({ err: error, provider: issuer.name }, 'an issuer proved nobody');
      return error.reason;
    }
    if (!(error instanceof AppError)) {
      unexpected(error);
      return 'refused';
    }
    if (error.code === 'identity.attemptGone') return 'expired';
    return error.code === 'identity.identityTaken' ? 'taken' : 'again';
  };
  try {
    const arrival = await finishFederation(
      pub,
      { provider: issuer.name, secret, state },
      (kept) => issuer.finish(url.searchParams, kept),
      cookies.pass ? { pass: cookies.pass } : null,
    );
    if ('claim' in arrival) {
      cookies.setFederation(arrival.claim);
      return arrival.kind === 'signUp' ? '/signup/account' : entry('link');
    }
    cookies.setFederation(null);
    if (arrival.kind === 'linked') return centre('linked');
    if (arrival.kind === 'notLinked') return centre(whyOf(arrival.because));
    if ('opened' in arrival.step) {
      cookies.setSession(arrival.step.opened.token, arrival.step.opened.keepSeconds, arrival.step.opened.freshDevice);
      return '/';
    }
    cookies.setAttempt(arrival.step.attempt);
    return entry('waiting');
  } catch (error) {
    return entry(whyOf(error));
  }
}

/** Where a browser goes that came back too often, or while nothing could be counted: to where it left from, as far as that is known. */
export function refusedOauth(error: AppError, cookies: SessionCookies): string {
  const why = error.code === 'kernel.tooManyRequests' ? 'tooOften' : 'again';
  return cookies.pass ? centre(why) : entry(why);
}
