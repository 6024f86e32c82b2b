import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { ReasonCode } from './reasons.ts';

export type ReadPhone = { digits: string } | { because: ReasonCode };

const no = (because: ReasonCode): ReadPhone => ({ because });

/** Several numbers of one cell: Google puts " ::: " between them, people a slash, a semicolon or a word. */
export const splitPhones = (cell: string): string[] =>
  cell
    .split(
      /\s*(?::::|;|\n|\||(?<=\d)\s*\/\s*(?=\+?\d[\d\s]{5})|,(?=\s*\+?\d[\d\s]{5})|\s(?:y|o|e|ou|or|and)\s(?=\+?\d))\s*/i,
    )
    .map((each) => each.trim())
    .filter((each) => each !== '');

/**
 * A number as people and table programs write it, in digits with its country's. `country` is where numbers without a prefix are of; null
 * where nobody knows. What cannot be a number of WhatsApp's is told apart, so that each has a sentence of its own.
 */
export function readPhone(text: string, country: string | null, dial: string): ReadPhone {
  // a table program's way to say that a number is text
  const given = text
    .replace(/^['=]+"?|"$/g, '')
    .replace(/^(?:tel|whatsapp):\/*/i, '')
    .trim();
  const strange = notANumber(given);
  if (strange) return no(strange);
  const whole = wholeOf(given);
  if (whole === null) return no('phoneRounded');
  const plain = whole
    .replace(/^\(?00/, '+')
    .replace(/^\+\s*\(?\s*00/, '+')
    .replace(/@(?:s\.whatsapp\.net|c\.us)$/i, '');
  const digits = plain.replace(/\D/g, '');
  if (digits === '') return no('phoneLetters');
  if (/^(\d)\1+$/.test(digits) || /^(?:0?123456789\d*|9876543210)$/.test(digits)) return no('phonePlaceholder');
  if (digits.length < 3) return no('phoneTooShort');
  if (digits.length > 17) return no('phoneTooLong');
  const prefix = dial.replace(/\D/g, '').replace(/^00/, '');
  if (prefix !== '' && !plain.startsWith('+')) {
    const found = valid(
      `+${digits.startsWith(prefix) && digits.length > 10 ? '' : prefix}${digits.replace(/^0+(?!.{0,6}$)/, '')}`,
      null,
    );
    if (found) return found;
  }
  return readPlain(plain, digits, country);
}

function readPlain(plain: string, digits: string, country: string | null): ReadPhone {
  const isInternational = plain.startsWith('+');
  const home = country && isSupportedCountry(country) ? (country as CountryCode) : null;
  const found = (isInternational || home ? valid(plain, home) : null) ?? (isInternational ? null : bare(digits));
  if (found) return found;
  if (/^\+?\d{3,6}$/.test(plain.replace(/[\s.-]/g, ''))) return no('phoneShortCode');
  if (!isInternational && !home) return no('phoneNoCountry');
  if (isInternational && !/^[1-9]/.test(digits)) return no('phoneUnknownPrefix');
  const parsed = parsePhoneNumberFromString(plain, { extract: false, ...(home ? { defaultCountry: home } : {}) });
  if (isInternational && !parsed?.countryCallingCode) return no('phoneUnknownPrefix');
  if (isInternational && !parsed?.country && !parsed?.isPossible())
    return no(digits.length < 9 ? 'phoneTooShort' : 'phoneUnknownPrefix');
  if (parsed?.ext) return no('phoneExtension');
  if (digits.length < 8) return no('phoneTooShort');
  if (digits.length > 15) return no('phoneTooLong');
  return no('phoneImpossible');
}

function valid(text: string, home: CountryCode | null): ReadPhone | null {
  const parsed = parsePhoneNumberFromString(text, { extract: false, ...(home ? { defaultCountry: home } : {}) });
  if (!parsed?.isValid()) return null;
  if (parsed.ext) return no('phoneExtension');
  const type = parsed.getType();
  if (type === 'PREMIUM_RATE' || type === 'SHARED_COST' || type === 'UAN' || type === 'VOICEMAIL')
    return no('phonePremium');
  return { digits: parsed.number.slice(1) };
}

/** Numbers with their country's digits and without a plus, as WhatsApp and most products write them. */
const bare = (digits: string): ReadPhone | null => (digits.length >= 10 ? valid(`+${digits}`, null) : null);

function notANumber(text: string): ReasonCode | null {
  if (/@g\.us$|^\d+-\d{8,}$/i.test(text)) return 'phoneIsGroup';
  if (/@(?:lid|broadcast|newsletter)$/i.test(text)) return 'phoneIsHiddenId';
  if (/^#(?:N\/?[AD]|REF|VALUE|¡?VALOR|¡?REF|NAME|¿?NOMBRE|DIV|NUM|NULL)/i.test(text)) return 'sheetError';
  if (/@(?!s\.whatsapp\.net$|c\.us$)/i.test(text)) return 'phoneIsEmail';
  if (/^\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}$|^\d{4}-\d\d-\d\d/.test(text)) return 'phoneIsDate';
  if (/[*•]|x{3,}/i.test(text)) return 'phoneMasked';
  if (/\b(?:ext|extensi[oó]n|int|ramal)\b\.?\s*\d|#\d+$|\dx\d{1,5}$/i.test(text)) return 'phoneExtension';
  if (/e\+?\d+$/i.test(text) && /^[\d.,\s]+e\+?\d+$/i.test(text)) return null;
  if (/\p{L}/u.test(text.replace(/@(?:s\.whatsapp\.net|c\.us)$/i, ''))) return 'phoneLetters';
  return null;
}

/** 3.4612345678E+10 has all of its digits and 3,4612E+10 has lost them; 612345678.0 has one too many. Null for what is lost. */
function wholeOf(text: string): string | null {
  const found = /^(\d+)(?:[.,](\d+))?e\+?(\d+)$/i.exec(text.replace(/\s/g, ''));
  if (!found) return text.replace(/^(\+?\d{7,})[.,]0+$/, '$1');
  const [, whole = '', rest = '', power = ''] = found;
  if (Number(power) > 20 || rest.length < Number(power) - 1) return null;
  return `${whole}${rest}`.slice(0, whole.length + Number(power)).padEnd(whole.length + Number(power), '0');
}
