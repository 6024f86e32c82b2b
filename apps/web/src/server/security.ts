import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Whether a Host header names this installation. Embedded mode answers loopback names only, so that no foreign page can rebind its way in. */
export function isOwnHost(host: string | undefined, options: { embedded: boolean; publicHost: string }): boolean {
  if (!host) return false;
  const name = host.replace(/:\d+$/, '').toLowerCase();
  if (options.embedded) return name === 'localhost' || name === '127.0.0.1' || name === '[::1]';
  return host.toLowerCase() === options.publicHost.toLowerCase() || name === 'localhost' || name === '127.0.0.1';
}

/**
 * Whether a request came over a line that others can read. Only loopback in embedded mode may go without TLS: there a session's cookie
 * leaves no machine. Behind trusted proxies the one next to us says how the browser came.
 */
export function isPlainHttp(
  request: IncomingMessage,
  options: { embedded: boolean; publicUrl: URL; trustedProxies: number },
): boolean {
  if (options.publicUrl.protocol !== 'https:')
    return !(options.embedded && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(options.publicUrl.hostname));
  if (options.trustedProxies === 0) return false;
  const said = String(request.headers['x-forwarded-proto'] ?? '').split(',');
  // one that does not say so is not known to have ended TLS
  return said.at(-1)?.trim().toLowerCase() !== 'https';
}

/** Whether a request was made by one of our own pages: Fetch Metadata first, Origin where a browser is too old to send it. */
export function isSameOrigin(request: IncomingMessage): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const origin = request.headers.origin;
  if (origin === undefined) return false;
  try {
    return new URL(origin).host === request.headers.host;
  } catch {
    return false;
  }
}

/** The headers of every answer; answers the nonce of this page's scripts. */
export function secure(request: IncomingMessage, response: ServerResponse, options: { https: boolean }): string {
  const nonce = randomBytes(16).toString('base64');
  const policy = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'`,
    // Radix and the virtual lists place elements by style attributes
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    ...(options.https ? ['upgrade-insecure-requests'] : []),
  ].join('; ');
  // Next takes the nonce for its own scripts from the request's policy
  request.headers['content-security-policy'] = policy;
  request.headers['x-nonce'] = nonce;
  response.setHeader('content-security-policy', policy);
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('referrer-policy', 'strict-origin-when-cross-origin');
  response.setHeader('x-frame-options', 'DENY');
  response.setHeader('cross-origin-opener-policy', 'same-origin');
  response.setHeader('cross-origin-resource-policy', 'same-origin');
  response.setHeader('permissions-policy', 'camera=(), geolocation=(), microphone=(self), payment=()');
  if (options.https) response.setHeader('strict-transport-security', 'max-age=63072000; includeSubDomains');
  return nonce;
}

/** The caller's address: the socket's, or what the last trusted proxy wrote. */
export function addressOf(request: IncomingMessage, trustedProxies: number): string | null {
  const peer = request.socket.remoteAddress?.replace(/^::ffff:/, '') ?? null;
  if (trustedProxies === 0) return peer;
  const hops = String(request.headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((hop) => hop.trim())
    .filter(Boolean);
  const found = hops.at(-trustedProxies) ?? peer;
  return found && /^[0-9a-f.:]+$/i.test(found) ? found : peer;
}
