import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { stripTypeScriptTypes } from 'node:module';

const here = (path: string) => new URL(path, import.meta.url);

/** The worker's script, named after itself and the build whose page it keeps, so that another build brings another worker. */
export function serviceWorkerScript(buildId: string, product: string): string {
  const script = stripTypeScriptTypes(readFileSync(here('../offline/service-worker.ts'), 'utf8'))
    .replaceAll(/^export \{\};$/gm, '')
    .replaceAll(/[ \t]+$/gm, '')
    .replaceAll('__PRODUCT__', () => product);
  const version = createHash('sha256').update(`${buildId}\0${script}`).digest('hex').slice(0, 16);
  return script.replace('__VERSION__', version);
}

let kept: string | undefined;

/** Answers with the worker. It is asked for again whenever a page looks, so that no browser stays with a former one. */
export function serveServiceWorker(response: ServerResponse, product: string): void {
  if (kept === undefined) {
    const buildId = here('../../.next/BUILD_ID');
    kept = serviceWorkerScript(existsSync(buildId) ? readFileSync(buildId, 'utf8') : '', product);
  }
  response.writeHead(200, { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-cache' });
  response.end(kept);
}
