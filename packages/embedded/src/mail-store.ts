import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import PostalMime from 'postal-mime';

/** A caught mail as tests and the page read it. Addresses are lower case; `to` is who it was delivered to. */
export type CaughtMail = {
  id: string;
  at: string;
  from: string;
  to: string[];
  subject: string;
  text: string;
  html: string;
  attachments: { filename: string; mimeType: string; bytes: number }[];
};

/** What a list needs of a mail. */
export type MailSummary = Omit<CaughtMail, 'text' | 'html' | 'attachments'>;

export type MailStore = {
  add(raw: Uint8Array, envelope: { from: string; to: string[] }): Promise<CaughtMail>;
  /** Newest first. `to` narrows to one recipient, in any case. */
  list(to?: string): MailSummary[];
  find(id: string): CaughtMail | undefined;
  remove(id: string): boolean;
  clear(): void;
};

/** Opens the mails kept under `folder`. Beyond `limit` the oldest give way. */
export function openMailStore(folder: string, limit = 500): MailStore {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  const fileOf = (id: string) => path.join(folder, `${id}.json`);
  const summaries = new Map<string, MailSummary>();
  for (const name of fs.readdirSync(folder).sort()) {
    if (!name.endsWith('.json')) continue;
    const mail = JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8')) as CaughtMail;
    summaries.set(mail.id, summaryOf(mail));
  }
  const remove = (id: string): boolean => {
    if (!summaries.delete(id)) return false;
    fs.rmSync(fileOf(id), { force: true });
    return true;
  };
  let lastAt = 0;
  return {
    async add(raw, envelope) {
      const parsed = await PostalMime.parse(raw as Uint8Array<ArrayBuffer>);
      // two mails of one millisecond keep their order
      lastAt = Math.max(Date.now(), lastAt + 1);
      const mail: CaughtMail = {
        id: `${lastAt}-${randomBytes(4).toString('hex')}`,
        at: new Date(lastAt).toISOString(),
        from: (parsed.from?.address ?? envelope.from).toLowerCase(),
        to: envelope.to.map((address) => address.toLowerCase()),
        subject: parsed.subject ?? '',
        text: parsed.text ?? '',
        html: parsed.html ?? '',
        attachments: parsed.attachments.map((part) => ({
          filename: part.filename ?? '',
          mimeType: part.mimeType,
          bytes: typeof part.content === 'string' ? part.content.length : part.content.byteLength,
        })),
      };
      fs.writeFileSync(`${fileOf(mail.id)}.new`, JSON.stringify(mail), { mode: 0o600 });
      fs.renameSync(`${fileOf(mail.id)}.new`, fileOf(mail.id));
      summaries.set(mail.id, summaryOf(mail));
      for (const id of [...summaries.keys()].slice(0, Math.max(0, summaries.size - limit))) remove(id);
      return mail;
    },
    list: (to) =>
      [...summaries.values()].reverse().filter((mail) => to === undefined || mail.to.includes(to.toLowerCase())),
    find: (id) => (summaries.has(id) ? (JSON.parse(fs.readFileSync(fileOf(id), 'utf8')) as CaughtMail) : undefined),
    remove,
    clear: () => {
      for (const id of [...summaries.keys()]) remove(id);
    },
  };
}

const summaryOf = ({ id, at, from, to, subject }: CaughtMail): MailSummary => ({ id, at, from, to, subject });
