import { mac, randomToken, sha256 } from '@recado/runtime/crypto';
import { isId } from '@recado/runtime/ids';
import type { z } from 'zod';
import { describeDevice, sealMail } from '../identity/index.ts';
import { type PublicCtx, parse, plainAddress, translated } from '../kernel/index.ts';
import { ExchangeLink, linkErrors } from './links-contract.ts';
import { pinDigests } from './store.ts';

/** What a browser is given for a link's secret. */
export type OpenedLink = { linkId: string; secret: string; expiresAt: Date | null };

/**
 * Gives a device its own secret for a link's, and binds it: as many devices as the link says, in the order in which they come. `held` is what
 * this browser has of the link already, `who` whom wrong PINs are counted for. Throws linkGone for whatever does not open, whatever the
 * reason; and, to who has the secret, linkPinNeeded, linkPinWrong {triesLeft}, linkPinLocked {seconds}, linkFull {ask}; policies.outside where the account
 * lets nobody in from there.
 */
export async function exchangeLink(
  ctx: PublicCtx,
  raw: z.input<typeof ExchangeLink>,
  by: { held: string | null; who: string },
): Promise<OpenedLink> {
  const { linkId, secret, pin } = parse(ExchangeLink, raw);
  if (!isId(linkId)) throw linkErrors.linkGone();
  const device = randomToken();
  const { browser, system, deviceType } = describeDevice(ctx.origin.userAgent);
  const who = sha256(mac(ctx.keyring, 'link-who', `${linkId}|${by.who}`));
  const pins = pin === undefined || pin.trim() === '' ? null : pinDigests(ctx, linkId, pin);
  // a wrong PIN counts, so what is refused here is committed all the same
  const found = await translated(() =>
    ctx.db.begin(async (tx) => {
      const [row] = await tx`
      select * from guard.exchange_link(${linkId}, ${sha256(secret)}, ${pins}::text[]::bytea[], ${sha256(device)},
        ${by.held ? sha256(by.held) : null}, ${who}, ${browser}, ${system}, ${deviceType}, ${ctx.origin.place ?? null}, ${plainAddress(ctx.origin.address)}::text::inet)`;
      if (row?.tell) {
        const params = { name: '', for: row.name as string, browser, system };
        await tx`select guard.tell_granter(${linkId}, ${sha256(secret)}, ${sealMail(ctx, params)})`;
      }
      return row as {
        outcome: string;
        tries_left: number;
        seconds: number;
        ask: string | null;
        expires_at: Date | null;
        kept: boolean;
      };
    }),
  );
  if (found.outcome === 'open')
    return { linkId, secret: found.kept && by.held ? by.held : device, expiresAt: found.expires_at };
  if (found.outcome === 'pin') throw linkErrors.linkPinNeeded();
  if (found.outcome === 'wrongPin' && found.tries_left > 0)
    throw linkErrors.linkPinWrong({ field: 'pin', triesLeft: found.tries_left });
  if (found.outcome === 'wrongPin' || found.outcome === 'pinLocked')
    throw linkErrors.linkPinLocked({ seconds: found.seconds, minutes: Math.ceil(found.seconds / 60) });
  if (found.outcome === 'full') throw linkErrors.linkFull({ ask: found.ask ?? '' });
  throw linkErrors.linkGone();
}
