import { describe, expect, it } from 'vitest';
import { threadItems } from './thread-items.ts';
import { messageRow } from './thread-state.test-rows.ts';

const madrid = { timeZone: 'Europe/Madrid', pending: [], readSeq: null, isComplete: false };
const shape = (items: ReturnType<typeof threadItems>) =>
  items.map((item) => (item.type === 'message' ? `${item.row.seq}${item.isFirst ? '*' : ''}` : item.type));

describe('the layout of a thread', () => {
  it('opens each day of the reader with a divider', () => {
    const rows = [
      messageRow(1, { occurredAt: '2026-11-19T22:50:00.000Z' }),
      messageRow(2, { occurredAt: '2026-11-19T23:10:00.000Z' }),
      messageRow(3, { occurredAt: '2026-11-20T08:00:00.000Z' }),
    ];
    expect(shape(threadItems({ ...madrid, rows }))).toEqual(['day', '1*', 'day', '2*', '3']);
    expect(shape(threadItems({ ...madrid, rows, timeZone: 'America/Mexico_City' }))).toEqual([
      'day',
      '1*',
      '2',
      'day',
      '3*',
    ]);
  });
  it('names an author once per run', () => {
    const rows = [
      messageRow(1),
      messageRow(2),
      messageRow(3, { author: { kind: 'phone', id: null, name: null } }),
      messageRow(4, { direction: 'in' }),
    ];
    expect(shape(threadItems({ ...madrid, rows }))).toEqual(['day', '1*', '2', '3*', '4*']);
  });
  it('names each member of a group', () => {
    const said = (seq: number, name: string) =>
      messageRow(seq, { direction: 'in', author: { kind: 'contact', id: null, name } });
    expect(shape(threadItems({ ...madrid, rows: [said(1, 'Eva'), said(2, 'Eva'), said(3, 'Juan')] }))).toEqual([
      'day',
      '1*',
      '2',
      '3*',
    ]);
  });
  it('marks once where the unread begin, and never above our own messages', () => {
    const rows = [
      messageRow(1, { direction: 'in' }),
      messageRow(2),
      messageRow(3, { direction: 'in' }),
      messageRow(4, { direction: 'in' }),
    ];
    expect(shape(threadItems({ ...madrid, rows, readSeq: 1 }))).toEqual(['day', '1*', '2*', 'unread', '3*', '4']);
    expect(shape(threadItems({ ...madrid, rows, readSeq: 4 }))).not.toContain('unread');
  });
  it('says once of those in a row that they came while nothing was connected, also over midnight', () => {
    const came = (seq: number, recovered: boolean, occurredAt = '2026-11-20T08:00:00.000Z') =>
      messageRow(seq, { direction: 'in', recovered, occurredAt });
    const rows = [
      came(1, false, '2026-11-19T20:00:00.000Z'),
      came(2, true, '2026-11-19T22:30:00.000Z'),
      came(3, true),
      came(4, false),
      came(5, true),
    ];
    const items = threadItems({ ...madrid, rows });
    expect(shape(items)).toEqual(['day', '1*', 'recovered', '2*', 'day', '3*', '4', 'recovered', '5*']);
    expect(items.flatMap((item) => (item.type === 'recovered' ? [item.count] : []))).toEqual([2, 1]);
  });
  it('keeps the key of a sent message when its row arrives', () => {
    const pending = {
      clientMessageId: 'k1',
      conversationId: 'c1',
      kind: 'text',
      body: 'hola',
      attachment: null,
      createdAt: '2026-11-20T10:00:00.000Z',
      progress: null,
      error: null,
    };
    const before = threadItems({ ...madrid, rows: [], pending: [pending] }).at(-1)?.key;
    const after = threadItems({ ...madrid, rows: [messageRow(1, { clientMessageId: 'k1' })] }).at(-1)?.key;
    expect(after).toBe(before);
  });
  it('says where the conversation starts only when all of it is here', () => {
    expect(shape(threadItems({ ...madrid, rows: [messageRow(1)], isComplete: true }))[0]).toBe('start');
  });
});
