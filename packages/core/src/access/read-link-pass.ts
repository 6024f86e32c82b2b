import { packLinkPass } from '@recado/db';
import { sha256 } from '@recado/runtime/crypto';
import { isId } from '@recado/runtime/ids';
import { describeDevice } from '../identity/index.ts';
import type { Origin } from '../kernel/index.ts';

/** What a visitor's request presents: the link of its address and the secret of its device; null without one that could be it. */
export function readLinkPass(
  linkId: string,
  secret: string | null,
  origin: Pick<Origin, 'userAgent'> & Partial<Pick<Origin, 'address'>>,
): Buffer | null {
  if (!secret || secret.length > 128 || !isId(linkId)) return null;
  const { browser, system } = describeDevice(origin.userAgent);
  return packLinkPass({ linkId, deviceHash: sha256(secret), browser, system, address: origin.address ?? null });
}
