import type { SessionCookies } from '@recado/api/trpc/context';
import { isLive, keepToken, notePlace, settleRefusal } from '@recado/core/identity';
import type { PublicCtx } from '@recado/core/kernel';

/** What was looked at is looked at again after this long, or earlier when its time comes earlier. */
const LOOK_AGAIN_MS = 60_000;
/** What said nothing about itself is asked again so soon. */
const AGAIN_SOON_MS = 5_000;
const REMEMBERED = 20_000;

/** What a process does about sessions beside answering: new tokens where cookies can be set, and what follows a refusal. */
export function createSessionKeeper() {
  const looked = new Map<string, number>();
  const settled = new Map<string, number>();
  const places = new Map<string, { place: string; until: number }>();

  /** Whether a token's turn has come; it has at most one a while. */
  function isDue(turns: Map<string, number>, token: string): boolean {
    const now = Date.now();
    if (now < (turns.get(token) ?? 0)) return false;
    if (turns.size >= REMEMBERED) turns.clear();
    turns.set(token, now + LOOK_AGAIN_MS);
    return true;
  }

  return {
    /**
     * Writes down where a session is used, when this process does not know it of it yet, or has not asked for a while: another process may have
     * been told of another place meanwhile.
     */
    async place(pub: PublicCtx, pass: Buffer | null): Promise<void> {
      const session = pass?.toString('hex', 0, 16);
      const { place } = pub.origin;
      if (!pass || !session || !place) return;
      const noted = places.get(session);
      if (noted?.place === place && Date.now() < noted.until) return;
      if (places.size >= REMEMBERED) places.clear();
      places.set(session, { place, until: Date.now() + LOOK_AGAIN_MS });
      await notePlace(pub, pass).catch((error: unknown) => {
        places.delete(session);
        pub.log.warn({ err: error }, 'a place could not be noted');
      });
    },
    /**
     * Before the work: sets the successor of a token whose time has come, or whose successor never arrived. Answers the successor's pass, for the work
     * may take so long that a login or a fresh proof elsewhere in the browser overtakes it: see `renewed`.
     */
    async renew(pub: PublicCtx, cookies: SessionCookies): Promise<Buffer | null> {
      if (!cookies.token || !cookies.pass || !isDue(looked, cookies.token)) return null;
      // until a browser comes with the successor, its forerunner must be answered with it again: nothing is remembered of it
      const kept = await keepToken(pub, cookies.token, cookies.pass).catch((error: unknown) => {
        pub.log.warn({ err: error }, 'a token could not be kept');
        return { successor: null, keepSeconds: null, againInMs: 0 };
      });
      const { successor, keepSeconds, againInMs } = kept;
      looked.set(cookies.token, Date.now() + Math.min(againInMs, LOOK_AGAIN_MS));
      return successor ? cookies.renewSession(successor, keepSeconds) : null;
    },
    /** After the work, before the answer's head is written: a successor that is worth nothing by now would put out the token that is. */
    async renewed(pub: PublicCtx, cookies: SessionCookies, successor: Buffer): Promise<void> {
      const stands = await isLive(pub, successor).catch((error: unknown) => {
        pub.log.warn({ err: error }, 'a new token could not be looked at');
        return true;
      });
      if (!stands) cookies.withdrawRenewal();
    },
    /** After a refusal. */
    async refused(pub: PublicCtx, token: string | null, pass: Buffer | null): Promise<void> {
      if (!token || !pass || !isDue(settled, token)) return;
      try {
        // a token whose successor came a moment ago is a copy's a moment later
        if (!(await settleRefusal(pub, token, pass))) settled.set(token, Date.now() + AGAIN_SOON_MS);
      } catch (error) {
        settled.delete(token);
        pub.log.warn({ err: error }, 'a refusal could not be settled');
      }
    },
  };
}

export type SessionKeeper = ReturnType<typeof createSessionKeeper>;
