import { createHash } from 'node:crypto';
import fs from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { judgePhoto } from '@recado/core/identity';
import { logoLimits } from '@recado/core/workspaces/contract';

export type OperatorLogo = { mime: string; bytes: Buffer; version: string };

/** The address of the picture that stands where the product's own mark would. */
export const OPERATOR_LOGO_PATH = '/brand/logo';

/** The logo of whoever runs this installation, of nothing but the parts that draw it; null where none is named. Throws a sentence that says what to do. */
export function readOperatorLogo(file: string | undefined): OperatorLogo | null {
  if (file === undefined) return null;
  let given: Buffer;
  try {
    given = fs.readFileSync(file);
  } catch (error) {
    throw new Error(`RECADO_LOGO_FILE cannot be read: ${(error as Error).message}`);
  }
  const judged = judgePhoto(given, logoLimits);
  if (!judged.ok)
    throw new Error(
      `RECADO_LOGO_FILE is no logo (${judged.because}): give a PNG, JPEG or WebP of ${logoLimits.leastSide} to ${logoLimits.mostSide} pixels a side and 2 MB at most.`,
    );
  const version = createHash('sha256').update(judged.bytes).digest('hex').slice(0, 16);
  return { mime: judged.mime, bytes: judged.bytes, version };
}

/** Gives the operator's logo to anybody. Its address names the version, so a browser may keep it for good. */
export function serveOperatorLogo(logo: OperatorLogo | null, request: IncomingMessage, response: ServerResponse): void {
  if (!logo) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('There is none.');
    return;
  }
  response.writeHead(200, {
    'content-type': logo.mime,
    'content-length': logo.bytes.length,
    'cache-control': 'public, max-age=31536000, immutable',
  });
  response.end(request.method === 'HEAD' ? undefined : logo.bytes);
}
