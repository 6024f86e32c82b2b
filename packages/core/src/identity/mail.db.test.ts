import { randomBytes, randomUUID } from 'node:crypto';
import { connect, type Database } from '@recado/db';
import { parseKeyring } from '@recado/runtime/crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../../../testing/src/database.ts';
import type { MailMessage, Ports, TextMessage, TextPort } from '../kernel/index.ts';
import { deliverMail, requeueMail } from './index.ts';
import { mailRetrySeconds } from './rules.ts';
import { sealMail } from './store.ts';

const keyring = parseKeyring(`k1:${randomBytes(32).toString('base64')}`);
let db: TestDatabase;
let jobs: Database;
let sent: MailMessage[];
let refuse: string | null;
beforeAll(async () => {
  db = await createDatabase();
  jobs = connect(db.jobsUrl, { name: 'mail', max: 4 });
});
beforeEach(async () => {
  sent = [];
  refuse = null;
  await db.admin`delete from guard.outgoing_mail`;
  await db.admin`delete from jobs.outbox`;
});
afterAll(async () => {
  await jobs.end();
  await db.drop();
});

const means = () => ({
  db: jobs,
  keyring,
  mailHost: 'recado.example',
  renderMail: ({ template, params }: { template: string; params: Record<string, string> }) => ({
    subject: template,
    text: params.code ?? '',
    html: '',
  }),
  texts: null as TextPort | null,
  renderText: ({ template, params }: { template: string; params: Record<string, string> }) =>
    `${template} ${params.code}`,
  mail: {
    async send(message: MailMessage) {
      if (refuse) throw new Error(refuse);
      sent.push(message);
    },
  },
});
const deliver = (mailId: string, claimant = 'run-1') => deliverMail(means(), { mailId, claimant });
const write = async (code = '042517'): Promise<string> => {
  const [row] = await db.admin`insert into guard.outgoing_mail (recipient, template, locale, sealed_params)
    values ('ana@taller.example', 'signup-code', 'es', ${sealMail({ keyring }, { name: 'Ana', code })}) returning id`;
  return row?.id;
};
const told = async () => (await db.admin`select name, data from jobs.outbox order by seq`).map((row) => ({ ...row }));
const stored = async (id: string) => (await db.admin`select * from guard.outgoing_mail where id = ${id}`)[0];

test('a mail that is written is told of in the same transaction, and not when that does not commit', async () => {
  const id = await write();
  expect(await told()).toEqual([{ name: 'identity/mail.queued', data: { mailId: id } }]);
  await db.admin`delete from jobs.outbox`;
  const undone = db.admin.begin(async (tx) => {
    await tx`insert into guard.outgoing_mail (recipient, template, locale, sealed_params) values ('x', 'signup-code', 'es', '\\x00')`;
    throw new Error('undo');
  });
  await expect(undone).rejects.toThrow('undo');
  expect(await told()).toEqual([]);
});

test('it leaves once, under an id of its own, and is no longer readable afterwards', async () => {
  const id = await write();
  expect(await deliver(id)).toEqual({ outcome: 'sent' });
  expect(sent).toEqual([
    { to: 'ana@taller.example', subject: 'signup-code', text: '042517', html: '', messageId: `<${id}@recado.example>` },
  ]);
  expect((await stored(id))?.sealed_params).toHaveLength(0);
  expect(await deliver(id)).toEqual({ outcome: 'sent before' });
  expect(await deliver(id, 'run-2')).toEqual({ outcome: 'sent before' });
  expect(sent).toHaveLength(1);
});

test('two runs at once send it once', async () => {
  const id = await write();
  const outcomes = await Promise.all(['a', 'b', 'c', 'd'].map((run) => deliver(id, run)));
  expect(sent).toHaveLength(1);
  expect(outcomes.filter(({ outcome }) => outcome === 'sent')).toHaveLength(1);
  for (const { outcome } of outcomes) expect(['sent', 'sent before', 'elsewhere']).toContain(outcome);
});

test('a run whose process died takes its mail up again at once; another one waits for the lease', async () => {
  const id = await write();
  await jobs`select * from guard.claim_mail(${id}, 'dead', interval '60 seconds')`;
  expect(await deliver(id, 'other')).toEqual({ outcome: 'elsewhere' });
  expect(await deliver(id, 'dead')).toEqual({ outcome: 'sent' });
  const next = await write();
  await jobs`select * from guard.claim_mail(${next}, 'dead', interval '0 seconds')`;
  expect(await deliver(next, 'other')).toEqual({ outcome: 'sent' });
});

