import { describe, expect, it } from 'vitest';
import { node } from '../wire/nodes.ts';
import { createDeviceQueue, keyOf } from './device-queue.ts';
import { createVolatileStore } from './record-store.ts';

const newQueue = () => createDeviceQueue(createVolatileStore(), '34600000001.1');
const message = (id: string) => node('message', { id, from: '34611000001@s.whatsapp.net' });

describe('the queue of a device', () => {
  it('owes a delivered and a read receipt for one message apart, and those of two members', () => {
    const queue = newQueue();
    queue.add(node('receipt', { id: 'A' }));
    queue.add(node('receipt', { id: 'A', type: 'read' }));
    queue.add(node('receipt', { id: 'A', type: 'read', participant: 'one' }));
    queue.add(node('receipt', { id: 'A', type: 'read', participant: 'two' }));
    expect(queue.size()).toBe(4);
  });

  it('keeps a refused stanza for another try and gives it up after five', () => {
    const queue = newQueue();
    const key = queue.add(message('B')).key;
    expect([1, 2, 3, 4].map(() => queue.refuse(key))).toEqual([false, false, false, false]);
    expect(queue.has(key)).toBe(true);
    expect(queue.refuse(key)).toBe(true);
    expect(queue.size()).toBe(0);
  });

  it('puts a stanza that replaces another at the end', () => {
    const queue = newQueue();
    queue.add(message('A'));
    queue.add(message('B'));
    queue.add(message('A'));
    expect(queue.pending().map(({ key }) => key)).toEqual([keyOf(message('B')), keyOf(message('A'))]);
  });
});
