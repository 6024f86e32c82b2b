import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { PublicCtx } from '../kernel/index.ts';
import { identityErrors } from './contract.ts';

/**
 * A number as it is dialled from anywhere (E.164), read as people write it: without a prefix it is one of the country that they write from.
 * Only what can belong to a mobile passes, so that no text goes to a number that charges its caller. Throws identity.phoneInvalid.
 */
export function parsePhone(ctx: Pick<PublicCtx, 'origin'>, text: string): string {
  const from = ctx.origin.place?.slice(0, 2) ?? '';
  const found = parsePhoneNumberFromString(text.replace(/^\s*00/, '+'), {
    extract: false,
    ...(isSupportedCountry(from) ? { defaultCountry: from as CountryCode } : {}),
  });
  const type = found?.isValid() ? found.getType() : undefined;
  if (!found || found.ext || (type !== 'MOBILE' && type !== 'FIXED_LINE_OR_MOBILE'))
    throw identityErrors.phoneInvalid({ field: 'phone' });
  return found.number;
}
