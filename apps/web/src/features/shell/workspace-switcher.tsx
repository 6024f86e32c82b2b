'use client';

import { COUNTED_TO } from '@recado/core/workspaces/contract';
import { Badge, CountBadge } from '@recado/ui/badge';
import { Button } from '@recado/ui/button';
import { Dialog } from '@recado/ui/dialog';
import { TextInput } from '@recado/ui/text-input';
import { clsx } from 'clsx';
import { ChevronsUpDown } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type KeyboardEvent, useDeferredValue, useEffect, useId, useState } from 'react';
import { useDesk } from '../session/use-desk.ts';
import { useMay } from '../session/use-may.ts';
import { ColorStripe } from '../workspaces/color-stripe.tsx';
import { useWorkspaceList } from '../workspaces/use-workspaces.ts';

/** Names the business at work and moves between those of this person, by pointer or by keys. */
export function WorkspaceSwitcher() {
  const t = useTranslations('shell.workspace');
  const tList = useTranslations('workspaces.switcher');
  const tCommon = useTranslations('common');
  const { viewer, workspace, switchWorkspace } = useDesk();
  const mayCreate = useMay('workspace.create');
  const router = useRouter();
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const [search, setSearch] = useState('');
  const [at, setAt] = useState(0);
  const list = useWorkspaceList(useDeferredValue(search), isOpen);
  const page = list.data?.pages[0];
  const rows = page?.rows ?? [];
  useEffect(() => {
    const open = (event: globalThis.KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey)
        return;
      event.preventDefault();
      setOpen(true);
    };
    addEventListener('keydown', open);
    return () => removeEventListener('keydown', open);
  }, []);
  const close = () => {
    setOpen(false);
    setSearch('');
    setAt(0);
  };
  const choose = (chosen: string | undefined) => {
    if (!chosen) return;
    close();
    if (chosen === workspace.id) return;
    switchWorkspace(chosen);
    router.push('/inbox');
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt(Math.min(at + 1, rows.length - 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0));
    else if (event.key === 'Enter') choose(rows[at]?.id);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <button
        type="button"
        title={t('switch')}
        onClick={() => setOpen(true)}
        className="flex h-10 min-w-0 items-center gap-2 rounded-card px-2 hover:bg-sunk"
      >
        <span className="sr-only">{t('switch')}. </span>
        <span className="truncate font-serif text-lead">{workspace.name}</span>
        {workspace.isDemo && <Badge tone="brand">{t('demo')}</Badge>}
        <ChevronsUpDown size={16} aria-hidden className="shrink-0 text-quiet" />
      </button>
      <Dialog
        open={isOpen}
        onOpenChange={(open) => !open && close()}
        title={tList('title')}
        closeLabel={tCommon('close')}
      >
        <div className="mt-4 grid gap-3">
          <TextInput
            role="combobox"
            aria-expanded
            aria-controls={`${id}-list`}
            aria-activedescendant={rows[at] ? `${id}-${rows[at].id}` : undefined}
            aria-label={tList('search')}
            aria-describedby={`${id}-hint`}
            placeholder={tList('search')}
            autoComplete="off"
            value={search}
            onChange={(event) => {
              setSearch(event.target.value);
              setAt(0);
            }}
            onKeyDown={onKey}
          />
          <div id={`${id}-list`} role="listbox" aria-label={tList('title')} className="grid max-h-80 overflow-y-auto">
            {rows.map((row, n) => (
              // its keys are the field's: focus stays there
              // biome-ignore lint/a11y/useKeyWithClickEvents: see above
              // biome-ignore lint/a11y/useFocusableInteractive: see above
              <div
                key={row.id}
                id={`${id}-${row.id}`}
                role="option"
                aria-selected={n === at}
                onClick={() => choose(row.id)}
                onPointerMove={() => setAt(n)}
                ref={(each) => {
                  if (n === at) each?.scrollIntoView({ block: 'nearest' });
                }}
                className={clsx(
                  'flex min-h-11 cursor-pointer items-center gap-3 rounded-tight px-2',
                  n === at && 'bg-sunk',
                )}
              >
                <ColorStripe of={row} className="h-6 w-1" />
                <span className={clsx('min-w-0 flex-1 truncate', row.id === workspace.id && 'font-semibold')}>
                  {row.name}
                </span>
                <CountBadge
                  count={Math.min(row.waiting ?? 0, COUNTED_TO)}
                  label={tList('waiting', { count: row.waiting ?? 0 })}
                />
              </div>
            ))}
          </div>
          {page && rows.length === 0 && <p className="text-quiet">{tList('none')}</p>}
          {page && page.total > rows.length && search === '' && (
            <p className="text-dense text-quiet">{tList('more', { count: page.total })}</p>
          )}
          <p id={`${id}-hint`} className="hidden text-dense text-quiet sm:block">
            {tList('hint')}
          </p>
          <div className="flex flex-wrap gap-2">
            <Button
              size="small"
              onClick={() => {
                close();
                router.push(viewer.workspaces.some(({ role }) => role === 'owner') ? '/overview' : '/overview/inbox');
              }}
            >
              {tList('all')}
            </Button>
            {mayCreate && (
              <Button
                size="small"
                onClick={() => {
                  close();
                  router.push('/settings/workspaces');
                }}
              >
                {tList('new')}
              </Button>
            )}
          </div>
        </div>
      </Dialog>
    </>
  );
}
