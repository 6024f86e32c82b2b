// the lengths of country codes are fixed by E.164: these are the ones of one and two digits, the rest have three
const countryCode = /^(1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3})/;

/** The digits of an international number in groups that an eye can hold: `+34 612 345 678`. */
export function formatPhone(digits: string): string {
  const plain = digits.replaceAll(/\D/g, '');
  const code = countryCode.exec(plain)?.[1] ?? '';
  const rest = plain.slice(code.length);
  const groups =
    rest.length % 3 === 1 ? rest.match(/\d{1,4}(?=(\d{3})*$)|\d{3}/g) : rest.match(/\d{1,3}(?=(\d{3})*$)/g);
  return [`+${code}`, ...(groups ?? [])].join(' ');
}
