import type { NotificationRow } from '@recado/core/notifications/contract';
import { describe, expect, it } from 'vitest';
import { mergeNotification, withRead } from './notification-state.ts';
import type { NotificationPage } from './use-notifications.ts';

const row = (n: number, more: Partial<NotificationRow> = {}): NotificationRow => ({
  ...{ id: `n${n}`, kind: 'attention', conversationId: `c${n}`, name: 'Lucía', detail: {}, via: ['app', 'sound'] },
  ...{ at: `2026-11-27T10:0${n}:00.000Z`, isRead: false, ...more },
});
const page = (rows: NotificationRow[], more: Partial<NotificationPage> = {}): NotificationPage => ({
  ...{ rows, hasMore: false, unread: rows.filter(({ isRead }) => !isRead).length },
  preferences: { choices: {} as never, quiet: null, volume: 70 },
  ...more,
});
const idsOf = ({ rows }: NotificationPage) => rows.map(({ id }) => id);

describe('what one is told', () => {
  it('comes once, the newest first, however often it is told', () => {
    const twice = [row(3), row(3)].reduce((now, each) => mergeNotification(now, each.id, each), page([row(2), row(1)]));
    expect([idsOf(twice), twice.unread]).toEqual([['n3', 'n2', 'n1'], 3]);
  });
  it('is counted no more once it was read elsewhere, or is not to be seen', () => {
    const read = mergeNotification(page([row(2), row(1)]), 'n1', row(1, { isRead: true }));
    expect([idsOf(read), read.unread]).toEqual([['n2', 'n1'], 1]);
    const gone = mergeNotification(read, 'n2', null);
    expect([idsOf(gone), gone.unread]).toEqual([['n1'], 0]);
  });
  it('waits on its page when it is older than what is loaded, and is no line when it only sounds', () => {
    const loaded = page([row(5), row(4)], { hasMore: true });
    expect(idsOf(mergeNotification(loaded, 'n1', row(1)))).toEqual(['n5', 'n4']);
    expect(idsOf(mergeNotification(loaded, 'n9', row(9, { via: ['sound'] })))).toEqual(['n5', 'n4']);
  });
  it('is read at once where one opened it', () => {
    const read = withRead(page([row(2), row(1)]), ({ conversationId }) => conversationId === 'c2');
    expect([read.rows.map(({ isRead }) => isRead), read.unread]).toEqual([[true, false], 1]);
  });
});
