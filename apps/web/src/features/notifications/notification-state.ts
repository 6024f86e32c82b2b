import type { NotificationRow } from '@recado/core/notifications/contract';
import type { NotificationPage } from './use-notifications.ts';

/** What is loaded after one of them came or changed; null is one that is not to be seen any more. Counts are corrected by the server after. */
export function mergeNotification(page: NotificationPage, id: string, row: NotificationRow | null): NotificationPage {
  const known = page.rows.find((each) => each.id === id);
  const rest = page.rows.filter((each) => each.id !== id);
  const wasUnread = known && !known.isRead ? 1 : 0;
  if (!row?.via.includes('app')) return { ...page, rows: rest, unread: Math.max(0, page.unread - wasUnread) };
  // one that is older than what is loaded is on a page below
  const oldest = page.rows.at(-1);
  if (!known && page.hasMore && oldest && row.at < oldest.at) return page;
  const rows = [...rest, row].sort((a, b) => (a.at === b.at ? (a.id < b.id ? 1 : -1) : a.at < b.at ? 1 : -1));
  return { ...page, rows, unread: Math.max(0, page.unread - wasUnread + (row.isRead ? 0 : 1)) };
}

/** What is loaded once some of it is taken for read. */
export function withRead(page: NotificationPage, isMeant: (row: NotificationRow) => boolean): NotificationPage {
  const meant = page.rows.filter((row) => !row.isRead && isMeant(row)).length;
  if (meant === 0) return page;
  return {
    ...page,
    rows: page.rows.map((row) => (isMeant(row) ? { ...row, isRead: true } : row)),
    unread: Math.max(0, page.unread - meant),
  };
}
