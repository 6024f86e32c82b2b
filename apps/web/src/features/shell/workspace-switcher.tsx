'use client';

import { Badge } from '@recado/ui/badge';
import { Menu, MenuChoice } from '@recado/ui/menu';
import { ChevronsUpDown } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useDesk } from '../session/use-desk.ts';

/** Names the business at work and moves between those of this person. With only one there is nothing to open. */
export function WorkspaceSwitcher() {
  const t = useTranslations('shell.workspace');
  const { viewer, workspace, switchWorkspace } = useDesk();
  const router = useRouter();
  const name = (
    <>
      <span className="truncate font-serif text-lead">{workspace.name}</span>
      {workspace.isDemo && <Badge tone="brand">{t('demo')}</Badge>}
    </>
  );
  if (viewer.workspaces.length < 2) return <div className="flex min-w-0 items-center gap-2 px-2">{name}</div>;
  return (
    <Menu
      trigger={
        <button
          type="button"
          title={t('switch')}
          className="flex h-10 min-w-0 items-center gap-2 rounded-card px-2 hover:bg-sunk"
        >
          <span className="sr-only">{t('switch')}. </span>
          {name}
          <ChevronsUpDown size={16} aria-hidden className="shrink-0 text-quiet" />
        </button>
      }
    >
      <MenuChoice
        label={t('list')}
        value={workspace.id}
        options={viewer.workspaces.map(({ id, name: label }) => ({ value: id, label }))}
        onValue={(id) => {
          if (id === workspace.id) return;
          switchWorkspace(id);
          router.push('/inbox');
        }}
      />
    </Menu>
  );
}
