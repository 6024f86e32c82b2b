'use client';

import type { ContactRow, FieldValue } from '@recado/core/contacts/contract';
import { useLocale, useTranslations } from 'next-intl';
import { useFieldText } from '../contacts/contact-cell.tsx';
import { useContactFields, useMembers } from '../contacts/use-contacts.ts';
import { type Fact, factOf } from './merge-draft.ts';

/** What a fact of a contact is called and what it says, as people read it. */
export function useFactText() {
  const t = useTranslations('contacts');
  const locale = useLocale();
  const fieldText = useFieldText();
  const fields = useContactFields().data ?? [];
  const members = useMembers().data ?? [];
  const ownField = (fact: Fact) => fields.find(({ id }) => fact === `field:${id}`);
  const label = (fact: Fact): string =>
    ownField(fact)?.label ?? t(`field.${(fact === 'ownerId' ? 'owner' : fact) as 'name'}`);
  const text = (row: ContactRow, fact: Fact): string => {
    const value = factOf(row, fact);
    const field = ownField(fact);
    if (field) return fieldText(field, value as FieldValue | undefined);
    if (value === null || value === undefined || value === '') return '';
    switch (fact) {
      case 'kind':
        return t(`kind.${value as 'vip'}`);
      case 'ownerId':
        return members.find(({ personId }) => personId === value)?.name ?? t('profile.nobody');
      case 'country':
      case 'language':
        return (
          new Intl.DisplayNames([locale], { type: fact === 'country' ? 'region' : 'language' }).of(String(value)) ?? ''
        );
      case 'birthday':
        return new Date(`${value}T00:00:00Z`).toLocaleDateString(locale, { dateStyle: 'long', timeZone: 'UTC' });
      case 'preferredHour':
        return t('profile.hour', { hour: Number(value) });
      case 'preferredChannel':
        return t(`profile.channel.${value as 'phone'}`);
      default:
        return String(value);
    }
  };
  return { label, text };
}
