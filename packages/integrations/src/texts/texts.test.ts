import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { MailMessage } from '@recado/core/kernel';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addressOfNumber, shownTexts, webhookTexts } from './index.ts';

const secret = `whsec_${Buffer.from('a secret of twenty-four!').toString('base64')}`;
const text = { id: '0190f3c0-0000-7000-8000-000000000000', to: '+34600111222', text: '042517 es tu código' };

describe('a text by webhook', () => {
  type Received = { headers: Record<string, string | string[] | undefined>; body: string };
  let received: Received[] = [];
  let status = 200;
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => {
      body += part;
    });
    request.on('end', () => {
      received.push({ headers: request.headers, body });
      response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end('+34600111222 is not a number');
    });
  });
  let url: string;
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/texts`;
  });
  beforeEach(() => {
    received = [];
    status = 200;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const send = () => webhookTexts({ url, secret, now: () => new Date(1_731_705_121_000) }).send(text);

  it('says to whom and what, signed over id, time and body', async () => {
    await send();
    const [one] = received;
    expect(JSON.parse(one?.body ?? '')).toEqual(text);
    const signed = createHmac('sha256', 'a secret of twenty-four!')
      .update(`${text.id}.1731705121.${one?.body}`)
      .digest('base64');
    expect(one?.headers).toMatchObject({
      'content-type': 'application/json',
      'webhook-id': text.id,
      'webhook-timestamp': '1731705121',
      'webhook-signature': `v1,${signed}`,
    });
  });

  it.each([400, 429, 500])('is not sent when the answer is %i, and the number stands in no error', async (answer) => {
    status = answer;
    const error = await send().catch((thrown: Error) => thrown.message);
    expect(error).toBe(`the sender of texts answered ${answer}`);
  });

  it('follows nobody who sends it elsewhere', async () => {
    status = 302;
    await expect(send()).rejects.toThrow();
    expect(received).toHaveLength(1);
  });
});

it('on one machine a text is a mail to an address made of the number, and says that it is a demo', async () => {
  const sent: MailMessage[] = [];
  await shownTexts({ send: async (mail) => void sent.push(mail) }).send({
    ...text,
    text: `${text.text} <b>\n\n@host #1`,
  });
  expect(sent).toMatchObject([{ to: '34600111222@sms.localhost', subject: 'SMS · 042517 es tu código <b>' }]);
  expect(sent[0]?.to).toBe(addressOfNumber(text.to));
  expect(sent[0]?.text).toContain('SMS de prueba para +34600111222');
  expect(sent[0]?.html).not.toContain('<b>');
});
