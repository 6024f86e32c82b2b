'use client';

import { type ConversationRow, conversationViews } from '@recado/core/conversations/contract';
import { Command, CommandGroup, CommandItem } from '@recado/ui/command';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useDeferredValue, useState } from 'react';
import { contactName } from '../conversations/contact-name.ts';
import { useChange } from '../conversations/use-change.ts';
import { searchOf } from '../conversations/use-inbox-place.ts';
import { useViews } from '../conversations/use-views.ts';
import { useDesk } from '../session/use-desk.ts';
import { useMay } from '../session/use-may.ts';
import { useWorkspaceList } from '../workspaces/use-workspaces.ts';
import type { PalettePage } from './use-palette.ts';

const acts = [
  { page: 'assign', keys: 'A' },
  { page: 'label', keys: 'L' },
  { page: 'snooze', keys: 'S' },
  { page: 'priority' },
  { page: 'topic' },
  { page: 'status' },
] as const;
const pages = [
  { key: 'home', href: '/home' },
  { key: 'contacts', href: '/contacts' },
  { key: 'connections', href: '/settings/connections' },
  { key: 'people', href: '/settings/people' },
  { key: 'tags', href: '/settings/tags' },
  { key: 'fields', href: '/settings/fields' },
  { key: 'replies', href: '/settings/quick-replies' },
  { key: 'sharing', href: '/settings/sharing' },
  { key: 'service', href: '/settings/service' },
  { key: 'survey', href: '/settings/survey' },
  { key: 'notifications', href: '/settings/notifications' },
  { key: 'profile', href: '/settings/profile' },
  { key: 'security', href: '/settings/security' },
] as const;

/** Everything by its name: what can be done with the open conversation, the views, the pages, the other businesses. */
export function HomePage({
  targets,
  onPage,
  onClose,
}: {
  targets: readonly ConversationRow[];
  onPage: (page: PalettePage) => void;
  onClose: () => void;
}) {
  const t = useTranslations('inbox');
  const router = useRouter();
  const { workspace, viewer, switchWorkspace } = useDesk();
  const change = useChange();
  const mayWrite = useMay('conversations.write');
  const saved = useViews().data ?? [];
  const [search, setSearch] = useState('');
  const isMany = viewer.workspaces.length > 1;
  const found = useWorkspaceList(useDeferredValue(search), isMany && search !== '').data?.pages[0]?.rows ?? [];
  const go = (href: string) => {
    onClose();
    router.push(href as never);
  };
  const [row] = targets;
  const isOver = row?.status === 'closed' || row?.status === 'archived';
  return (
    <Command
      label={t('palette.title.home')}
      placeholder={t('palette.placeholder')}
      search={search}
      onSearch={setSearch}
      empty={t('palette.none')}
    >
      {row && mayWrite && (
        <CommandGroup heading={t('palette.with', { name: contactName(row.contact) })}>
          <CommandItem
            value={t(isOver ? 'act.reopen' : 'act.resolve')}
            keys="E"
            onSelect={() => {
              onClose();
              void change(
                targets,
                { status: isOver ? 'open' : 'closed' },
                t(isOver ? 'done.reopened' : 'done.resolved', { count: 1 }),
              );
            }}
          >
            {t(isOver ? 'act.reopen' : 'act.resolve')}
          </CommandItem>
          {acts.map((each) => (
            <CommandItem
              key={each.page}
              value={t(`act.${each.page}`)}
              keys={'keys' in each ? each.keys : undefined}
              onSelect={() => onPage(each.page)}
            >
              {t(`act.${each.page}`)}
            </CommandItem>
          ))}
        </CommandGroup>
      )}
      <CommandGroup heading={t('palette.views')}>
        {conversationViews.map((view) => (
          <CommandItem
            key={view}
            value={t('palette.view', { name: t(`views.${view}`) })}
            onSelect={() => go(`/inbox${searchOf(view, {})}`)}
          >
            {t(`views.${view}`)}
          </CommandItem>
        ))}
        {saved.map(({ id, name, view, filter }) => (
          <CommandItem
            key={id}
            value={`${t('palette.view', { name })} ${id}`}
            onSelect={() => go(`/inbox${searchOf(view, filter)}`)}
          >
            {name}
          </CommandItem>
        ))}
      </CommandGroup>
      <CommandGroup heading={t('palette.pages')}>
        {pages.map(({ key, href }) => (
          <CommandItem key={key} value={t(`palette.page.${key}`)} onSelect={() => go(href)}>
            {t(`palette.page.${key}`)}
          </CommandItem>
        ))}
        <CommandItem value={t('palette.page.workspaces')} onSelect={() => onPage('workspaces')}>
          {t('palette.page.workspaces')}
        </CommandItem>
        <CommandItem value={t('palette.page.keys')} keys="?" onSelect={() => onPage('keys')}>
          {t('palette.page.keys')}
        </CommandItem>
      </CommandGroup>
      {search !== '' && found.length > 0 && (
        <CommandGroup heading={t('palette.workspaces')}>
          {found.map(({ id, name }) => (
            <CommandItem
              key={id}
              value={`${name} ${id}`}
              onSelect={() => {
                if (id !== workspace.id) switchWorkspace(id);
                go('/inbox');
              }}
            >
              {name}
            </CommandItem>
          ))}
        </CommandGroup>
      )}
    </Command>
  );
}
