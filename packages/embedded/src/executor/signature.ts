import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import canonicalize from 'canonicalize';

const PREFIX = /^signkey-\w+-/;
const MAX_AGE_S = 300;
const hmac = (key: string, text: string, at: string): string =>
  createHmac('sha256', key.replace(PREFIX, '')).update(text).update(at).digest('hex');

const same = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
};

/** The text of a body in the form that both sides sign: RFC 8785. */
export const canonicalText = (body: unknown): string => canonicalize(body) ?? '';

/** Signs a canonical text as the SDK verifies it: `t=<unix seconds>&s=<hmac>`. */
export function sign(key: string, text: string, nowMs: number): string {
  const at = String(Math.floor(nowMs / 1000));
  return `t=${at}&s=${hmac(key, text, at)}`;
}

/** Whether the app signed this answer, and lately. */
export function isSigned(key: string, text: string, signature: string | null, nowMs: number): boolean {
  const [, at, mac] = /^t=(\d+)&s=([0-9a-f]+)$/.exec(signature ?? '') ?? [];
  if (!at || !mac || Math.abs(nowMs / 1000 - Number(at)) > MAX_AGE_S) return false;
  return same(hmac(key, text, at), mac);
}

/** The bearer that the SDK sends with its own requests. */
export function bearerOf(key: string): string {
  const prefix = PREFIX.exec(key)?.[0] ?? '';
  return `${prefix}${createHash('sha256')
    .update(Buffer.from(key.replace(PREFIX, ''), 'hex'))
    .digest('hex')}`;
}

/** Compares what somebody presents with what is expected, in constant time. */
export const isSecret = (presented: string | null | undefined, expected: string): boolean =>
  typeof presented === 'string' &&
  same(createHash('sha256').update(presented).digest('hex'), createHash('sha256').update(expected).digest('hex'));
