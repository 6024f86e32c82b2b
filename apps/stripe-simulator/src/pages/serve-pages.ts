import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Engine } from '../engine.ts';
import { readBody } from '../wire/read-body.ts';
import { StripeError } from '../wire/stripe-error.ts';
import { checkoutPage, type PageAnswer, refusedPage } from './checkout-page.ts';
import { invoicePage, invoicePdf } from './invoice-page.ts';
import { layout } from './layout.ts';
import { portalPage } from './portal-page.ts';
import { languageOf, textsIn } from './texts.ts';

const NOBODY = { request: null, idempotencyKey: null };

/** The pages that Stripe would host: checkout, portal, invoices. They need no script. */
export async function servePages(
  engine: Engine,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const accepted = request.headers['accept-language'];
  const form = request.method === 'POST' ? new URLSearchParams(await readBody(request)) : null;
  // a page of somebody else may not press our buttons
  const { origin } = request.headers;
  if (form && origin !== undefined && origin !== 'null' && origin !== url.origin)
    throw new StripeError(403, { message: 'This form is not ours.' });
  if (request.method !== 'GET' && request.method !== 'POST')
    throw new StripeError(405, { message: 'Pages are read or sent.' });
  write(response, answerPage(engine, url.pathname, form, accepted));
}

function answerPage(
  engine: Engine,
  pathname: string,
  form: URLSearchParams | null,
  accepted: string | undefined,
): PageAnswer {
  const { sim } = engine;
  const [, kind, first = '', second = '', third] = pathname.split('/');
  const show = (sent: URLSearchParams | null, wrong = ''): PageAnswer | undefined => {
    if (kind === 'c' && first === 'pay')
      return wrong && form
        ? refusedPage(sim, second, form, accepted, wrong)
        : checkoutPage(sim, second, sent, accepted);
    if (kind === 'p' && first === 'session') return portalPage(sim, second, sent, accepted, wrong);
    if (kind === 'i' && third === 'pdf') return invoicePdf(sim, first, second);
    if (kind === 'i' && third === undefined) return invoicePage(sim, first, second, sent, accepted, wrong);
    return undefined;
  };
  const over = (): PageAnswer => {
    const language = languageOf(null, accepted);
    return { status: 404, html: layout(language, textsIn(language).over, '') };
  };
  try {
    return engine.transact(NOBODY, () => show(form)) ?? over();
  } catch (error) {
    // a refusal undid everything: the page says why
    if (!(error instanceof StripeError)) throw error;
    return engine.transact(NOBODY, () => show(null, error.message)) ?? over();
  }
}

function write(response: ServerResponse, answer: PageAnswer): void {
  const places = [...new Set((answer.leadsTo ?? []).flatMap((each) => (each ? [new URL(each).origin] : [])))];
  response.writeHead(answer.status, {
    'content-type': answer.pdf ? 'application/pdf' : 'text/html; charset=utf-8',
    // a browser holds the whole way of a form against the policy, and these end at the product
    'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; form-action 'self' ${places.join(' ')}; base-uri 'none'; frame-ancestors 'none'`,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cache-control': 'no-store',
    ...(answer.location && { location: answer.location }),
  });
  response.end(answer.pdf ?? answer.html);
}
