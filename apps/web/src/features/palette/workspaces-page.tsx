'use client';

import { COUNTED_TO } from '@recado/core/workspaces/contract';
import { CountBadge } from '@recado/ui/badge';
import { Button } from '@recado/ui/button';
import { Command, CommandItem } from '@recado/ui/command';
import { clsx } from 'clsx';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useDeferredValue, useState } from 'react';
import { useDesk } from '../session/use-desk.ts';
import { useMay } from '../session/use-may.ts';
import { ColorStripe } from '../workspaces/color-stripe.tsx';
import { useWorkspaceList } from '../workspaces/use-workspaces.ts';

/** The businesses of this person, to move between. */
export function WorkspacesPage({ onClose }: { onClose: () => void }) {
  const t = useTranslations('workspaces.switcher');
  const { viewer, workspace, switchWorkspace } = useDesk();
  const mayCreate = useMay('workspace.create');
  const router = useRouter();
  const [search, setSearch] = useState('');
  const page = useWorkspaceList(useDeferredValue(search)).data?.pages[0];
  const rows = page?.rows ?? [];
  const go = (href: '/inbox' | '/overview' | '/overview/inbox' | '/settings/workspaces') => {
    onClose();
    router.push(href);
  };
  return (
    <div className="grid gap-3">
      <Command
        label={t('title')}
        placeholder={t('search')}
        search={search}
        onSearch={setSearch}
        empty={page ? t('none') : null}
      >
        {rows.map((row) => (
          <CommandItem
            key={row.id}
            value={`${row.name} ${row.id}`}
            onSelect={() => {
              if (row.id === workspace.id) return onClose();
              switchWorkspace(row.id);
              go('/inbox');
            }}
          >
            <ColorStripe of={row} className="h-6 w-1" />
            <span className={clsx('min-w-0 flex-1 truncate', row.id === workspace.id && 'font-semibold')}>
              {row.name}
            </span>
            <CountBadge
              count={Math.min(row.waiting ?? 0, COUNTED_TO)}
              label={t('waiting', { count: row.waiting ?? 0 })}
            />
          </CommandItem>
        ))}
      </Command>
      {page && page.total > rows.length && search === '' && (
        <p className="text-dense text-quiet">{t('more', { count: page.total })}</p>
      )}
      <p className="hidden text-dense text-quiet sm:block">{t('hint')}</p>
      <div className="flex flex-wrap gap-2">
        <Button
          size="small"
          onClick={() => go(viewer.workspaces.some(({ role }) => role === 'owner') ? '/overview' : '/overview/inbox')}
        >
          {t('all')}
        </Button>
        {mayCreate && (
          <Button size="small" onClick={() => go('/settings/workspaces')}>
            {t('new')}
          </Button>
        )}
      </div>
    </div>
  );
}
