'use client';

import type { ConversationCounts, ConversationFilter } from '@recado/core/conversations/contract';
import { IconButton } from '@recado/ui/icon-button';
import { Menu, MenuChoice, MenuItem, MenuLine } from '@recado/ui/menu';
import { Segmented } from '@recado/ui/segmented';
import { ListFilter, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useMay } from '../session/use-may.ts';
import { FilterDialog } from './filter-dialog.tsx';
import { useFilterText } from './use-filter-text.ts';
import type { InboxView } from './use-inbox-place.ts';
import { useViewActions, useViews } from './use-views.ts';

const first = ['mine', 'unassigned', 'all'] as const;
const others = ['unread', 'waiting', 'due', 'snoozed', 'closed'] as const;

/** Which conversations are shown: the views with how many each has, the ones with a name, and what narrows them. */
export function ViewBar({
  view,
  filter,
  counts,
  onPlace,
}: {
  view: InboxView;
  filter: ConversationFilter;
  counts: ConversationCounts | undefined;
  onPlace: (to: { view: InboxView; filter: ConversationFilter }) => void;
}) {
  const t = useTranslations('inbox');
  const saved = useViews().data ?? [];
  const { forget } = useViewActions();
  const mayShare = useMay('conversations.assign');
  const mayWrite = useMay('conversations.write');
  const filterText = useFilterText();
  const [isFiltering, setFiltering] = useState(false);
  const isFirst = first.some((each) => each === view);
  const labelOf = (each: InboxView, isInBar = false) => (
    <span className="flex items-center gap-1">
      {t(`views.${each}`)}
      {each !== 'closed' && !(isInBar && each === 'all') && (
        <ViewCount count={counts?.[each] ?? 0} isLoud={each !== 'all'} />
      )}
    </span>
  );
  // the bar is as wide as the list: whoever looks at another view finds the rest in the menu beside it
  const shown: readonly InboxView[] = isFirst ? first : ['mine', view];
  const current = saved.find(
    (each) => each.view === view && JSON.stringify(sorted(each.filter)) === JSON.stringify(sorted(filter)),
  );
  return (
    <>
      <div className="flex items-center gap-1 border-b px-1.5 pt-1.5">
        <h1 className="sr-only">{t('title')}</h1>
        <div className="min-w-0 flex-1">
          <Segmented
            label={t('views.label')}
            name="view"
            value={view}
            onValue={(chosen) => onPlace({ view: chosen, filter })}
            options={shown.map((each) => ({ value: each, label: labelOf(each, true) }))}
          />
        </div>
        <Menu
          align="end"
          trigger={
            <IconButton label={t('views.more')}>
              <ListFilter size={18} aria-hidden />
            </IconButton>
          }
        >
          <MenuChoice
            label={t('views.label')}
            value={view}
            onValue={(chosen) => onPlace({ view: chosen, filter })}
            options={[...first, ...others]
              // where nothing is promised there is nothing to look for
              .filter((each) => each !== 'due' || view === 'due' || (counts?.due ?? 0) > 0)
              .map((each) => ({ value: each as InboxView, label: labelOf(each) }))}
          />
          {saved.length > 0 && (
            <>
              <MenuLine />
              <MenuChoice
                label={t('views.saved')}
                value={current?.id ?? ''}
                onValue={(id) => {
                  const found = saved.find((each) => each.id === id);
                  if (found) onPlace({ view: found.view, filter: found.filter });
                }}
                options={saved.map((each) => ({
                  value: each.id,
                  label: each.isShared ? t('views.shared', { name: each.name }) : each.name,
                }))}
              />
            </>
          )}
          <MenuLine />
          <MenuItem onSelect={() => setFiltering(true)}>{t('filter.open')}</MenuItem>
          {current && mayWrite && (mayShare || !current.isShared) && (
            <MenuItem tone="danger" onSelect={() => void forget(current.id, t('views.forgotten'))}>
              {t('views.forget', { name: current.name })}
            </MenuItem>
          )}
        </Menu>
      </div>
      {Object.keys(filter).length > 0 && (
        <ul aria-label={t('filter.title')} className="flex flex-wrap gap-1.5 border-b px-3 py-2">
          {filterText(filter).map(({ name, text }) => (
            <li key={name}>
              <button
                type="button"
                onClick={() => onPlace({ view, filter: { ...filter, [name]: undefined } })}
                className="flex h-7 items-center gap-1 rounded-full bg-brand-soft px-2.5 text-brand text-fine"
              >
                <span className="sr-only">{t('filter.drop')} </span>
                {text}
                <X size={13} aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
      {isFiltering && (
        <FilterDialog
          view={view}
          filter={filter}
          onClose={() => setFiltering(false)}
          onDone={(chosen) => {
            setFiltering(false);
            onPlace({ view, filter: chosen });
          }}
        />
      )}
    </>
  );
}

const sorted = (filter: ConversationFilter) =>
  Object.entries(filter)
    .filter(([, value]) => value !== undefined)
    .sort();

function ViewCount({ count, isLoud }: { count: number; isLoud: boolean }) {
  const t = useTranslations('conversations.views');
  if (count === 0) return null;
  return (
    <span
      className={
        isLoud
          ? 'tabular rounded-full bg-attention-soft px-1.5 font-semibold text-attention text-fine'
          : 'tabular font-normal text-fine text-quiet'
      }
    >
      <span aria-hidden>{count >= 100 ? '99+' : count}</span>
      <span className="sr-only">{t('count', { count })}</span>
    </span>
  );
}
