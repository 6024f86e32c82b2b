import type { MessageRow } from '@recado/core/conversations/contract';
import { describe, expect, it } from 'vitest';
import { messageRow } from './thread-state.test-rows.ts';
import { laterStatus, mergeLive, mergeMessages, type PendingMessage, withoutArrived } from './thread-state.ts';

describe('a thread', () => {
  it('is the same however often and in whatever order its rows are told', () => {
    const told = [messageRow(1, { status: 'sent' }), messageRow(2), messageRow(3, { status: 'read' })];
    const straight = mergeMessages([], told);
    const crooked = [told[2], told[0], told[1], told[0], told[2]].reduce(
      (known, row) => mergeMessages(known, [row as MessageRow]),
      [] as readonly MessageRow[],
    );
    expect(crooked).toEqual(straight);
    expect(straight.map((row) => row.seq)).toEqual([1, 2, 3]);
  });
  it('never takes a tick back', () => {
    const read = mergeMessages([], [messageRow(1, { status: 'read' })]);
    expect(mergeMessages(read, [messageRow(1, { status: 'sent' })])[0]?.status).toBe('read');
    expect(mergeMessages(read, [messageRow(1, { status: 'failed', error: 'x' })])[0]).toMatchObject({
      status: 'read',
      error: null,
    });
  });
  it('lets a person start a failed message again', () => {
    expect(laterStatus('failed', 'queued')).toBe('queued');
    expect(laterStatus('sending', 'failed')).toBe('failed');
    expect(laterStatus('delivered', 'failed')).toBe('delivered');
  });
  it('answers the very same list when nothing is new, so that nothing is painted again', () => {
    const known = mergeMessages([], [messageRow(1)]);
    expect(mergeMessages(known, [messageRow(1)])).toBe(known);
  });
  it('leaves what lies before the loaded part to its page, so that no hole appears', () => {
    const thread = { rows: mergeMessages([], [messageRow(5), messageRow(6)]), isComplete: false };
    expect(mergeLive(thread, [messageRow(2)])).toBe(thread);
    expect(mergeLive(thread, [messageRow(7), messageRow(2)]).rows.map((row) => row.seq)).toEqual([5, 6, 7]);
    expect(mergeLive({ ...thread, isComplete: true }, [messageRow(2)]).rows.map((row) => row.seq)).toEqual([2, 5, 6]);
  });
  it('keeps the address of a file when a change comes without it', () => {
    const media = {
      id: 'f1',
      kind: 'image',
      mime: 'image/jpeg',
      name: null,
      bytes: 1,
      width: 1,
      height: 1,
      seconds: null,
      state: 'ready',
      error: null,
    } as const;
    const known = mergeMessages([], [messageRow(1, { media: { ...media, url: '/media/x' } })]);
    expect(mergeMessages(known, [messageRow(1, { status: 'sent', media })])[0]?.media?.url).toBe('/media/x');
  });
  it('drops an attempt as soon as its row is there', () => {
    const attempt = (clientMessageId: string): PendingMessage => ({
      clientMessageId,
      conversationId: 'c1',
      kind: 'text',
      body: 'hola',
      attachment: null,
      createdAt: '2026-11-20T10:00:00.000Z',
      progress: null,
      error: null,
    });
    const pending = [attempt('a'), attempt('b')];
    expect(withoutArrived(pending, [messageRow(1, { clientMessageId: 'a' })])).toEqual([attempt('b')]);
    expect(withoutArrived(pending, [messageRow(1)])).toBe(pending);
  });
});
