import { packPass } from '@recado/db';
import { sha256 } from '@recado/runtime/crypto';
import type { Origin } from '../kernel/index.ts';
import { describeDevice } from './describe-device.ts';
import { readToken } from './rules.ts';

/** What a request presents for its session: its token, its device and its browser's families; null without a token that could be one. */
export function readPass(
  token: string | null,
  origin: Pick<Origin, 'userAgent' | 'deviceHash'> & Partial<Pick<Origin, 'address'>>,
): Buffer | null {
  const parts = readToken(token);
  if (!parts) return null;
  return packPass({
    sessionId: parts.sessionId,
    gen: parts.gen,
    proof: sha256(parts.mac),
    // a browser without its device's secret has none that fits
    deviceHash: origin.deviceHash ?? Buffer.alloc(32),
    address: origin.address ?? null,
    ...describeDevice(origin.userAgent),
  });
}
