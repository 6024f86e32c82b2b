import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { samplePhoto } from '../media/sample-photo.ts';
import { sampleVoiceNote } from '../media/sample-voice-note.ts';

/** The cookie by which the page, and nothing else, reaches the control API without the bearer token. */
export const TOKEN_COOKIE = 'recado_simulator';

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const SCRIPTS = ['page', 'api', 'texts', 'elements', 'phones-panel', 'customers-panel', 'chat-panel', 'breaking-panel'];
const fileOf = (name: string) => readFileSync(new URL(`./browser/${name}`, import.meta.url));

type Asset = { type: string; body: () => Buffer };
const assets: Record<string, Asset> = {
  '/': { type: 'text/html; charset=utf-8', body: () => fileOf('page.html') },
  '/assets/page.css': { type: 'text/css; charset=utf-8', body: () => fileOf('page.css') },
  '/assets/parts.css': { type: 'text/css; charset=utf-8', body: () => fileOf('parts.css') },
  '/assets/mark.svg': { type: 'image/svg+xml', body: () => fileOf('mark.svg') },
  '/assets/foto.png': { type: 'image/png', body: samplePhoto },
  '/assets/nota-de-voz.ogg': { type: 'audio/ogg', body: sampleVoiceNote },
  ...Object.fromEntries(
    SCRIPTS.map((name) => [
      `/assets/${name}.js`,
      { type: 'text/javascript; charset=utf-8', body: () => fileOf(`${name}.js`) },
    ]),
  ),
};

/** Serves the page of simulated phones and its parts; the page itself carries the cookie that lets it act. */
export function servePage(token: string, path: string, request: IncomingMessage, response: ServerResponse): void {
  const asset = request.method === 'GET' ? assets[path] : undefined;
  if (!asset) {
    response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('not found');
    return;
  }
  response.writeHead(200, {
    'content-type': asset.type,
    'content-security-policy': POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    ...(path === '/' && { 'set-cookie': `${TOKEN_COOKIE}=${token}; HttpOnly; SameSite=Strict; Path=/` }),
  });
  response.end(asset.body());
}
