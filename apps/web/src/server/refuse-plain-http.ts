import type { IncomingMessage, ServerResponse } from 'node:http';
import { chooseLocale, createTranslator } from '@recado/i18n';
import { messagesOf } from '@recado/i18n/messages';

/** Says in the reader's language why nobody gets in over plain http, and where to go instead. Sets no cookie. */
export function refusePlainHttp(
  request: IncomingMessage,
  response: ServerResponse,
  publicUrl: URL,
  product: string,
): void {
  const locale = chooseLocale(undefined, request.headers['accept-language'] ?? null);
  const t = createTranslator(messagesOf(locale, product).shell, locale);
  const link = `https://${publicUrl.host}/`;
  const texts = ['title', 'detail', 'action'].map((key) => t(`plainHttp.${key}`));
  const [title, detail, action] = texts;
  response.writeHead(403, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
  response.end(`<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title></head>
<body style="margin:0;padding:48px 20px;background:#FBF8F3;color:#1B2330;font:16px/26px system-ui,sans-serif"><main style="max-width:480px;margin:0 auto">
<h1 style="font-size:24px;line-height:32px">${title}</h1><p>${detail}</p><p>${action}</p>
<p><a href="${link}" style="color:#2746C7">${t('plainHttp.link')}</a></p></main></body></html>`);
}
