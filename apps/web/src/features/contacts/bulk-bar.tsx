'use client';

import { contactKinds } from '@recado/core/contacts/contract';
import { Button } from '@recado/ui/button';
import { IconButton } from '@recado/ui/icon-button';
import { Menu, MenuItem } from '@recado/ui/menu';
import { TagDot } from '@recado/ui/tag';
import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useDesk } from '../session/use-desk.ts';
import { useMay } from '../session/use-may.ts';
import { TagPicker } from '../tags/tag-picker.tsx';
import { useTags } from '../tags/use-tags.ts';
import type { Choice } from './contact-table.tsx';
import { type Asked, type ChangeStep, useChangeContacts, useMembers } from './use-contacts.ts';

/** What can be done to everybody who is chosen, at once and with a way back. */
export function BulkBar({
  choice,
  count,
  asked,
  onDone,
}: {
  choice: Choice;
  /** In words: how many are chosen. */
  count: string;
  asked: Asked;
  onDone: () => void;
}) {
  const t = useTranslations('contacts.bulk');
  const tKind = useTranslations('contacts.kind');
  const { viewer } = useDesk();
  const members = useMembers();
  const tags = useTags().data ?? [];
  const mayAssign = useMay('conversations.assign');
  const mayMake = useMay('tags.write');
  const { isBusy, change } = useChangeContacts();
  const own = viewer.person.id;
  const people = (members.data ?? []).filter(
    ({ personId, role }) => role !== 'viewer' && (mayAssign || personId === own),
  );
  const run = async (what: ChangeStep['change']) => {
    const whom = choice.isAll ? { matching: { ...asked, except: [...choice.ids] } } : { contactIds: [...choice.ids] };
    if (await change([{ ...whom, change: what }])) onDone();
  };
  return (
    <section
      aria-label={t('label')}
      className="flex flex-wrap items-center gap-2 border-t bg-raised px-4 py-2.5 shadow-float md:px-6"
    >
      <p className="tabular mr-auto font-medium text-dense" aria-live="polite">
        {count}
      </p>
      {asked.inBin ? (
        <Button size="small" busy={isBusy} onClick={() => void run({ what: 'restore' })}>
          {t('restore')}
        </Button>
      ) : (
        <>
          <Menu
            side="top"
            trigger={
              <Button size="small" busy={isBusy}>
                {t('kind')}
              </Button>
            }
          >
            {contactKinds.map((kind) => (
              <MenuItem
                key={kind}
                onSelect={() => void run({ what: 'kind', kind })}
                {...(kind === 'blocked' && { tone: 'danger' as const })}
              >
                {tKind(kind)}
              </MenuItem>
            ))}
          </Menu>
          <Menu
            side="top"
            trigger={
              <Button size="small" busy={isBusy}>
                {t('owner')}
              </Button>
            }
          >
            <MenuItem onSelect={() => void run({ what: 'owner', ownerId: null })}>{t('nobody')}</MenuItem>
            {people.map(({ personId, name }) => (
              <MenuItem key={personId} onSelect={() => void run({ what: 'owner', ownerId: personId })}>
                {name}
              </MenuItem>
            ))}
          </Menu>
          {(tags.length > 0 || mayMake) && (
            <TagPicker
              label={t('tag')}
              tags={tags}
              known={tags}
              onTag={(tagId) => void run({ what: 'tag', tagId })}
              trigger={
                <Button size="small" busy={isBusy}>
                  {t('tag')}
                </Button>
              }
            />
          )}
          {tags.length > 0 && (
            <Menu
              side="top"
              trigger={
                <Button size="small" busy={isBusy}>
                  {t('untag')}
                </Button>
              }
            >
              {tags.map(({ id, name, colour }) => (
                <MenuItem key={id} onSelect={() => void run({ what: 'untag', tagId: id })}>
                  <TagDot colour={colour} />
                  {name}
                </MenuItem>
              ))}
            </Menu>
          )}
          <Button size="small" busy={isBusy} onClick={() => void run({ what: 'bin' })}>
            {t('bin')}
          </Button>
        </>
      )}
      <IconButton label={t('none')} onClick={onDone}>
        <X size={18} aria-hidden />
      </IconButton>
    </section>
  );
}
