import { createHmac } from 'node:crypto';
import type { MailPort, TextPort } from '@recado/core/kernel';

/** How long whoever carries texts may take to accept one. */
const PATIENCE_MS = 10_000;

/**
 * Hands texts over to a service of the operator's, by a POST of `{ id, to, text }` signed as Standard Webhooks says: the headers
 * `webhook-id`, `webhook-timestamp` and `webhook-signature` (`v1,` and the HMAC-SHA-256 over id, timestamp and body in base64). `secret` is
 * `whsec_` and base64. The id is the same at every try. Throws unless the answer is a 2xx; follows no redirect.
 */
export function webhookTexts(options: { url: string; secret: string; now?: () => Date }): TextPort {
  const key = Buffer.from(options.secret.replace(/^whsec_/, ''), 'base64');
  const now = options.now ?? (() => new Date());
  return {
    async send({ id, to, text }) {
      const body = JSON.stringify({ id, to, text });
      const timestamp = String(Math.floor(now().getTime() / 1000));
      const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
      const answer = await fetch(options.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'webhook-id': id,
          'webhook-timestamp': timestamp,
          'webhook-signature': `v1,${signature}`,
        },
        body,
        redirect: 'error',
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      // what it says may repeat the number; its status is enough
      await answer.body?.cancel();
      if (!answer.ok) throw new Error(`the sender of texts answered ${answer.status}`);
    },
  };
}

/** The address under which the mail catcher of one machine shows what a number would have received. */
export const addressOfNumber = (number: string): string => `${number.replace('+', '')}@sms.localhost`;

/** Sends no text anywhere: shows it in the mail catcher, as a mail to an address made of the number. For one machine, to look at. */
export function shownTexts(mail: MailPort): TextPort {
  return {
    async send({ id, to, text }) {
      const note = `SMS de prueba para ${to}: no ha salido de este ordenador. · A demo text to ${to}: it has not left this machine.`;
      await mail.send({
        to: addressOfNumber(to),
        subject: `SMS · ${text.split('\n')[0]}`,
        text: `${text}\n\n--\n${note}`,
        html: `<pre style="white-space:pre-wrap;font:16px/24px system-ui">${escapeHtml(text)}</pre><hr><p>${escapeHtml(note)}</p>`,
        messageId: `<${id}@sms.localhost>`,
      });
    },
  };
}

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
