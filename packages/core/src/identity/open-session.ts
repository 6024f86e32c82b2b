import { randomToken, sha256 } from '@recado/runtime/crypto';
import type { PublicCtx } from '../kernel/index.ts';
import { ABSOLUTE_DAYS, IDLE_MINUTES } from './contract.ts';
import { describeDevice } from './describe-device.ts';

export type OpenedSession = { token: string; sessionId: string; displaced: number; deviceKnown: boolean };

/**
 * Opens a session for a person whose identity was just proved, displacing what the plan does not allow, in one call.
 * The token is answered once and stored only as a digest. `formerToken` is the session that this browser held until now.
 */
export async function openSession(
  ctx: PublicCtx,
  input: { personId: string; formerToken: string | null },
): Promise<OpenedSession> {
  const token = `rs1.${randomToken()}`;
  const device = describeDevice(ctx.origin.userAgent);
  const [row] = await ctx.db`
    select * from guard.open_session(${input.personId}, ${sha256(token)}, ${ctx.origin.deviceHash ?? sha256(randomToken())},
      ${device.browser}, ${device.system}, ${device.deviceType}, ${ctx.origin.address}::inet,
      ${`${IDLE_MINUTES} minutes`}::interval, ${`${ABSOLUTE_DAYS} days`}::interval, ${input.formerToken ? sha256(input.formerToken) : null})`;
  if (!row) throw new Error('The guard opened no session.');
  return { token, sessionId: row.session_id, displaced: row.displaced, deviceKnown: row.device_known };
}
