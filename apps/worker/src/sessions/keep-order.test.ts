import { EventEmitter } from 'node:events';
import type { WASocket } from '@whiskeysockets/baileys';
import { expect, it } from 'vitest';
import { keepOrder } from './keep-order.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));

it('begins a message only when the one before is done and the placeholder of what could not be read has its place', async () => {
  const ws = new EventEmitter();
  const seen: string[] = [];
  let place: () => void = () => {};
  let stubs: Promise<unknown> = Promise.resolve();
  ws.on('CB:message', async ({ attrs }: { attrs: { id: string } }) => {
    await turn();
    seen.push(attrs.id);
    // as the client does: what it cannot read is told before its listener is through
    if (attrs.id === 'unread')
      stubs = new Promise<void>((resolve) => {
        place = resolve;
      });
  });
  keepOrder({ ws } as unknown as Pick<WASocket, 'ws'>, () => stubs);
  for (const id of ['first', 'unread', 'next', 'last']) ws.emit('CB:message', { attrs: { id } });
  while (seen.length < 2) await turn();
  for (let n = 0; n < 20; n += 1) await turn();
  expect(seen).toEqual(['first', 'unread']);
  place();
  while (seen.length < 4) await turn();
  expect(seen).toEqual(['first', 'unread', 'next', 'last']);
});
