import { Curve, WA_CERT_DETAILS } from '@whiskeysockets/baileys';
import { verifySignature } from 'libsignal/src/curve.js';
import type { Driver } from '../env.ts';

let trusted: string | null = null;

/**
 * Makes the certificate checks of the pinned client real: its own `Curve.verify` answers true for any signature, because it waits
 * for an exception where libsignal returns a boolean. Every caller goes through this object. Then decides, once per process,
 * which root is trusted: the simulator's, or WhatsApp's; a second, different answer throws.
 */
export function trustOnly(driver: Driver): void {
  const wish = driver.name === 'simulator' ? driver.root.toString('hex') : 'whatsapp';
  if (trusted !== null && trusted !== wish)
    throw new Error('One process trusts one root; start another for the other.');
  trusted = wish;
  Curve.verify = (publicKey, message, signature) => {
    try {
      const key = publicKey.length === 33 ? Buffer.from(publicKey) : Buffer.concat([Buffer.from([5]), publicKey]);
      return verifySignature(key, message, signature) === true;
    } catch {
      return false;
    }
  };
  if (driver.name === 'simulator') WA_CERT_DETAILS.PUBLIC_KEY = Buffer.from(driver.root);
}
