'use client';

import type { ContactRow } from '@recado/core/contacts/contract';
import { formatPhone } from '@recado/i18n';
import { Button } from '@recado/ui/button';
import { IconButton } from '@recado/ui/icon-button';
import { inputLook } from '@recado/ui/text-input';
import { clsx } from 'clsx';
import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { useDesk } from '../session/use-desk.ts';
import { useMay } from '../session/use-may.ts';
import { useContactActs } from './use-contact.ts';

/** The numbers of a contact; what else WhatsApp knows them by is folded away. */
export function ContactPhones({ contact }: { contact: ContactRow }) {
  const t = useTranslations('contacts.profile');
  const { client } = useDesk();
  const mayWrite = useMay('contacts.write') && contact.mayChange !== false && contact.kind !== 'group';
  const { isBusy, act } = useContactActs(contact.id);
  const [text, setText] = useState('');
  const isNumber = (kind: string) => kind === 'wa_pn' || kind === 'phone';
  const numbers = contact.identities.filter(({ kind }) => isNumber(kind));
  const others = contact.identities.filter(({ kind }) => !isNumber(kind));
  const add = async (event: FormEvent) => {
    event.preventDefault();
    const input = { contactId: contact.id, phone: text };
    if (text.trim() && (await act((workspaceId) => client.contacts.addPhone.mutate({ workspaceId, input }))))
      setText('');
  };
  return (
    <section aria-label={t('phones')} className="grid gap-2">
      <h2 className="font-semibold">{t('phones')}</h2>
      {numbers.length === 0 && <p className="text-quiet">{t('noPhones')}</p>}
      <ul className="grid">
        {numbers.map(({ id, kind, value }) => (
          <li key={id} className="flex min-h-10 items-center gap-3">
            <a href={`tel:+${value}`} className="tabular hover:underline">
              {formatPhone(value)}
            </a>
            <span className="text-fine text-quiet">{t(`id.${kind}`)}</span>
            {mayWrite && kind === 'phone' && (
              <IconButton
                size="small"
                className="ml-auto"
                label={t('removePhone', { phone: formatPhone(value) })}
                onClick={() =>
                  void act((workspaceId) =>
                    client.contacts.removePhone.mutate({
                      workspaceId,
                      input: { contactId: contact.id, identityId: id },
                    }),
                  )
                }
              >
                <X size={16} aria-hidden />
              </IconButton>
            )}
          </li>
        ))}
      </ul>
      {mayWrite && (
        <form method="post" onSubmit={(event) => void add(event)} className="flex gap-2">
          <input
            type="tel"
            aria-label={t('addPhone')}
            placeholder={t('addPhone')}
            value={text}
            maxLength={40}
            onChange={({ target }) => setText(target.value)}
            className={clsx(inputLook, 'h-10 min-w-0 flex-1')}
          />
          <Button type="submit" busy={isBusy}>
            {t('save')}
          </Button>
        </form>
      )}
      {others.length > 0 && (
        <details className="text-dense">
          <summary className="min-h-8 cursor-pointer text-quiet">{t('more')}</summary>
          <ul className="grid gap-1 pt-1">
            {others.map(({ id, kind, value }) => (
              <li key={id} className="wrap-anywhere">
                <span className="text-quiet">{t(`id.${kind}`)}:</span> <span className="tabular">{value}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
