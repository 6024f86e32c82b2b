'use client';

import type { Pair } from '@recado/core/contacts/contract';
import { Badge } from '@recado/ui/badge';
import { useTranslations } from 'next-intl';
import { useContactFields } from '../contacts/use-contacts.ts';

/** What two share, in words. */
export function Likenesses({ why }: { why: Pair['why'] }) {
  const t = useTranslations('duplicates');
  const fields = useContactFields().data ?? [];
  const text = (each: string) =>
    each.startsWith('field:')
      ? t('why.field', { field: fields.find(({ id }) => each === `field:${id}`)?.label ?? '' })
      : t(`why.${each as 'phone'}`);
  return (
    <ul aria-label={t('whyLabel')} className="flex flex-wrap gap-1.5">
      {why.map((each) => (
        <li key={each}>
          <Badge>{text(each)}</Badge>
        </li>
      ))}
    </ul>
  );
}
