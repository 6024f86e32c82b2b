import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { type Keyring, mac, open, seal, sha256 } from '@recado/runtime/crypto';
import { Secret, TOTP } from 'otpauth';
import type { PublicCtx } from '../kernel/index.ts';
import { describeDevice } from './describe-device.ts';
import { networkOf, OWN_MACHINE_TIMES, weekOf, writeToken } from './rules.ts';

/** Six digits from the system's generator. */
export const newCode = (): string => String(randomInt(0, 1_000_000)).padStart(6, '0');

/** The pseudonym under which tries are counted: what is counted must not be read from the table. */
export const attemptKey = (ctx: Pick<PublicCtx, 'keyring'>, purpose: string, subject: string): Buffer =>
  sha256(mac(ctx.keyring, purpose, subject));

/** The pseudonym under which wrong passwords for an address are counted, from browsers that its person never used. */
export const wrongPasswordsKey = (ctx: Pick<PublicCtx, 'keyring'>, account: string): Buffer =>
  attemptKey(ctx, 'login-account', account);

/**
 * The pseudonyms of a login as guard.reserve_login takes them: account, account and address, address, account and device. Addresses have
 * another one each week, so that what is left of one week says nothing about the next.
 */
export function loginKeys(ctx: Pick<PublicCtx, 'keyring' | 'clock' | 'origin'>, account: string): Buffer[] {
  const address = `${weekOf(ctx.clock.now())}|${networkOf(ctx.origin.address)}`;
  return [
    wrongPasswordsKey(ctx, account),
    attemptKey(ctx, 'login-pair', `${account}|${address}`),
    attemptKey(ctx, 'login-address', address),
    attemptKey(ctx, 'login-device', `${account}|${ctx.origin.deviceHash?.toString('hex') ?? ''}`),
  ];
}

/** The digest under which a code is stored: keyed, because six digits are guessed from a plain one at once. */
export const codeDigest = (ctx: Pick<PublicCtx, 'keyring'>, code: string): Buffer =>
  sha256(mac(ctx.keyring, 'signup-code', code));

/** The digest of a code that belongs to one attempt; the same code is worth nothing in another. */
export const attemptCodeDigest = (ctx: Pick<PublicCtx, 'keyring'>, attempt: string, code: string): Buffer =>
  sha256(mac(ctx.keyring, 'login-code', `${attempt}|${code}`));

/** The digest of a code that went to the phone of one attempt. */
export const attemptTextDigest = (ctx: Pick<PublicCtx, 'keyring'>, attempt: string, code: string): Buffer =>
  sha256(mac(ctx.keyring, 'login-text', `${attempt}|${code}`));

/** The digest of a code that a person asked for inside one session, for one purpose. */
export const ownCodeDigest = (
  ctx: Pick<PublicCtx, 'keyring'>,
  purpose: 'step-up' | 'phone' | 'email',
  sessionId: string,
  code: string,
): Buffer => sha256(mac(ctx.keyring, 'own-code', `${purpose}|${sessionId}|${code.replaceAll(/\s/g, '')}`));

// no letter or digit that could be read as another
const RECOVERY_SIGNS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** Ten recovery codes of 60 bits each, as people copy them. */
export const newRecoveryCodes = (): string[] =>
  Array.from({ length: 10 }, () => {
    const signs = Array.from({ length: 12 }, () => RECOVERY_SIGNS[randomInt(0, RECOVERY_SIGNS.length)]).join('');
    return (signs.match(/.{4}/g) as string[]).join('-');
  });

const plainRecovery = (code: string): string => code.toUpperCase().replaceAll(/[^0-9A-Z]/g, '');

/** What is stored of a recovery code. */
export const recoveryDigest = (
  ctx: Pick<PublicCtx, 'keyring'>,
  personId: string,
  code: string,
  kid = ctx.keyring.current,
): Buffer => sha256(mac(ctx.keyring, 'recovery-code', `${personId}|${plainRecovery(code)}`, kid));

/** Digests as the driver passes several of them. */
export const hexOf = (digests: Buffer[]): string[] => digests.map((each) => `\\x${each.toString('hex')}`);

/** Its digests under every key there is: codes on paper outlive keys. */
export const recoveryDigests = (ctx: Pick<PublicCtx, 'keyring'>, personId: string, code: string): Buffer[] =>
  [...ctx.keyring.keys.keys()].map((kid) => recoveryDigest(ctx, personId, code, kid));

/** The digest of the device's secret that a request carries; a browser without one has none that fits. */
export const deviceOf = (ctx: Pick<PublicCtx, 'origin'>): Buffer => ctx.origin.deviceHash ?? Buffer.alloc(32);

