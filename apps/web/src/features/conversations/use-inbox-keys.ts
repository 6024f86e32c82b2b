'use client';

import type { ConversationRow } from '@recado/core/conversations/contract';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import { usePalette } from '../palette/use-palette.ts';
import { useMay } from '../session/use-may.ts';
import { areKeysOn } from './keys-preference.ts';
import { useChange } from './use-change.ts';
import type { useSelection } from './use-selection.ts';

type Where = {
  rows: readonly ConversationRow[];
  openId: string | undefined;
  search: string;
  focusRow: (at: number) => void;
  selection: ReturnType<typeof useSelection>;
};

const typing = 'input, textarea, select, [contenteditable=""], [contenteditable="true"]';
/** Whoever types, or has something open over the page, means no key of the inbox. */
function isTaken(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing || event.repeat) return true;
  const target = event.target as HTMLElement | null;
  // a ticked row is no typing
  if (target?.closest(typing) && (target as HTMLInputElement).type !== 'checkbox') return true;
  return document.querySelector('[role="dialog"], [role="menu"], [role="alertdialog"]') !== null;
}

/** The keys of the inbox. They act on what is chosen, else on the row that has the focus, else on the open conversation. */
export function useInboxKeys(where: Where): void {
  const t = useTranslations('inbox.done');
  const router = useRouter();
  const palette = usePalette();
  const change = useChange();
  const mayWrite = useMay('conversations.write');
  const now = useRef({ ...where, mayWrite, palette, change, router, t });
  now.current = { ...where, mayWrite, palette, change, router, t };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!areKeysOn() || isTaken(event)) return;
      const { rows, openId, search, focusRow, selection, ...by } = now.current;
      const focused = (document.activeElement as HTMLElement | null)
        ?.closest('li')
        ?.querySelector<HTMLElement>('[data-conversation]')?.dataset.conversation;
      const at = rows.findIndex(({ id }) => id === (focused ?? openId));
      const row = rows[at];
      const targets = selection.chosen.length > 0 ? selection.chosen : row ? [row] : [];
      const resolve = () =>
        void by
          .change(targets, { status: 'closed' }, by.t('resolved', { count: targets.length }))
          .then(selection.clear);
      const isResolveNext = event.code === 'KeyE' && event.altKey && (event.ctrlKey || event.metaKey);
      if (isResolveNext && by.mayWrite && row) {
        event.preventDefault();
        const next = rows[at + 1] ?? rows[at - 1];
        resolve();
        by.router.push((next ? `/inbox/${next.id}${search}` : `/inbox${search}`) as never);
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const open = (page: 'assign' | 'label' | 'snooze') => by.palette.open(page, targets, selection.clear);
      const keys: Record<string, (() => void) | undefined> = {
        j: rows.length > 0 ? () => focusRow(Math.min(at + 1, rows.length - 1)) : undefined,
        k: rows.length > 0 ? () => focusRow(Math.max(at - 1, 0)) : undefined,
        e: by.mayWrite && targets.length > 0 ? resolve : undefined,
        a: by.mayWrite && targets.length > 0 ? () => open('assign') : undefined,
        l: by.mayWrite && targets.length > 0 ? () => open('label') : undefined,
        s: by.mayWrite && targets.length > 0 ? () => open('snooze') : undefined,
        x: by.mayWrite && row ? () => selection.choose(row, false) : undefined,
        r: () => {
          if (row && row.id !== openId) by.router.push(`/inbox/${row.id}${search}` as never);
          else document.querySelector<HTMLElement>('main main textarea, #content section textarea')?.focus();
        },
        Escape: selection.chosen.length > 0 ? selection.clear : undefined,
        '?': () => by.palette.open('keys'),
      };
      const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
      if (!act) return;
      event.preventDefault();
      act();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}
