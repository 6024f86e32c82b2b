import { randomToken, sha256 } from '@recado/runtime/crypto';
import { type PublicCtx, translated } from '../kernel/index.ts';
import { ABSOLUTE_DAYS, IDLE_MINUTES } from './contract.ts';
import { readCookieLife } from './read-cookie-life.ts';
import { newSession, sealAlarm } from './store.ts';

export type OpenedSession = {
  token: string;
  sessionId: string;
  personId: string;
  displaced: number;
  deviceKnown: boolean;
  /** For how long the browser may keep the cookie; null forgets it when it closes. */
  keepSeconds: number | null;
  /** The secret that this browser has from now on, where the one it came with was shut out before; null where it keeps its own. */
  freshDevice: string | null;
};

/**
 * The last step of every way in: uses up an attempt and opens the session, displacing what the plan does not allow, in one call.
 * The token is answered once; the database keeps a digest of its mac. `formerPass` is of the session that this browser held until now.
 * Throws identity.attemptGone, identity.factorMissing with what is still to be proved, and identity.coolDown where the account has just changed
 * hands too often; then nothing has happened.
 */
export async function initSession(ctx: PublicCtx, attempt: string, formerPass: Buffer | null): Promise<OpenedSession> {
  const made = newSession(ctx);
  const fresh = randomToken();
  const [row] = await translated(
    () => ctx.db`
      select * from guard.init_session(${sha256(attempt)}, ${made.sessionId}, ${made.kid}, ${made.salt}, ${made.proof}, ${made.deviceHash},
        ${made.browser}, ${made.system}, ${made.deviceType}, ${ctx.origin.address}::inet,
        ${`${IDLE_MINUTES} minutes`}::interval, ${`${ABSOLUTE_DAYS} days`}::interval, ${formerPass}, ${sealAlarm(ctx)}, ${ctx.origin.place ?? null}, ${sha256(fresh)})`,
  );
  if (!row) throw new Error('The guard opened no session.');
  // the owner may have been written to
  if (!row.device_known || row.displaced > 0) ctx.ports.hints.emitted();
  return {
    token: made.token,
    sessionId: row.session_id,
    personId: row.person_id,
    displaced: row.displaced,
    deviceKnown: row.device_known,
    freshDevice: row.device_renewed ? fresh : null,
    keepSeconds: row.device_known ? await readCookieLife(ctx, row.session_id) : null,
  };
}
