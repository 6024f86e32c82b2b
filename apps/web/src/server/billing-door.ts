import type { IncomingMessage, ServerResponse } from 'node:http';
import { noteBillingEvent } from '@recado/core/billing';
import type { BillingProvider } from '@recado/core/billing/contract';
import type { PublicCtx } from '@recado/core/kernel';

/** An event with all that it is about; Stripe's largest are some tens of kilobytes. */
const BODY_LIMIT = 512 * 1024;

/** Where the provider calls. */
export const BILLING_PATH = '/webhooks/stripe';

type Visit = { pub: PublicCtx };

/** Takes the calls of whoever takes the money: what it signed is written down, once, and answered; nothing else is done here. */
export const createBillingDoor = (billing: BillingProvider | null) => ({
  async billingEvent(request: IncomingMessage, response: ServerResponse, { pub }: Visit): Promise<void> {
    if (!billing) return answer(response, 404);
    const body = await readBody(request);
    if (!body) return refuse(pub, response, 'tooLarge', 413);
    const header = request.headers['stripe-signature'];
    const { event, refusal } = billing.verifyWebhook(body, typeof header === 'string' ? header : null);
    if (!event) return refuse(pub, response, refusal, 400);
    await noteBillingEvent(pub, event, JSON.parse(body.toString('utf8')));
    answer(response, 200);
  },
});

function refuse(pub: PublicCtx, response: ServerResponse, refusal: string, status: number): void {
  pub.log.warn(
    { refusal, address: pub.origin.address },
    'a call that says it comes from the payment provider was refused',
  );
  answer(response, status);
}

function answer(response: ServerResponse, status: number): void {
  response.setHeader('cache-control', 'no-store');
  // the rest of a body that is too large is not read
  response.writeHead(status, status === 413 ? { connection: 'close' } : {}).end();
}

/** The bytes as they came; null when there are too many. */
async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request) {
    bytes += (part as Buffer).length;
    if (bytes > BODY_LIMIT) return null;
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts);
}
