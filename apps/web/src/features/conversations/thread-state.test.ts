import type { MessageRow } from '@recado/core/conversations/contract';
import { describe, expect, it } from 'vitest';
import { messageRow } from './thread-state.test-rows.ts';
import {
  addNewer,
  addOlder,
  laterStatus,
  leavePast,
  mergeLive,
  mergeMessages,
  openPast,
  type PendingMessage,
  partOf,
  withoutArrived,
} from './thread-state.ts';

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
  it('opens a part far above by itself, goes on in both directions, and is one again where they meet', () => {
    const rows = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => messageRow(from + n));
    const seqs = (of: { rows: readonly MessageRow[] }) => [of.rows[0]?.seq, of.rows.at(-1)?.seq, of.rows.length];
    const end = { rows: rows(90, 100), isComplete: false };
    const far = openPast(end, { rows: rows(10, 20), isComplete: false });
    expect([seqs(far), seqs(partOf(far))]).toEqual([
      [90, 100, 11],
      [10, 20, 11],
    ]);
    // the end goes on living, what lies between stays away, and ticks arrive in both
    const told = mergeLive(far, [messageRow(101), messageRow(50), messageRow(15, { status: 'read' })]);
    expect([seqs(told), seqs(partOf(told))]).toEqual([
      [90, 101, 12],
      [10, 20, 11],
    ]);
    expect(partOf(told).rows[5]?.status).toBe('read');
    const up = addOlder(told, { rows: rows(1, 9), isComplete: true }, 10);
    expect([seqs(partOf(up)), partOf(up).isComplete, up.isComplete]).toEqual([[1, 20, 20], true, false]);
    // a page for a part that was left, or that has grown meanwhile, would leave a hole
    expect(addOlder(leavePast(up), { rows: rows(1, 9), isComplete: true }, 10)).toEqual(leavePast(up));
    expect(addNewer(up, rows(31, 40), 30)).toBe(up);
    const down = addNewer(up, rows(21, 70), 20);
    expect(seqs(partOf(down))).toEqual([1, 70, 70]);
    const whole = addNewer(down, rows(71, 89), 70);
    expect([whole.past, seqs(whole), whole.isComplete]).toEqual([undefined, [1, 101, 101], true]);
    expect(leavePast(down)).toEqual({ rows: told.rows, isComplete: false });
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
