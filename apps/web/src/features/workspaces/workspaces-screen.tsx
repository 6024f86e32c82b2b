'use client';

import { Button } from '@recado/ui/button';
import { Field } from '@recado/ui/field';
import { TextInput } from '@recado/ui/text-input';
import { Plus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useDesk } from '../session/use-desk.ts';
import { useMay } from '../session/use-may.ts';
import { Asked } from './asked.tsx';
import { CreateDialog } from './create-dialog.tsx';
import { DeleteDialog } from './delete-dialog.tsx';
import { RenameAccountDialog } from './rename-account-dialog.tsx';
import { useMatters, useWorkspaceList } from './use-workspaces.ts';
import { WorkspaceCard } from './workspace-card.tsx';
import { WorkspaceMatters } from './workspace-matters.tsx';

/** Every workspace of a person as cards, and what is under way about them. */
export function WorkspacesScreen() {
  const t = useTranslations('workspaces.list');
  const tAccount = useTranslations('workspaces.account');
  const { workspace } = useDesk();
  const mayCreate = useMay('workspace.create');
  const [search, setSearch] = useState('');
  const list = useWorkspaceList(search);
  const account = useMatters().data?.accounts.find(({ id }) => id === workspace.accountId);
  const [isCreating, setCreating] = useState(false);
  const [isRenaming, setRenaming] = useState(false);
  const [deleting, setDeleting] = useState<{ id: string; name: string } | null>(null);
  const rows = list.data?.pages.flatMap((page) => page.rows);
  const isFull = account !== undefined && account.limit !== null && account.used >= account.limit;
  return (
    <main className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-6 px-4 py-8 md:px-8">
        <div className="flex flex-col items-start justify-between gap-4 sm:flex-row sm:items-end">
          <div className="grid min-w-0 gap-1">
            <h1 className="font-serif text-display">{t('title')}</h1>
            <p className="text-body text-quiet">{t('detail')}</p>
          </div>
          {mayCreate && !isFull && (
            <Button look="primary" onClick={() => setCreating(true)}>
              <Plus size={18} aria-hidden />
              {t('create')}
            </Button>
          )}
        </div>
        {mayCreate && account && (
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-body">
            <span className="wrap-anywhere min-w-0">
              <span className="text-quiet">{tAccount('label')}:</span> <b className="font-semibold">{account.name}</b>
            </span>
            <Button size="small" onClick={() => setRenaming(true)}>
              {tAccount('change')}
            </Button>
          </p>
        )}
        {mayCreate && account && account.limit !== null && (
          <p className="text-quiet">
            {t(isFull ? 'limitReached' : 'limit', { limit: account.limit, used: account.used })}
          </p>
        )}
        {(list.data?.pages[0]?.total ?? 0) > 5 && (
          <Field label={t('search')}>
            {(control) => (
              <TextInput
                {...control}
                type="search"
                value={search}
                onChange={(event) => setSearch(event.target.value)}
              />
            )}
          </Field>
        )}
        <Asked of={list} />
        {rows?.length === 0 && search !== '' && <p className="text-quiet">{t('none')}</p>}
        <ul className="grid grid-cols-[minmax(0,1fr)] gap-4">
          {rows?.map((row) => (
            <WorkspaceCard key={row.id} row={row} onDelete={() => setDeleting({ id: row.id, name: row.name })} />
          ))}
        </ul>
        {list.hasNextPage && (
          <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t('more')}
          </Button>
        )}
        <WorkspaceMatters />
      </div>
      {isRenaming && account && <RenameAccountDialog name={account.name} onClose={() => setRenaming(false)} />}
      <CreateDialog isOpen={isCreating} onClose={() => setCreating(false)} />
      <DeleteDialog of={deleting} onClose={() => setDeleting(null)} />
    </main>
  );
}
