'use client';

import {
  type ContactRow,
  countryCodes,
  type FieldRow,
  type FieldValue,
  languageCodes,
  preferredChannels,
} from '@recado/core/contacts/contract';
import { clsx } from 'clsx';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useMay } from '../session/use-may.ts';
import { useFieldText } from './contact-cell.tsx';
import { InlineEdit, type Kind } from './inline-edit.tsx';
import { useContactActs } from './use-contact.ts';
import { useContactFields, useMembers } from './use-contacts.ts';

/** What is known of a contact, each fact changed where it stands. */
export function ContactDetails({ contact }: { contact: ContactRow }) {
  const t = useTranslations('contacts');
  const locale = useLocale();
  const mayWrite = useMay('contacts.write') && contact.mayChange !== false;
  const mayShape = useMay('workspace.update');
  const { update } = useContactActs(contact.id);
  const members = useMembers();
  const fields = useContactFields().data ?? [];
  const people = (members.data ?? []).map(({ personId, name }) => [personId, name] as const);
  const named = (type: 'region' | 'language', codes: readonly string[]) => {
    const names = new Intl.DisplayNames([locale], { type });
    return codes
      .map((code) => [code, names.of(code) ?? code] as const)
      .toSorted(([, one], [, two]) => one.localeCompare(two, locale));
  };
  const day = (text: string | null) =>
    text && new Date(`${text}T00:00:00Z`).toLocaleDateString(locale, { dateStyle: 'long', timeZone: 'UTC' });
  const hours = Array.from({ length: 24 }, (_, hour) => [String(hour), t('profile.hour', { hour })] as const);
  const fact = (
    field: Parameters<typeof t>[0] extends `field.${infer Name}` ? Name : string,
    kind: Kind,
    value: string | null,
    keep: (value: string) => void,
    more: { shown?: ReactNode; options?: readonly (readonly [string, string])[] } = {},
  ) => (
    <Fact key={field} label={t(`field.${field as 'name'}`)} isWide={kind === 'notes'}>
      <InlineEdit
        label={t(`field.${field as 'name'}`)}
        kind={kind}
        value={value ?? ''}
        mayWrite={mayWrite}
        onValue={keep}
        {...more}
      />
    </Fact>
  );
  const orNull = (text: string) => (text === '' ? null : text);
  const labelIn = (options: readonly (readonly [string, string])[], value: string | null) =>
    options.find(([each]) => each === value)?.[1];
  const countries = named('region', countryCodes);
  const languages = named('language', languageCodes);
  const channels = preferredChannels.map((each) => [each, t(`profile.channel.${each}`)] as const);
  const kinds = (['prospect', 'customer', 'vip', 'blocked'] as const).map((each) => [each, t(`kind.${each}`)] as const);
  return (
    <div className="grid gap-4">
      {contact.mayChange === false && <p className="text-quiet">{t('profile.readOnly')}</p>}
      <dl className="grid gap-x-8 gap-y-3 sm:grid-cols-2">
        {fact('name', 'text', contact.name, (name) => void update({ name }), {
          ...(contact.name === '' && contact.profileName ? { shown: contact.profileName } : {}),
        })}
        {contact.kind !== 'group' &&
          fact('kind', 'choice', contact.kind, (kind) => kind !== '' && void update({ kind: kind as 'customer' }), {
            options: kinds,
            shown: t(`kind.${contact.kind}`),
          })}
        {fact('owner', 'choice', contact.ownerId, (id) => void update({ ownerId: orNull(id) }), {
          options: people,
          shown: labelIn(people, contact.ownerId),
        })}
        {fact('email', 'email', contact.email, (email) => void update({ email: orNull(email) }))}
        {fact('company', 'text', contact.company, (company) => void update({ company: orNull(company) }))}
        {fact('city', 'text', contact.city, (city) => void update({ city: orNull(city) }))}
        {fact('country', 'choice', contact.country, (country) => void update({ country: orNull(country) }), {
          options: countries,
          shown: labelIn(countries, contact.country),
        })}
        {fact('birthday', 'date', contact.birthday, (birthday) => void update({ birthday: orNull(birthday) }), {
          shown: day(contact.birthday),
        })}
        {fact('language', 'choice', contact.language, (language) => void update({ language: orNull(language) }), {
          options: languages,
          shown: labelIn(languages, contact.language),
        })}
        {fact(
          'preferredHour',
          'choice',
          contact.preferredHour === null ? null : String(contact.preferredHour),
          (hour) => void update({ preferredHour: hour === '' ? null : Number(hour) }),
          {
            options: hours,
            shown: contact.preferredHour === null ? '' : t('profile.hour', { hour: contact.preferredHour }),
          },
        )}
        {fact(
          'preferredChannel',
          'choice',
          contact.preferredChannel,
          (channel) => void update({ preferredChannel: orNull(channel) as 'phone' | null }),
          { options: channels, shown: labelIn(channels, contact.preferredChannel) },
        )}
        {fields.map((field) => (
          <OwnField key={field.id} field={field} contact={contact} mayWrite={mayWrite} />
        ))}
        {fact('notes', 'notes', contact.notes, (notes) => void update({ notes: orNull(notes) }))}
      </dl>
      {mayShape && (
        <Link href="/settings/fields" className="justify-self-start text-dense text-quiet underline underline-offset-4">
          {t('ownFields.manage')}
        </Link>
      )}
    </div>
  );
}

function Fact({ label, isWide = false, children }: { label: string; isWide?: boolean; children: ReactNode }) {
  return (
    <div className={clsx('grid min-w-0 content-start gap-0.5', isWide && 'sm:col-span-2')}>
      <dt className="text-fine text-quiet">{label}</dt>
      <dd className="grid min-w-0">{children}</dd>
    </div>
  );
}

const kindOf: Record<FieldRow['type'], Kind> = {
  text: 'text',
  number: 'number',
  date: 'date',
  boolean: 'choice',
  choice: 'choice',
  choices: 'choices',
  url: 'url',
  email: 'email',
  phone: 'tel',
};

/** A field of the company's own, by its type. */
function OwnField({ field, contact, mayWrite }: { field: FieldRow; contact: ContactRow; mayWrite: boolean }) {
  const t = useTranslations('contacts');
  const fieldText = useFieldText();
  const { update } = useContactActs(contact.id);
  const held = contact.fields[field.id];
  const options =
    field.type === 'boolean'
      ? ([
          ['true', t('yes')],
          ['false', t('no')],
        ] as const)
      : field.options.map((each) => [each, each] as const);
  const read = (text: string): FieldValue | null => {
    if (text === '') return null;
    if (field.type === 'number') return Number(text);
    if (field.type === 'boolean') return text === 'true';
    return field.type === 'choices' ? text.split('\n').filter(Boolean) : text;
  };
  return (
    <Fact label={field.label}>
      <InlineEdit
        label={field.label}
        kind={kindOf[field.type]}
        value={held === undefined ? '' : Array.isArray(held) ? held.join('\n') : String(held)}
        shown={fieldText(field, held)}
        options={options}
        mayWrite={mayWrite}
        onValue={(text) => void update({ fields: { [field.id]: read(text) } })}
      />
    </Fact>
  );
}
