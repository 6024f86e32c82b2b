import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { stripTypeScriptTypes } from 'node:module';
import { brotliCompressSync } from 'node:zlib';
import { chooseLocale } from '@recado/i18n';
import { messagesOf } from '@recado/i18n/messages';
import type { House } from './services.ts';

const sourceOf = (name: string) => readFileSync(new URL(`../visitor/${name}`, import.meta.url), 'utf8');
const made = (type: string, text: string) => ({ type, text, br: brotliCompressSync(text) });

/** The page's own script, each part after those that it is made of. */
const SCRIPTS = [
  'desk',
  'wire',
  'dom',
  'frame',
  'gate',
  'card',
  'bubble',
  'thread',
  'list',
  'people',
  'figures',
  'shop',
  'modules',
  'live',
  'page',
];

/** Parts as one script: they share its scope, so what one takes from another needs no asking for, nor a name of its own. */
const joined = () =>
  SCRIPTS.map((name) => stripTypeScriptTypes(sourceOf(`${name}.ts`)))
    .join('\n')
    .replaceAll(/^import\s[^;]*;$/gm, '')
    .replaceAll(/^export (?=const|let|function|async)/gm, '')
    .replaceAll(/[ \t]+$/gm, '');

/** The page's own script and style, as they are sent; made once, when the first visitor comes. */
export function visitorAssets() {
  const assets = {
    'page.js': made('text/javascript; charset=utf-8', joined()),
    'page.css': made('text/css; charset=utf-8', sourceOf('page.css')),
  };
  const hash = createHash('sha256');
  for (const { text } of Object.values(assets)) hash.update(text);
  const at = `/w/-/${hash.digest('hex').slice(0, 16)}/`;
  // a map: whatever an object has of itself is no part of the page
  return { assets, at, byPath: new Map(Object.entries(assets).map(([name, asset]) => [at + name, asset])) };
}

let kept: ReturnType<typeof visitorAssets> | undefined;

/** The page of every link, the same whatever its id, and its parts: no secret reaches it, and it says nothing about whether the link exists. */
export function serveVisitorPage(
  house: House,
  request: IncomingMessage,
  response: ServerResponse,
  page: { path: string; locale: string; isKnown: boolean },
): void {
  kept ??= visitorAssets();
  const { at, byPath } = kept;
  const asset = byPath.get(page.path);
  if (asset) {
    const packed = /\bbr\b/.test(String(request.headers['accept-encoding'] ?? ''));
    response.writeHead(200, {
      'content-type': asset.type,
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'accept-encoding',
      ...(packed && { 'content-encoding': 'br' }),
    });
    response.end(packed ? asset.br : asset.text);
    return;
  }
  // no link is called so: what is asked for there is a part, of another release or of none
  if (page.path.startsWith('/w/-/')) {
    response.writeHead(404).end();
    return;
  }
  const { visitor: texts, conversations } = messagesOf(chooseLocale(page.locale, null), house.env.RECADO_PRODUCT_NAME);
  const { kinds, authors, status } = conversations;
  // a data block runs nothing, and no tag can begin in it
  const told = JSON.stringify({
    ...{ texts, kinds, authors, status },
    product: house.env.RECADO_PRODUCT_NAME,
    // whether the browser brought something for this address, whatever it is worth: without it there is nothing to ask the server
    isKnown: page.isKnown,
  }).replaceAll('<', '\\u003c');
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
  response.end(
    `<!doctype html><html lang="${page.locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${texts.title}</title><link rel="icon" href="data:,">` +
      `<link rel="stylesheet" href="${at}page.css"><script type="module" nonce="${request.headers['x-nonce']}" src="${at}page.js"></script></head>` +
      `<body><main id="page"><p class="state">${texts.opening}</p><noscript><p class="state">${texts.noScript}</p></noscript></main><p id="said" class="hidden" role="status"></p><script type="application/json" id="told">${told}</script></body></html>`,
  );
}
