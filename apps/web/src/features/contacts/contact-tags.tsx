'use client';

import type { ContactRow } from '@recado/core/contacts/contract';
import { Button } from '@recado/ui/button';
import { Tag } from '@recado/ui/tag';
import { Plus, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useDesk } from '../session/use-desk.ts';
import { useMay } from '../session/use-may.ts';
import { TagPicker } from '../tags/tag-picker.tsx';
import { useTags } from '../tags/use-tags.ts';
import { useContactActs } from './use-contact.ts';

/** The labels that a contact carries, taken off and put on where they stand. */
export function ContactTags({ contact }: { contact: ContactRow }) {
  const t = useTranslations('contacts.profile');
  const { client } = useDesk();
  const mayWrite = useMay('contacts.write') && contact.mayChange !== false;
  const mayMake = useMay('tags.write');
  const { act } = useContactActs(contact.id);
  const tags = useTags().data ?? [];
  const carried = tags.filter(({ id }) => contact.tags.includes(id));
  const others = tags.filter(({ id }) => !contact.tags.includes(id));
  if (tags.length === 0 && !(mayWrite && mayMake)) return null;
  const put = (what: 'tag' | 'untag', tagId: string) =>
    void act((workspaceId) =>
      client.contacts.change.mutate({
        workspaceId,
        input: { steps: [{ contactIds: [contact.id], change: { what, tagId } }] },
      }),
    );
  return (
    <section aria-label={t('tags')} className="grid gap-2">
      <h2 className="font-semibold">{t('tags')}</h2>
      <ul className="flex flex-wrap items-center gap-2">
        {carried.map(({ id, name, colour }) => (
          <li key={id} className="min-w-0">
            <Tag
              colour={colour}
              action={
                mayWrite && (
                  <button
                    type="button"
                    aria-label={t('untag', { name })}
                    onClick={() => put('untag', id)}
                    className="-mr-1 grid size-6 place-items-center rounded-full text-quiet hover:bg-sunk hover:text-ink"
                  >
                    <X size={12} aria-hidden />
                  </button>
                )
              }
            >
              {name}
            </Tag>
          </li>
        ))}
        {mayWrite && (others.length > 0 || mayMake) && (
          <li>
            <TagPicker
              label={t('tags')}
              tags={others}
              known={tags}
              onTag={(tagId) => put('tag', tagId)}
              trigger={
                <Button size="small" look="quiet">
                  <Plus size={16} aria-hidden />
                  {t('tag')}
                </Button>
              }
            />
          </li>
        )}
      </ul>
    </section>
  );
}
