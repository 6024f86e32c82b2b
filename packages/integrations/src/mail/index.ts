import type { MailPort } from '@recado/core/kernel';
import { createTransport } from 'nodemailer';

/** Sends by SMTP. `url` is smtp(s)://user:password@host:port; throws when the server refuses or does not answer in 20 seconds. */
export function smtpMail(options: { url: string; from: string }): MailPort {
  const transport = createTransport(options.url, { from: options.from });
  return {
    async send(message) {
      await transport.sendMail({
        to: message.to,
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
