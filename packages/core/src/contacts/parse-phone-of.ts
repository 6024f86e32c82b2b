import type { Transaction } from '@recado/db';
import { homeCountry, readPhone } from './store.ts';

/** A number as somebody of a company writes it, in digits as WhatsApp says them. Throws phoneInvalid {phone}. */
export async function parsePhoneOf(tx: Transaction, workspaceId: string, text: string): Promise<string> {
  return readPhone(text, await homeCountry(tx, workspaceId));
}
