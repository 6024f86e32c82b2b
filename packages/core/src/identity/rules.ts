// The pure door of identity: decisions without I/O.
import type { OwnHistory } from './contract.ts';

/** The key under which an e-mail is unique: what people mean by "the same address". */
export const emailKey = (email: string): string => email.trim().normalize('NFKC').toLowerCase();

/** The network that tries are counted for: an IPv4 address, or the /64 of an IPv6 one, since whoever has one of those has all of it. */
export function networkOf(address: string | null): string {
  if (!address?.includes(':')) return address ?? '';
  const [head = '', tail] = address.toLowerCase().split('::');
  const groups = (text: string) => (text === '' ? [] : text.split(':'));
  const known = tail === undefined ? 0 : groups(tail).length;
  const full = [
    ...groups(head),
    ...Array(Math.max(0, 8 - groups(head).length - known)).fill('0'),
    ...groups(tail ?? ''),
  ];
  return full
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}

/** The week of an instant, numbered from 1970. */
export const weekOf = (at: Date): number => Math.floor(at.getTime() / (7 * 24 * 3_600_000));

/** A place in words of a language: its city and country, or the country alone. To be said with "near", never with "in". */
export function placeName(place: string, locale: string): string {
  const [, code = '', city] = /^([A-Z]{2})(?: (.+))?$/.exec(place) ?? [];
  if (!code) return place;
  const country = new Intl.DisplayNames([locale], { type: 'region' }).of(code) ?? code;
  return city ? `${city}, ${country}` : country;
}

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

export type PasswordVerdict = { ok: true } | { ok: false; because: 'common' | 'repeated' | 'context' | 'guessable' };

/**
 * What is plain to see of a password, also in a browser while it is typed: not among the usual ones, not one thing repeated, not made of the
 * person's own name or address. The server weighs it further (weighPassword).
 */
export function judgePassword(password: string, context: string[]): PasswordVerdict {
  const plain = password.normalize('NFKC').toLowerCase();
  if (COMMON.has(plain)) return { ok: false, because: 'common' };
  if (/^(.{1,4})\1+$/u.test(plain) || new Set(plain).size < 4) return { ok: false, because: 'repeated' };
  const words = ownWords(context);
  let rest = plain;
  for (const word of words) rest = rest.replaceAll(word, '');
  if (rest !== plain && [...rest.replace(/[\d\s]/g, '')].length < 3) return { ok: false, because: 'context' };
  return { ok: true };
}

/** The words that a password must not be made of, as people write them and without their accents. */
export const ownWords = (context: string[]): string[] =>
  context
    .flatMap((text) => [text, text.normalize('NFD').replace(/\p{M}/gu, '')])
    .flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u))
    .filter((word) => word.length >= 3);

/**
 * Seconds until a mail is tried again after its nth attempt; null when it is given up (after about two hours). A text brings a code of ten
 * minutes: later than that it is of no use.
 */
export function mailRetrySeconds(attempts: number, channel: 'mail' | 'text' = 'mail'): number | null {
  const table = channel === 'text' ? [5, 15, 60, 120] : [5, 15, 60, 300, 900, 1800, 3600];
  return table[attempts - 1] ?? null;
}

/** A session as the guard sees it when somebody arrives. */
export type LiveSession = {
  id: string;
  /** The order of logins of one person; a greater one is later. */
  seq: number;
  slot: number;
  deviceId: string | null;
  /** On a device that its owner trusts; weighs only where several sessions may live. */
  isTrusted: boolean;
  idleExpiresAt: number;
  absoluteExpiresAt: number;
};

export type SessionDecision = {
  /** Sessions whose time had passed and that nobody had looked at since. */
  expired: { id: string; because: 'idle' | 'absolute' }[];
  /** The session that the arriving browser held until now. */
  replaced: string | null;
  displaced: string[];
  /** The lowest free place among the policy's. */
  slot: number;
};

/**
 * Who must leave when a person logs in: what is past its time, what this browser held, and then, beyond the limit, first the
 * same device and then the oldest logins, those on trusted devices last. The database decides by itself under the person's lock; this says the same,
 * for explaining it on screens and as the oracle of its tests. `now` and the expiries are in milliseconds.
 */
