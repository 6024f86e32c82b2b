import { jidDecode } from '@whiskeysockets/baileys';

const DOMAIN = 's.whatsapp.net';

/** Who an address names: digits of a phone number or of a LID, and which of that person's devices (0 is the phone). */
export type Address = { user: string; device: number; kind: 'pn' | 'lid' | 'group' | 'other' };

/** Reads an address from the wire; undefined when it has no user part. */
export function parseAddress(jid: string | undefined): Address | undefined {
  const decoded = jidDecode(jid);
  if (!decoded?.user) return undefined;
  const kind =
    decoded.server === DOMAIN ? 'pn' : decoded.server === 'lid' ? 'lid' : decoded.server === 'g.us' ? 'group' : 'other';
  return { user: decoded.user, device: decoded.device ?? 0, kind };
}

/** NUMBER@s.whatsapp.net, with :device unless it is the phone itself. */
export const pnJid = (number: string, device = 0): string => `${number}${device ? `:${device}` : ''}@${DOMAIN}`;

/** LID@lid, with :device unless it is the phone itself. */
export const lidJid = (lid: string, device = 0): string => `${lid}${device ? `:${device}` : ''}@lid`;

/**
 * The hidden id of a number. Derived, so that the same customers have the same ids in every run; the first digit
 * keeps it from ever looking like the number itself.
 */
export function lidOf(number: string): string {
  const mixed = [...number].reduce((sum, digit) => (sum * 31n + BigInt(digit)) % 9_999_999_999_971n, 7n);
  return `9${mixed.toString().padStart(13, '0')}`;
}
