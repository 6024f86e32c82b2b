import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SessionCookies } from '@recado/api/trpc/context';
import { readPass } from '@recado/core/identity';
import { ATTEMPT_MINUTES } from '@recado/core/identity/contract';
import { randomToken, sha256 } from '@recado/runtime/crypto';

const DEVICE_SECONDS = 400 * 24 * 3600;
const ATTEMPT_SECONDS = ATTEMPT_MINUTES * 60;

/** Names and attributes. On plain-http loopback of the embedded mode some browsers drop Secure cookies, so there they go without it and its prefix. */
export type CookieStyle = {
  session: string;
  device: string;
  attempt: string;
  federation: string;
  attributes: string;
  /** A visitor's device, for the path of its link alone. */
  link: string;
  linkAttributes: string;
};

export const cookieStyle = (secure: boolean): CookieStyle =>
  secure
    ? {
        session: '__Host-rs',
        device: '__Host-rd',
        attempt: '__Host-rp',
        federation: '__Host-ro',
        attributes: 'Path=/; HttpOnly; SameSite=Lax; Secure',
        link: '__Secure-rl',
        linkAttributes: 'HttpOnly; SameSite=Lax; Secure',
      }
    : {
        session: 'rs',
        device: 'rd',
        attempt: 'rp',
        federation: 'ro',
        attributes: 'Path=/; HttpOnly; SameSite=Lax',
        link: 'rl',
        linkAttributes: 'HttpOnly; SameSite=Lax',
      };

/** The value of one cookie of a header, or null; the first wins, as browsers send the most specific first. */
export function readCookie(header: string | null | undefined, name: string): string | null {
  for (const part of (header ?? '').split(';')) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim() || null;
  }
  return null;
}

/** What the cookies and the browser of a request present for its session. */
export function presented(
  style: CookieStyle,
  headers: { cookie: string | null | undefined; userAgent: string | null | undefined },
  address: string | null = null,
): { token: string | null; pass: Buffer | null; device: string | null } {
  const token = readCookie(headers.cookie, style.session);
  const device = readCookie(headers.cookie, style.device);
  const deviceHash = device ? sha256(device) : null;
  const pass = readPass(token, { userAgent: headers.userAgent ?? '', deviceHash, address });
  return { token: pass ? token : null, pass, device };
}

/** The session and device of a request. A browser without a device secret is given one with its session. */
export function openCookies(
  style: CookieStyle,
  request: IncomingMessage,
  response: ServerResponse,
  address: string | null,
): { cookies: SessionCookies; deviceHash: Buffer } {
  const { cookie, 'user-agent': userAgent } = request.headers;
  const { token, pass, device: known } = presented(style, { cookie, userAgent }, address);
  const attempt = readCookie(cookie, style.attempt);
  const federation = readCookie(cookie, style.federation);
  const device = known ?? randomToken();
  let renewal: string | null = null;
  const set = (line: string) => response.appendHeader('set-cookie', line);
  // "cache" only: "storage" would take the sealed drafts, "cookies" the dead session by which its owner may still say that it was not them
  const forgetCaches = () => response.setHeader('clear-site-data', '"cache"');
  return {
    deviceHash: sha256(device),
    cookies: {
      token,
      pass,
      attempt,
      federation,
      setSession(value, keepSeconds, freshDevice = null) {
        // the session's end is the server's decision; a closed browser forgets it, unless its person trusts this device
        const life = keepSeconds ? `Max-Age=${keepSeconds}; ` : '';
        set(`${style.session}=${value}; ${life}${style.attributes}`);
        if (!known || freshDevice)
          set(`${style.device}=${freshDevice ?? device}; Max-Age=${DEVICE_SECONDS}; ${style.attributes}`);
        if (attempt) set(`${style.attempt}=; Max-Age=0; ${style.attributes}`);
      },
      renewSession(value, keepSeconds) {
        const life = keepSeconds ? `Max-Age=${keepSeconds}; ` : '';
        renewal = `${style.session}=${value}; ${life}${style.attributes}`;
        set(renewal);
        return readPass(value, { userAgent: userAgent ?? '', deviceHash: sha256(device), address });
      },
      withdrawRenewal() {
        const lines = [response.getHeader('set-cookie') ?? []].flat().map(String);
        response.setHeader(
          'set-cookie',
          lines.filter((line) => line !== renewal),
        );
      },
      setAttempt(secret) {
        set(`${style.attempt}=${secret}; Max-Age=${ATTEMPT_SECONDS}; ${style.attributes}`);
        if (!known) set(`${style.device}=${device}; Max-Age=${DEVICE_SECONDS}; ${style.attributes}`);
      },
      setFederation(secret) {
        set(`${style.federation}=${secret ?? ''}; Max-Age=${secret ? ATTEMPT_SECONDS : 0}; ${style.attributes}`);
        if (secret && !known) set(`${style.device}=${device}; Max-Age=${DEVICE_SECONDS}; ${style.attributes}`);
      },
      keepDevice() {
        if (!known) set(`${style.device}=${device}; Max-Age=${DEVICE_SECONDS}; ${style.attributes}`);
      },
      clearSession() {
        set(`${style.session}=; Max-Age=0; ${style.attributes}`);
        if (federation) set(`${style.federation}=; Max-Age=0; ${style.attributes}`);
        forgetCaches();
      },
      forgetCaches,
    },
  };
}
