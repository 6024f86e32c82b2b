'use client';

import type { TagRow } from '@recado/core/tags/contract';
import { Button } from '@recado/ui/button';
import { EmptyState } from '@recado/ui/empty-state';
import { IconButton } from '@recado/ui/icon-button';
import { Menu, MenuItem } from '@recado/ui/menu';
import { TagDot } from '@recado/ui/tag';
import { Ellipsis } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Section } from '../security/section.tsx';
import { useDesk } from '../session/use-desk.ts';
import { useMay } from '../session/use-may.ts';
import { ConfirmDialog } from '../shell/confirm-dialog.tsx';
import { TagDialog } from './tag-dialog.tsx';
import { useTagAction, useTags } from './use-tags.ts';

/** The labels of the workspace, for whoever leads to make, rename and delete; for everybody else to read. */
export function TagsScreen() {
  const t = useTranslations('tags');
  const { client } = useDesk();
  const tags = useTags();
  const mayWrite = useMay('tags.write');
  const { run } = useTagAction();
  const [asking, setAsking] = useState<{ tag: TagRow | null; what: 'edit' | 'delete' } | null>(null);
  const close = () => setAsking(null);
  const add = (
    <Button look="primary" onClick={() => setAsking({ tag: null, what: 'edit' })}>
      {t('add')}
    </Button>
  );
  const list = tags.data ?? [];
  return (
    <main className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-8 px-4 py-8 md:px-8">
        <Section
          isPage
          title={t('title')}
          detail={t('detail')}
          asked={tags}
          action={mayWrite && list.length > 0 && add}
        >
          {tags.data && list.length === 0 && (
            <EmptyState
              title={t('empty.title')}
              detail={mayWrite ? t('empty.detail') : t('emptyReader')}
              action={mayWrite ? add : undefined}
            />
          )}
          {list.length > 0 && (
            <ul className="grid grid-cols-[minmax(0,1fr)]">
              {list.map((tag) => (
                <li key={tag.id} className="flex min-h-12 items-center gap-3 border-b py-1 last:border-b-0">
                  <TagDot colour={tag.colour} className="size-3" />
                  <span className="wrap-anywhere min-w-0 flex-1 font-medium">
                    {tag.name}
                    <span className="sr-only">{` (${t(`colours.${tag.colour}`)})`}</span>
                  </span>
                  {mayWrite && (
                    <Menu
                      align="end"
                      trigger={
                        <IconButton label={t('more', { name: tag.name })}>
                          <Ellipsis size={20} aria-hidden />
                        </IconButton>
                      }
                    >
                      <MenuItem onSelect={() => setAsking({ tag, what: 'edit' })}>{t('edit')}</MenuItem>
                      <MenuItem tone="danger" onSelect={() => setAsking({ tag, what: 'delete' })}>
                        {t('delete')}
                      </MenuItem>
                    </Menu>
                  )}
                </li>
              ))}
            </ul>
          )}
        </Section>
      </div>
      {asking?.what === 'edit' && <TagDialog tag={asking.tag} onClose={close} />}
      <ConfirmDialog
        open={asking?.what === 'delete'}
        setOpen={close}
        title={t('deleteTitle', { name: asking?.tag?.name ?? '' })}
        detail={t('deleteDetail')}
        confirm={t('delete')}
        look="danger"
        onConfirm={() => {
          const tagId = asking?.tag?.id ?? '';
          close();
          void run((workspaceId) => client.tags.delete.mutate({ workspaceId, input: { tagId } }), t('deleted'));
        }}
      />
    </main>
  );
}
