// The pure door of identity: decisions without I/O.

/** The key under which an e-mail is unique: what people mean by "the same address". */
export const emailKey = (email: string): string => email.trim().normalize('NFKC').toLowerCase();

/** A short address for a workspace from its name: letters, digits and hyphens, without accents. */
export function slugOf(name: string): string {
  const slug = name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 50);
  return slug || 'empresa';
}

const COMMON = new Set(
  '1234567890,12345678910,123456789a,contraseña,contraseñas,contrasena1,password12,password123,qwertyuiop,qwerty1234,q1w2e3r4t5,1q2w3e4r5t,abcdefghij,abcd123456,iloveyou12,teamomucho,holahola12,micontraseña,whatsapp123,bienvenido1,barcelona1,realmadrid,administrador,0987654321,asdfghjkl1,zxcvbnm123'.split(
    ',',
  ),
);

export type PasswordVerdict = { ok: true } | { ok: false; because: 'common' | 'repeated' | 'context' };

/** Whether a password can be kept: not among the usual ones, not one thing repeated, not made of the person's own name or address. */
export function judgePassword(password: string, context: string[]): PasswordVerdict {
  const plain = password.normalize('NFKC').toLowerCase();
  if (COMMON.has(plain)) return { ok: false, because: 'common' };
  if (/^(.{1,4})\1+$/u.test(plain) || new Set(plain).size < 4) return { ok: false, because: 'repeated' };
  const words = context
    .flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u))
    .filter((word) => word.length >= 4);
  let rest = plain;
  for (const word of words) rest = rest.replaceAll(word, '');
  if (rest !== plain && [...rest.replace(/[\d\s]/g, '')].length < 3) return { ok: false, because: 'context' };
  return { ok: true };
}

/** Seconds until a mail is tried again after its nth attempt; null when it is given up (after about two hours). */
export function mailRetrySeconds(attempts: number): number | null {
  const table = [5, 15, 60, 300, 900, 1800, 3600];
  return table[attempts - 1] ?? null;
}
