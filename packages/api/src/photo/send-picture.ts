import type { IncomingMessage, ServerResponse } from 'node:http';

/** The digest of the picture that a browser says it has; null without one. */
export const knownDigest = (request: IncomingMessage): string | null =>
  /"([0-9a-f]{64})"/.exec(request.headers['if-none-match'] ?? '')?.[1] ?? null;

/** Sends a picture, or that the browser's own is the present one. It may be kept, and is asked for each time whether it still may be shown. */
export function sendPicture(
  picture: { mime: string; digest: Buffer; bytes: Buffer | null },
  request: IncomingMessage,
  response: ServerResponse,
): void {
  response.setHeader('cache-control', 'private, no-cache');
  response.setHeader('etag', `"${picture.digest.toString('hex')}"`);
  // also where nothing is sent: what a browser keeps is told anew
  response.setHeader('content-security-policy', "default-src 'none'; sandbox");
  if (!picture.bytes) {
    response.writeHead(304).end();
    return;
  }
  response.writeHead(200, {
    'content-type': picture.mime,
    'content-length': picture.bytes.length,
    'content-disposition': 'inline',
  });
  response.end(request.method === 'HEAD' ? undefined : picture.bytes);
}
