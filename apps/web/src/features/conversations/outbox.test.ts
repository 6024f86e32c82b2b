import { describe, expect, it, vi } from 'vitest';
import { createOutbox, type OutboxPorts } from './outbox.ts';
import { messageRow } from './thread-state.test-rows.ts';

function stage(over: Partial<OutboxPorts> = {}) {
  const sent: string[] = [];
  let ids = 0;
  const ports: OutboxPorts = {
    check: async () => {},
    upload: async () => 'f1',
    send: async ({ clientMessageId, text }) => {
      sent.push(`${clientMessageId}:${text}`);
      return messageRow(sent.length, { clientMessageId });
    },
    onSent: vi.fn(),
    errorOf: (error) => ({ code: String(error), params: {} }),
    newId: () => `id${++ids}`,
    now: () => new Date('2026-11-20T10:00:00Z'),
    ...over,
  };
  return { outbox: createOutbox(ports), ports, sent };
}
const text = (words: string) => ({ text: words, file: null, previewUrl: null, kind: 'text' });

describe('the outbox of a tab', () => {
  it('shows a message at once and lets it go when its row is there', async () => {
    const { outbox, ports } = stage();
    outbox.add('c1', text('hola'));
    expect(outbox.of('c1')).toMatchObject([{ body: 'hola', error: null }]);
    await vi.waitFor(() => expect(outbox.of('c1')).toEqual([]));
    expect(ports.onSent).toHaveBeenCalledTimes(1);
  });
  it('keeps the order of a conversation, however slow the first one is', async () => {
    const sent: string[] = [];
    let release: () => void = () => {};
    const { outbox } = stage({
      send: async (message) => {
        if (message.text === 'uno') await new Promise<void>((resolve) => (release = resolve));
        sent.push(message.text);
        return messageRow(sent.length);
      },
    });
    outbox.add('c1', text('uno'));
    outbox.add('c1', text('dos'));
    outbox.add('c2', text('otra'));
    await vi.waitFor(() => expect(sent).toEqual(['otra']));
    release();
    await vi.waitFor(() => expect(sent).toEqual(['otra', 'uno', 'dos']));
  });
  it('takes up what a former page left under its id: by itself after a reload, by a person after the end of a session', async () => {
    const { outbox, sent } = stage();
    const kept = { conversationId: 'c1', body: 'hola', createdAt: '2026-11-20T09:59:00Z' };
    outbox.restore({ ...kept, clientMessageId: 'reloaded', goesOn: true });
    outbox.restore({ ...kept, clientMessageId: 'ended', goesOn: false });
    await vi.waitFor(() => expect(sent).toEqual(['reloaded:hola']));
    expect(outbox.of('c1')).toMatchObject([{ clientMessageId: 'ended', error: { code: 'unsent.interrupted' } }]);
    outbox.retry('ended');
    await vi.waitFor(() => expect(sent).toEqual(['reloaded:hola', 'ended:hola']));
  });
  it('tries again under the same id, and does not upload twice', async () => {
    const upload = vi.fn(async () => 'f1');
    const ids: string[] = [];
    const { outbox } = stage({
      upload,
      send: async ({ clientMessageId, mediaId }) => {
        ids.push(`${clientMessageId}/${mediaId}`);
        if (ids.length === 1) throw 'network.offline';
        return messageRow(1);
      },
    });
    outbox.add('c1', { text: '', file: new File(['x'], 'a.pdf'), previewUrl: null, kind: 'document' });
    await vi.waitFor(() => expect(outbox.of('c1')[0]?.error?.code).toBe('network.offline'));
    outbox.retryOffline();
    await vi.waitFor(() => expect(outbox.of('c1')).toEqual([]));
    expect(ids).toEqual(['id1/f1', 'id1/f1']);
    expect(upload).toHaveBeenCalledTimes(1);
  });
  it('leaves what the server refused to the person', async () => {
    const { outbox, sent } = stage({
      send: async () => {
        throw 'conversations.fileTooLarge';
      },
    });
    outbox.add('c1', text('largo'));
    await vi.waitFor(() => expect(outbox.of('c1')[0]?.error?.code).toBe('conversations.fileTooLarge'));
    outbox.retryOffline();
    expect(outbox.of('c1')[0]?.error?.code).toBe('conversations.fileTooLarge');
    outbox.discard('id1');
    expect(outbox.of('c1')).toEqual([]);
    expect(sent).toEqual([]);
  });
  it('waits for the network without having left, and then goes in the order in which it was written, each once', async () => {
    let isOnline = false;
    const { outbox, sent } = stage({
      check: async () => {
        if (!isOnline) throw 'network.offline';
      },
    });
    for (const words of ['uno', 'dos', 'tres']) outbox.add('c1', text(words));
    await vi.waitFor(() => expect(outbox.of('c1').every(({ error }) => error?.code === 'network.offline')).toBe(true));
    expect(outbox.all().map(({ neverLeft }) => neverLeft)).toEqual([true, true, true]);
    isOnline = true;
    // what is written now waits behind them, and a press on the last one lets none overtake
    outbox.add('c1', text('cuatro'));
    outbox.retry('id3');
    outbox.restore({ clientMessageId: 'id2', conversationId: 'c1', body: 'dos', createdAt: '', goesOn: true });
    outbox.retryOffline();
    await vi.waitFor(() => {
      outbox.retryOffline();
      expect(outbox.all()).toEqual([]);
    });
    expect(sent).toEqual(['id1:uno', 'id2:dos', 'id3:tres', 'id4:cuatro']);
  });
  it('does not call unseen what may have reached the server', async () => {
    const { outbox } = stage({
      send: async () => {
        throw 'network.offline';
      },
    });
    outbox.add('c1', text('uno'));
    await vi.waitFor(() => expect(outbox.of('c1')[0]?.error?.code).toBe('network.offline'));
    expect(outbox.of('c1')[0]?.neverLeft).toBe(false);
  });
});
