'use client';

import { CHANGED_AT_ONCE, type ConversationRow } from '@recado/core/conversations/contract';
import { IconButton } from '@recado/ui/icon-button';
import { AlarmClock, Check, MailOpen, Tag as TagIcon, UserRound, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { usePalette } from '../palette/use-palette.ts';
import { useChange } from './use-change.ts';

/** What can be done with all that are chosen, in the place of the views. */
export function BulkBar({
  chosen,
  loaded,
  onAll,
  onClear,
}: {
  chosen: readonly ConversationRow[];
  loaded: number;
  onAll: () => void;
  onClear: () => void;
}) {
  const t = useTranslations('inbox');
  const change = useChange();
  const palette = usePalette();
  const count = chosen.length;
  const isAll = count === Math.min(loaded, CHANGED_AT_ONCE);
  const open = (page: 'assign' | 'label' | 'snooze') => palette.open(page, chosen, onClear);
  const done = async (wanted: Parameters<typeof change>[1], said: string) => {
    if (await change(chosen, wanted, said)) onClear();
  };
  return (
    <section aria-label={t('bulk.label')} className="flex h-12 items-center gap-0.5 border-b bg-sunk px-2">
      <label className="flex min-w-0 flex-1 items-center gap-2 pl-2 font-medium text-dense">
        <input
          type="checkbox"
          aria-label={t('bulk.all')}
          checked={isAll}
          ref={(box) => {
            if (box) box.indeterminate = !isAll;
          }}
          onChange={isAll ? onClear : onAll}
          className="size-5 shrink-0"
        />
        <span aria-live="polite" className="tabular truncate">
          {t('bulk.count', { count })}
        </span>
      </label>
      <IconButton
        size="small"
        label={t('act.resolve')}
        onClick={() => void done({ status: 'closed' }, t('done.resolved', { count }))}
      >
        <Check size={18} aria-hidden />
      </IconButton>
      <IconButton size="small" label={t('act.assign')} onClick={() => open('assign')}>
        <UserRound size={18} aria-hidden />
      </IconButton>
      <IconButton size="small" label={t('act.label')} onClick={() => open('label')}>
        <TagIcon size={18} aria-hidden />
      </IconButton>
      <IconButton size="small" label={t('act.snooze')} onClick={() => open('snooze')}>
        <AlarmClock size={18} aria-hidden />
      </IconButton>
      <IconButton
        size="small"
        label={t('act.read')}
        onClick={() => void done({ read: true }, t('done.read', { count }))}
      >
        <MailOpen size={18} aria-hidden />
      </IconButton>
      <IconButton size="small" label={t('bulk.clear')} onClick={onClear}>
        <X size={18} aria-hidden />
      </IconButton>
    </section>
  );
}
