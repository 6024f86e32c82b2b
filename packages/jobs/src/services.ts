import type { BillingProvider, FiscalInvoiceProvider, VatRegister } from '@recado/core/billing/contract';
import type { ExportColumn } from '@recado/core/exports/contract';
import type { NetworkTables } from '@recado/core/growth/contract';
import type { Database, MailMessage, MailPort, Ports, PushPort, TextPort } from '@recado/core/kernel';
import type { LinkNotice } from '@recado/core/notifications';
import type { PushText } from '@recado/core/notifications/contract';
import type { Clock } from '@recado/runtime/clock';
import type { Keyring } from '@recado/runtime/crypto';
import type { Logger } from '@recado/runtime/logger';

/** What a file of contacts says in its reader's language. */
export type ExportWords = {
  heads: Record<ExportColumn, string>;
  sheet: string;
  /** What stands in brackets behind an own field that is called like a column of ours. */
  field: string;
  yes: string;
  no: string;
  kind(kind: string): string;
  source(source: string): string;
  consentSource(source: string): string;
  country(code: string): string;
  language(code: string): string;
};

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
  }): Pick<MailMessage, 'subject' | 'text' | 'html' | 'fromName'>;
  /** Null where no text can leave. */
  texts: TextPort | null;
  renderText(text: { template: string; locale: string; params: Record<string, string> }): string;
  /** Null where no browser can be told by push. */
  push: PushPort | null;
  /** Null where nothing is sold. */
  billing: BillingProvider | null;
  /** Whoever knows the tax numbers of the Union's businesses; null where nothing is sold. */
  register: VatRegister | null;
  /** Whoever writes fiscal invoices; null where the provider's documents are all there is. */
  fiscal: FiscalInvoiceProvider | null;
  /** What a company's own number writes to whoever watches over its conversations. */
  renderLinkNotice(notice: LinkNotice): string;
  /** What is known of networks; nothing where the operator has no tables. */
  networks: NetworkTables;
  renderPush(text: PushText & { locale: string }): { title: string; body: string };
  exportWords(locale: string): ExportWords;
  /** Where our pages are. */
  publicUrl: string;
  /** The host in the ids of our mails. */
  mailHost: string;
};
