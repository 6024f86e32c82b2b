import fs from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startMailCatcher } from './mail-catcher.ts';

let folder: string;
let catcher: Awaited<ReturnType<typeof startMailCatcher>>;
beforeEach(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'recado-mail-'));
  catcher = await startMailCatcher({ folder, smtpPort: 0, httpPort: 0, limit: 3 });
});
afterEach(async () => {
  await catcher.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

/** Speaks SMTP by hand and returns the server's last answer to the mail itself. */
async function sendMail(to: string, mail: string): Promise<string> {
  const socket = net.connect(catcher.smtpPort, '127.0.0.1').setEncoding('utf8');
  let heard = '';
  const waiting: ((line: string) => void)[] = [];
  socket.on('data', (chunk: string) => {
    heard += chunk;
    const last = heard.split('\r\n').at(-2) ?? '';
    if (/^\d{3} /.test(last)) {
      heard = '';
      waiting.shift()?.(last);
    }
  });
  const answer = () => new Promise<string>((resolve) => waiting.push(resolve));
  const say = (line: string) => {
    const heardBack = answer();
    socket.write(`${line}\r\n`);
    return heardBack;
  };
  await answer();
  await say('EHLO test');
  await say('MAIL FROM:<hola@recado.test>');
  await say(`RCPT TO:<${to}>`);
  await say('DATA');
  const verdict = await say(`${mail.replaceAll('\n', '\r\n')}\r\n.`);
  socket.end();
  return verdict;
}

const MAIL = `From: Recado <hola@recado.test>
To: Ana <ana@example.com>
Subject: =?utf-8?q?Confirma_tu_correo=3A_Peluquer=C3=ADa?=
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary=x

--x
Content-Type: text/plain; charset=utf-8

Abre http://localhost:4300/confirmar?t=abc
--x
Content-Type: text/html; charset=utf-8

<p>Abre <a href="http://localhost:4300/confirmar?t=abc">este enlace</a><script>alert(1)</script></p>
--x--`;

const get = (route: string, init?: RequestInit) => fetch(`http://127.0.0.1:${catcher.httpPort}${route}`, init);
type Mail = { id: string; subject: string; text: string; to: string[] };
const messages = async (to = '') => (await (await get(`/api/messages${to && `?to=${to}`}`)).json()) as Mail[];

test('a mail that goes in by SMTP comes out as JSON for its recipient only', async () => {
  expect(await sendMail('Ana@Example.com', MAIL)).toMatch(/^250 /);
  const [mail] = await messages('ana@example.com');
  expect(mail).toMatchObject({ subject: 'Confirma tu correo: Peluquería', to: ['ana@example.com'] });
  expect(mail?.text).toContain('http://localhost:4300/confirmar?t=abc');
  expect(await messages('eva@example.com')).toEqual([]);
});

test('the page lists the newest first and shows a mail without trusting it', async () => {
  await sendMail('a@example.com', MAIL);
  await sendMail('b@example.com', MAIL.replace(/Subject: .*/, 'Subject: <b>Segundo</b>'));
  const list = await (await get('/')).text();
  expect(list.indexOf('&lt;b&gt;Segundo')).toBeGreaterThan(0);
  expect(list.indexOf('Segundo')).toBeLessThan(list.indexOf('Confirma tu correo'));
  const [, first] = await messages();
  const page = await get(`/messages/${first?.id}`);
  expect(await page.text()).toContain('sandbox="allow-popups allow-popups-to-escape-sandbox"');
  const html = await get(`/messages/${first?.id}/html`);
  expect(html.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(html.headers.get('content-security-policy')).toContain('sandbox');
});

test('mails outlive the process, the oldest give way', async () => {
  for (const n of [1, 2, 3, 4]) await sendMail(`${n}@example.com`, MAIL);
  await catcher.stop();
  catcher = await startMailCatcher({ folder, smtpPort: 0, httpPort: 0, limit: 3 });
  expect((await messages()).map((mail) => mail.to[0])).toEqual(['4@example.com', '3@example.com', '2@example.com']);
  expect(fs.readdirSync(folder)).toHaveLength(3);
});

test('a mail over 10 MB is refused and not kept', async () => {
  const line = `${'x'.repeat(998)}\n`;
  expect(await sendMail('a@example.com', `Subject: big\n\n${line.repeat(10_600)}`)).toMatch(/^552 /);
  expect(await messages()).toEqual([]);
});

test('an address that is none is refused, and the next one answered', async () => {
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const sent = http.get({ port: catcher.httpPort, host: '127.0.0.1', path: '//', headers: { host: 'localhost' } });
    sent.on('response', (response) => resolve(response.resume().statusCode)).on('error', reject);
  });
  expect(status).toBe(400);
  expect((await get('/health')).status).toBe(200);
});

test('answers on localhost only', async () => {
  const status = await new Promise<number | undefined>((resolve) => {
    const headers = { host: 'evil.example' };
    http.get({ port: catcher.httpPort, host: '127.0.0.1', headers }, (response) => resolve(response.statusCode));
  });
  expect(status).toBe(421);
});

test('a page of another site cannot empty the mailbox', async () => {
  await sendMail('a@example.com', MAIL);
  const foreign = await get('/messages/clear', { method: 'POST', headers: { 'sec-fetch-site': 'cross-site' } });
  expect(foreign.status).toBe(403);
  expect(await messages()).toHaveLength(1);
  await get('/messages/clear', { method: 'POST', headers: { 'sec-fetch-site': 'same-origin' } });
  expect(await messages()).toEqual([]);
});

test('a mail can be deleted, and what is gone says so', async () => {
  await sendMail('a@example.com', MAIL);
  const [mail] = await messages();
  expect((await get(`/api/messages/${mail?.id}`, { method: 'DELETE' })).status).toBe(200);
  expect((await get(`/messages/${mail?.id}`)).status).toBe(404);
  expect((await get('/api/messages/../../etc/passwd')).status).toBe(404);
});