test('a server that refuses is tried again later and later, until the mail is given up', async () => {
  const id = await write();
  refuse = 'greylisted';
  const waits: number[] = [];
  for (let n = 0; n < 7; n += 1) {
    const result = await deliver(id);
    expect(result).toMatchObject({ outcome: 'later', because: 'greylisted' });
    waits.push((result as { seconds: number }).seconds);
    // not even due: the run that holds it comes when it was told to
    expect(await deliver(id, 'another')).toEqual({ outcome: 'elsewhere' });
  }
  expect(waits).toEqual([5, 15, 60, 300, 900, 1800, 3600]);
  expect(await deliver(id)).toEqual({ outcome: 'failed', because: 'greylisted' });
  expect(await deliver(id)).toEqual({ outcome: 'given up' });
  refuse = null;
  expect(await deliver(id, 'another')).toEqual({ outcome: 'given up' });
  expect(sent).toEqual([]);
});

test('a text leaves by the sender of texts, once, and is given up sooner: its code would be too old', async () => {
  const texts: TextMessage[] = [];
  const [row] = await db.admin`insert into guard.outgoing_mail (recipient, template, locale, sealed_params, channel)
    values ('+34600111222', 'text-login', 'es', ${sealMail({ keyring }, { code: '042517' })}, 'text') returning id`;
  const by = (port: TextPort | null) =>
    deliverMail({ ...means(), texts: port }, { mailId: row?.id, claimant: 'run-1' });
  expect(await by(null)).toEqual({ outcome: 'later', seconds: 5, because: 'no sender of texts is set up' });
  const port = { send: async (text: TextMessage) => void texts.push(text) };
  expect([await by(port), await by(port)]).toEqual([{ outcome: 'sent' }, { outcome: 'sent before' }]);
  expect(texts).toEqual([{ to: '+34600111222', text: 'text-login 042517', id: row?.id }]);
  expect(sent).toEqual([]);
  expect([mailRetrySeconds(4, 'text'), mailRetrySeconds(5, 'text')]).toEqual([120, null]);
});

test('who lost a mail to another run changes nothing about it any more, but that it was sent', async () => {
  const id = await write();
  await jobs`select * from guard.claim_mail(${id}, 'slow', interval '0 seconds')`;
  await jobs`select * from guard.claim_mail(${id}, 'quick', interval '60 seconds')`;
  await jobs`select guard.settle_mail(${id}, 'slow', 'timeout', null)`;
  expect((await stored(id))?.failed_at).toBeNull();
  await jobs`select guard.settle_mail(${id}, 'slow', null, null)`;
  expect((await stored(id))?.sent_at).not.toBeNull();
  expect(await deliver(id, 'quick')).toEqual({ outcome: 'sent before' });
});

test('a mail that no key opens fails like any other, and one that is gone is no error', async () => {
  const [row] = await db.admin`insert into guard.outgoing_mail (recipient, template, locale, sealed_params)
    values ('rota@taller.example', 'signup-code', 'es', '\\x0102') returning id`;
  expect(await deliver(row?.id)).toMatchObject({ outcome: 'later' });
  expect(await deliver(randomUUID())).toEqual({ outcome: 'gone' });
});

test('mails that nobody took for five minutes are told of again, once, however many sweep', async () => {
  const ports = { hints: { emitted: () => {} } } as unknown as Ports;
  const [lost, fresh, retried] = [await write(), await write(), await write()];
  await deliver(await write());
  await db.admin`update guard.outgoing_mail set told_at = now() - interval '6 minutes', next_at = now() - interval '6 minutes' where id in (${lost}, ${retried})`;
  await db.admin`update guard.outgoing_mail set next_at = now() + interval '1 hour' where id = ${retried}`;
  await db.admin`delete from jobs.outbox`;
  const swept = await Promise.all([1, 2, 3].map(() => requeueMail({ db: jobs, ports })));
  expect(swept.reduce((sum, n) => sum + n)).toBe(1);
  expect(await told()).toEqual([{ name: 'identity/mail.queued', data: { mailId: lost } }]);
  expect(await requeueMail({ db: jobs, ports })).toBe(0);
  expect(fresh).toBeDefined();
});

test('the web process can neither claim nor settle mail', async () => {
  const id = await write();
  await expect(db.web`select * from guard.claim_mail(${id}, 'web', interval '1 second')`).rejects.toMatchObject({
    code: '42501',
  });
  await expect(db.web`select guard.settle_mail(${id}, 'web', null, null)`).rejects.toMatchObject({ code: '42501' });
});
