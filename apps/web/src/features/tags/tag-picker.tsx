'use client';

import { TAG_NAME_MAX, type TagRow } from '@recado/core/tags/contract';
import { Command, CommandItem } from '@recado/ui/command';
import { Popover } from '@recado/ui/popover';
import { TagDot } from '@recado/ui/tag';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { useDesk } from '../session/use-desk.ts';
import { useMay } from '../session/use-may.ts';
import { useTagAction } from './use-tags.ts';

/** Labels to choose from by typing; a new word becomes one on the spot, for whoever may make them. */
export function TagPicker({
  label,
  trigger,
  tags,
  known,
  onTag,
}: {
  label: string;
  trigger: ReactNode;
  /** What can be chosen. */
  tags: readonly TagRow[];
  /** The whole vocabulary: a word of it is not new. */
  known: readonly TagRow[];
  onTag: (tagId: string) => void;
}) {
  const t = useTranslations('tags.picker');
  const { client } = useDesk();
  const { run } = useTagAction();
  const mayMake = useMay('tags.write');
  const [isOpen, setOpen] = useState(false);
  const [search, setSearch] = useState('');
  const wanted = search.trim().replace(/\s+/g, ' ');
  const isNew = wanted !== '' && wanted.length <= TAG_NAME_MAX && !known.some(({ name }) => isSame(name, wanted));
  const close = (open: boolean) => {
    setOpen(open);
    setSearch('');
  };
  const choose = (tagId: string) => {
    close(false);
    onTag(tagId);
  };
  const make = () => {
    void run(async (workspaceId) => {
      const made = await client.tags.create.mutate({ workspaceId, input: { name: wanted } });
      choose(made.id);
    });
  };
  return (
    <Popover open={isOpen} onOpenChange={close} label={label} trigger={trigger}>
      <div className="overflow-y-auto p-2">
        <Command
          label={label}
          placeholder={t(mayMake ? 'searchOrMake' : 'search')}
          search={search}
          onSearch={setSearch}
          empty={mayMake && isNew ? null : t(known.length === 0 && !mayMake ? 'nothing' : 'none')}
        >
          {tags.map(({ id, name, colour }) => (
            <CommandItem key={id} value={name} onSelect={() => choose(id)}>
              <TagDot colour={colour} />
              <span className="truncate">{name}</span>
            </CommandItem>
          ))}
          {mayMake && isNew && (
            <CommandItem isLasting value={`+ ${wanted}`} onSelect={make}>
              <span className="wrap-anywhere">{t('make', { name: wanted })}</span>
            </CommandItem>
          )}
        </Command>
      </div>
    </Popover>
  );
}

const isSame = (one: string, two: string) => one.toLowerCase() === two.toLowerCase();