/** The parameters of a mail, sealed: a code in the outbox is as secret as the mail itself. */
export const sealMail = (ctx: Pick<PublicCtx, 'keyring'>, params: Record<string, string>): Buffer =>
  seal(ctx.keyring, Buffer.from(JSON.stringify(params)), 'outgoing-mail');

/** The mac of one generation of a session. Its key is outside the database and its salt inside: who has one of them has nothing. */
export const tokenMac = (
  keyring: Keyring,
  of: { kid: string; sessionId: string; gen: number; salt: Uint8Array },
): string =>
  mac(keyring, 'session-token', `rs1|${of.sessionId}|${of.gen}|${Buffer.from(of.salt).toString('base64url')}`, of.kid);

/** A token and what the database keeps of it. */
export function mintToken(
  keyring: Keyring,
  of: { kid?: string; sessionId: string; gen: number; salt: Uint8Array },
): { token: string; kid: string; proof: Buffer } {
  const kid = of.kid ?? keyring.current;
  const text = tokenMac(keyring, { ...of, kid });
  return { token: writeToken({ kid, sessionId: of.sessionId, gen: of.gen, mac: text }), kid, proof: sha256(text) };
}

/** A session that is about to open: its id, its salt, its first token, and the browser it is for. */
export function newSession(ctx: Pick<PublicCtx, 'keyring' | 'origin'>) {
  const sessionId = randomUUID();
  const salt = randomBytes(32);
  const deviceHash = ctx.origin.deviceHash ?? randomBytes(32);
  return {
    sessionId,
    salt,
    deviceHash,
    ...mintToken(ctx.keyring, { sessionId, gen: 1, salt }),
    ...describeDevice(ctx.origin.userAgent),
  };
}

/** What a warning to the owner of a session tells of whoever caused it. */
export const sealAlarm = (ctx: Pick<PublicCtx, 'keyring' | 'origin'>): Buffer => {
  const { browser, system } = describeDevice(ctx.origin.userAgent);
  return sealMail(ctx, { name: '', browser, system });
};

const PERIOD_SECONDS = 30;
const totpAad = (personId: string): string => `totp|${personId}`;

/** A new secret of 160 bits, sealed for its person, and the address that authenticators read. */
export function newTotp(
  ctx: Pick<PublicCtx, 'keyring'>,
  of: { personId: string; email: string; issuer: string },
): { sealed: Buffer; secret: string; uri: string } {
  const secret = new Secret({ size: 20 });
  const totp = new TOTP({
    issuer: of.issuer,
    label: of.email,
    algorithm: 'SHA1',
    digits: 6,
    period: PERIOD_SECONDS,
    secret,
  });
  return {
    sealed: seal(ctx.keyring, Buffer.from(secret.base32), totpAad(of.personId)),
    secret: secret.base32,
    uri: totp.toString(),
  };
}

/** The step of the clock that a code belongs to, the present one or a neighbour; null for a code that is none of theirs. */
export function stepOf(
  ctx: Pick<PublicCtx, 'keyring' | 'clock'>,
  personId: string,
  sealed: Uint8Array,
  code: string,
): number | null {
  const secret = Secret.fromBase32(open(ctx.keyring, sealed, totpAad(personId)).toString('utf8'));
  const now = ctx.clock.now().getTime();
  const delta = new TOTP({ algorithm: 'SHA1', digits: 6, period: PERIOD_SECONDS, secret }).validate({
    token: code.replaceAll(/\s/g, ''),
    timestamp: now,
    window: 1,
  });
  return delta === null ? null : Math.floor(now / 1000 / PERIOD_SECONDS) + delta;
}

/** A mail that tells an owner that a way into their account came or went. */
export const sealWay = (ctx: Pick<PublicCtx, 'keyring' | 'origin'>, way: string): Buffer => {
  const { browser, system } = describeDevice(ctx.origin.userAgent);
  return sealMail(ctx, { name: '', way, browser, system });
};

/** The challenge that an authenticator says it answered; it proves nothing yet, and '' is nobody's. */
export function challengeOf(answer: { response: { clientDataJSON: string } }): string {
  try {
    const said = JSON.parse(Buffer.from(answer.response.clientDataJSON, 'base64url').toString('utf8'));
    return typeof said?.challenge === 'string' ? said.challenge : '';
  } catch {
    return '';
  }
}

/** How often a network may do something, for the caller that asks. */
export const perNetwork = ({ origin }: Pick<PublicCtx, 'origin'>, allowed: number): number =>
  origin.isOwnMachine ? allowed * OWN_MACHINE_TIMES : allowed;
