'use client';

import { useEffect } from 'react';

const counted = /^\((\d+|99\+)\) /;
const shown = (unread: number) => (unread > 99 ? '99+' : String(unread));

/** How a tab is called with so much unread. */
export const titleWith = (title: string, unread: number): string =>
  `${unread > 0 ? `(${shown(unread)}) ` : ''}${title.replace(counted, '')}`;

/** Shows how much is unread in the tab's title, on its icon, and on the installed app's. */
export function useBadge(unread: number): void {
  useEffect(() => {
    const apply = () => {
      const title = titleWith(document.title, unread);
      if (document.title !== title) document.title = title;
    };
    apply();
    // pages set their own title when one goes from one to another
    const observer = new MutationObserver(apply);
    observer.observe(document.head, { subtree: true, childList: true, characterData: true });
    return () => {
      observer.disconnect();
      document.title = titleWith(document.title, 0);
    };
  }, [unread]);
  useEffect(() => {
    const app = navigator as Navigator & {
      setAppBadge?(count: number): Promise<void>;
      clearAppBadge?(): Promise<void>;
    };
    void (unread > 0 ? app.setAppBadge?.(unread) : app.clearAppBadge?.())?.catch(() => {});
    if (unread <= 0) return;
    const link = document.createElement('link');
    link.rel = 'icon';
    link.type = 'image/svg+xml';
    link.href = `data:image/svg+xml,${encodeURIComponent(iconWith(shown(unread)))}`;
    // the last one that is named is the one that is shown
    document.head.append(link);
    return () => link.remove();
  }, [unread]);
}

const iconWith = (count: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path fill="#2746c7" d="M7 3h18a4 4 0 0 1 4 4v14a4 4 0 0 1-4 4H14.2L4.6 30.4A1 1 0 0 1 3 29.6V7a4 4 0 0 1 4-4Z"/><circle cx="22" cy="10" r="10" fill="#ab4620"/><text x="22" y="10.5" fill="#fff" font-family="sans-serif" font-weight="700" font-size="${count.length > 1 ? (count.length > 2 ? 9 : 12) : 15}" text-anchor="middle" dominant-baseline="central">${count}</text></svg>`;
