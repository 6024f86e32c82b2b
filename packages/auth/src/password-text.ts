import { createHash } from 'node:crypto';

/** Who vouches for a password that our own database keeps. */
export const ISSUER = 'recado';

const MARK = 'supabase:';

/** What our row keeps of a password that Supabase has: under which address it has it, which may be a former one of the person. */
export const markOf = (email: string): string => `${MARK}${email}`;
export const isKeptElsewhere = (held: string | null): held is string => held?.startsWith(MARK) ?? false;
export const addressIn = (mark: string): string => mark.slice(MARK.length);

/** GoTrue hashes new passwords with bcrypt and takes no more bytes than that can see. */
const MOST_BYTES = 72;

/**
 * A password as GoTrue is given it: one form for all ways to type the same accents, and a digest where it would be too long, so that long
 * ones are welcome here too and none is ever cut. The prefix fits a project that asks for kinds of signs.
 */
export function textForGoTrue(password: string): string {
  const text = password.normalize('NFKC');
  if (Buffer.byteLength(text) <= MOST_BYTES) return text;
  return `Sha256:${createHash('sha256').update(text).digest('base64url')}`;
}
