import type { Database, MailMessage, MailPort, Ports, PushPort, TextPort } from '@recado/core/kernel';
import type { PushText } from '@recado/core/notifications/contract';
import type { Clock } from '@recado/runtime/clock';
import type { Keyring } from '@recado/runtime/crypto';
import type { Logger } from '@recado/runtime/logger';

/** The outside world as handlers see it; filled once in the composition root of apps/jobs. */
export type JobServices = {
  /** As the role recado_jobs. */
  db: Database;
  keyring: Keyring;
  clock: Clock;
  log: Logger;
  ports: Ports;
  mail: MailPort;
  /** The text of a mail in its reader's language. */
  renderMail(mail: {
    template: string;
    locale: string;
    params: Record<string, string>;
  }): Pick<MailMessage, 'subject' | 'text' | 'html'>;
  /** Null where no text can leave. */
  texts: TextPort | null;
  renderText(text: { template: string; locale: string; params: Record<string, string> }): string;
  /** Null where no browser can be told by push. */
  push: PushPort | null;
  renderPush(text: PushText & { locale: string }): { title: string; body: string };
  /** The host in the ids of our mails. */
  mailHost: string;
};
