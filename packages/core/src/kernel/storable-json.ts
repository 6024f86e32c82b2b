/**
 * JSON that the database's jsonb takes, whatever a stranger wrote: NUL is left out, half of a surrogate pair becomes the replacement
 * character. JSON.stringify escapes just these two, so whole signs pass untouched.
 */
export const storableJson = (value: unknown): string =>
  JSON.stringify(value).replace(/\\(u[0-9a-f]{4}|.)/g, (whole, sign: string) => {
    if (sign === 'u0000') return '';
    return /^ud[89a-f]/.test(sign) ? '\ufffd' : whole;
  });
