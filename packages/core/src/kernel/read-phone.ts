import type { Transaction } from '@recado/db';
import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/max';

export type PhoneCountry = CountryCode;

/** The country that numbers without a prefix are taken to be of: that of the company's first number, else Spain. */
export async function homeCountry(tx: Transaction, workspaceId: string): Promise<PhoneCountry> {
  const [row] =
    await tx`select number from app.channel where workspace_id = ${workspaceId} and number is not null order by created_at limit 1`;
  return (row && parsePhoneNumberFromString(`+${row.number}`)?.country) || 'ES';
}

/** A number as people write it, in digits as WhatsApp says them; null for what is none. */
export function phoneDigits(text: string, country: PhoneCountry): string | null {
  const plain = text.trim().replace(/^00/, '+');
  const tries = [
    parsePhoneNumberFromString(plain, { defaultCountry: country, extract: false }),
    // international without its plus
    parsePhoneNumberFromString(`+${plain.replace(/\D/g, '')}`, { extract: false }),
  ];
  return tries.find((each) => each?.isValid() && !each.ext)?.number.slice(1) ?? null;
}
