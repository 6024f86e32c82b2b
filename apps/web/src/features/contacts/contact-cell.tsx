'use client';

import type { ContactRow, FieldRow, FieldValue } from '@recado/core/contacts/contract';
import type { TagRow } from '@recado/core/tags/contract';
import { formatPhone, formatWhen, type Reading } from '@recado/i18n';
import { Badge } from '@recado/ui/badge';
import { useLocale, useTranslations } from 'next-intl';
import { TagChips } from '../tags/tag-chips.tsx';
import type { Column } from './use-columns.ts';

export const kindTone = {
  prospect: 'neutral',
  customer: 'brand',
  vip: 'good',
  blocked: 'danger',
  group: 'neutral',
} as const;

/** A value of a field of the company's own, as people read it. */
export function useFieldText() {
  const t = useTranslations('contacts');
  const locale = useLocale();
  return (field: FieldRow, value: FieldValue | undefined): string => {
    if (value === undefined) return '';
    if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
    if (Array.isArray(value)) return value.join(', ');
    if (typeof value === 'number') return value.toLocaleString(locale);
    return field.type === 'date'
      ? new Date(`${value}T00:00:00Z`).toLocaleDateString(locale, { dateStyle: 'medium', timeZone: 'UTC' })
      : value;
  };
}

/** When somebody was last in touch; nothing where they never were. */
export const lastTouch = ({ lastInAt, lastOutAt }: ContactRow): string | null =>
  [lastInAt, lastOutAt]
    .filter((each) => each !== null)
    .toSorted()
    .at(-1) ?? null;

/** What stands in a column of a contact's row. */
export function ContactCell({
  column,
  row,
  fields,
  owners,
  tags,
  reading,
}: {
  column: Column;
  row: ContactRow;
  fields: readonly FieldRow[];
  owners: ReadonlyMap<string, string>;
  /** The whole vocabulary, by name. */
  tags: readonly TagRow[];
  reading: Reading;
}) {
  const t = useTranslations('contacts');
  const locale = useLocale();
  const fieldText = useFieldText();
  switch (column) {
    case 'phone':
      return <span className="tabular">{row.number ? formatPhone(row.number) : ''}</span>;
    case 'kind':
      return <Badge tone={kindTone[row.kind]}>{t(`kind.${row.kind}`)}</Badge>;
    case 'owner':
      return row.ownerId ? (owners.get(row.ownerId) ?? '') : '';
    case 'tags':
      return <TagChips tags={tags.filter(({ id }) => row.tags.includes(id))} />;
    case 'touched': {
      const at = lastTouch(row);
      return at ? formatWhen(new Date(at), reading) : <span className="text-quiet">{t('never')}</span>;
    }
    case 'score':
      return <span className="tabular">{row.score}</span>;
    case 'created':
      return formatWhen(new Date(row.createdAt), reading);
    case 'consent':
      return t(`consent.${row.marketing ?? 'unknown'}`);
    case 'source':
      return t(`source.${row.source}`);
    case 'country':
      return row.country ? new Intl.DisplayNames([locale], { type: 'region' }).of(row.country) : '';
    case 'email':
    case 'company':
    case 'city':
      return row[column];
    default: {
      const field = fields.find(({ id }) => column === `f:${id}`);
      return field ? fieldText(field, row.fields[field.id]) : '';
    }
  }
}
