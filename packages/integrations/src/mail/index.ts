import type { MailPort } from '@recado/core/kernel';
import { createTransport } from 'nodemailer';

/**
 * Sends by SMTP, from one address whatever name it bears; answers go to `replyTo` where it is set. `url` is smtp(s)://user:password@host:port;
 * throws when the server refuses or does not answer in 20 seconds.
 */
export function smtpMail(options: { url: string; from: string; replyTo?: string | undefined }): MailPort {
  const address = /<([^>]+)>\s*$/.exec(options.from)?.[1] ?? options.from;
  const transport = createTransport(options.url, { from: options.from });
  return {
    async send(message) {
      await transport.sendMail({
        to: message.to,
        ...(message.fromName ? { from: { name: message.fromName, address } } : {}),
        ...(options.replyTo ? { replyTo: options.replyTo } : {}),
        subject: message.subject,
        text: message.text,
        html: message.html,
        // the same id at every try, so that a repeated delivery can be recognised
        messageId: message.messageId,
        headers: { 'Auto-Submitted': 'auto-generated' },
        disableFileAccess: true,
        disableUrlAccess: true,
      });
    },
  };
}
