'use client';

import type { ContactRow } from '@recado/core/contacts/contract';
import { formatPhone } from '@recado/i18n';
import { Avatar } from '@recado/ui/avatar';
import { Dialog } from '@recado/ui/dialog';
import { inputLook } from '@recado/ui/text-input';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { contactName } from '../conversations/contact-name.ts';
import { useFoundPeople, usePaused } from '../search/use-search.ts';

/** Looks for who else this contact is; whoever is chosen stands beside them on the next page. */
export function JoinDialog({ contact, onClose }: { contact: ContactRow; onClose: () => void }) {
  const t = useTranslations('duplicates');
  const tCommon = useTranslations('common');
  const [text, setText] = useState('');
  const asked = usePaused(text.trim());
  const found = useFoundPeople(asked);
  const hits =
    asked === ''
      ? []
      : (found.data?.pages.flatMap((page) => page.hits) ?? []).filter(
          ({ id, kind }) => id !== contact.id && kind !== 'group',
        );
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('join.title', { name: contactName(contact) })}
      description={t('join.detail')}
      closeLabel={tCommon('close')}
    >
      <div className="mt-3 grid grid-cols-[minmax(0,1fr)] gap-3">
        <input
          type="search"
          autoFocus
          aria-label={t('join.search')}
          placeholder={t('join.search')}
          value={text}
          maxLength={200}
          onChange={({ target }) => setText(target.value)}
          className={inputLook}
        />
        <ul
          aria-label={t('join.found')}
          className="grid max-h-72 min-h-24 grid-cols-[minmax(0,1fr)] content-start overflow-y-auto"
        >
          {hits.map((hit) => {
            const name = contactName(hit);
            return (
              <li key={hit.id}>
                <Link
                  href={`/contacts/duplicates?one=${contact.id}&other=${hit.id}&from=card` as never}
                  className="flex min-h-12 items-center gap-3 rounded-tight px-2 hover:bg-sunk"
                >
                  <Avatar name={name} seed={hit.id} size="small" />
                  <span className="min-w-0 flex-1 truncate">{name}</span>
                  <span className="tabular shrink-0 text-fine text-quiet">
                    {hit.number ? formatPhone(hit.number) : hit.email}
                  </span>
                </Link>
              </li>
            );
          })}
        </ul>
        <p role="status" className="min-h-5 text-dense text-quiet">
          {asked !== '' && found.data && hits.length === 0 && t('join.none')}
        </p>
      </div>
    </Dialog>
  );
}