export function decideSession(input: {
  policy: { limit: number };
  live: readonly LiveSession[];
  arriving: { deviceId: string | null; formerSessionId: string | null };
  now: number;
}): SessionDecision {
  const { policy, live, arriving, now } = input;
  const expired = live
    .filter((each) => each.idleExpiresAt <= now || each.absoluteExpiresAt <= now)
    .map((each) => ({
      id: each.id,
      because: each.absoluteExpiresAt <= now ? ('absolute' as const) : ('idle' as const),
    }));
  const present = live.filter((each) => !expired.some((gone) => gone.id === each.id));
  const replaced = present.find((each) => each.id === arriving.formerSessionId)?.id ?? null;
  const staying = present.filter((each) => each.id !== replaced);
  const isSameDevice = (each: LiveSession) => arriving.deviceId !== null && each.deviceId === arriving.deviceId;
  const leaving = [...staying]
    .sort(
      (a, b) =>
        Number(isSameDevice(b)) - Number(isSameDevice(a)) || Number(a.isTrusted) - Number(b.isTrusted) || a.seq - b.seq,
    )
    .slice(0, Math.max(0, staying.length - (policy.limit - 1)));
  const taken = new Set(staying.filter((each) => !leaving.includes(each)).map((each) => each.slot));
  let slot = 1;
  while (taken.has(slot)) slot += 1;
  return { expired, replaced, displaced: leaving.map((each) => each.id), slot };
}

/** A session's token as browsers hold it. */
export type Token = { kid: string; sessionId: string; gen: number; mac: string };

/** `rs1.<kid>.<sid>.<gen>.<mac>`, the id as 22 characters. */
export const writeToken = (token: Token): string =>
  `rs1.${token.kid}.${Buffer.from(token.sessionId.replaceAll('-', ''), 'hex').toString('base64url')}.${token.gen}.${token.mac}`;

/** Reads a token; null for what is none. It proves nothing yet. */
export function readToken(text: string | null): Token | null {
  const found = /^rs1\.([a-z0-9-]{1,32})\.([\w-]{22})\.([1-9]\d{0,8})\.([\w-]{43})$/.exec(text ?? '');
  if (!found) return null;
  const [, kid = '', id = '', gen = '', mac = ''] = found;
  const hex = Buffer.from(id, 'base64url').toString('hex');
  const sessionId = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  return { kid, sessionId, gen: Number(gen), mac };
}

/** What lives on when a limit is lowered: never less than the acting session, then those that were touched last. */
export function decideShrink(input: {
  limit: number;
  live: readonly { id: string; seq: number; lastInputAt: number }[];
  actingId: string | null;
}): { ended: string[] } {
  const ranked = [...input.live].sort(
    (a, b) =>
      Number(a.id === input.actingId) - Number(b.id === input.actingId) ||
      a.lastInputAt - b.lastInputAt ||
      a.seq - b.seq,
  );
  return { ended: ranked.slice(0, Math.max(0, ranked.length - input.limit)).map((each) => each.id) };
}

// a sheet must not take a name that somebody chose for a formula
const cell = (value: string | number | null): string => {
  const text = String(value ?? '');
  return `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
};

/** The events of a history as a table for a spreadsheet: one line each, in order, with its names in the first. */
export function historyCsv(history: Pick<OwnHistory, 'events'>): string {
  const columns = ['id', 'at', 'kind', 'sessionId', 'browser', 'system', 'deviceType', 'network', 'place'] as const;
  const lines = history.events.map((event) =>
    [...columns.map((column) => event[column]), JSON.stringify(event.detail)].map(cell).join(','),
  );
  return `${[[...columns, 'detail'].map(cell).join(','), ...lines].join('\r\n')}\r\n`;
}

/**
 * How many times as often as a network one's own machine may do something: everybody on it has the same address, and it is one's own. In
 * production that address may be a proxy's, which is nobody's.
 */
export const OWN_MACHINE_TIMES = 20;
