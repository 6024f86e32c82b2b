'use client';

import { Badge } from '@recado/ui/badge';
import { useTranslations } from 'next-intl';
import { useDesk } from '../session/use-desk.ts';
import { Section } from './section.tsx';

/** What is written to the owner by mail without being asked: it cannot be switched off, since whoever got in would do that first. */
export function Alerts() {
  const t = useTranslations('security.alerts');
  const { viewer } = useDesk();
  return (
    <Section
      title={t('title')}
      badge={<Badge tone="good">{t('always')}</Badge>}
      detail={t('detail', { mail: viewer.person.email })}
    >
      <ul className="grid list-disc gap-1 pl-5">
        {(['device', 'password', 'factors', 'ways', 'copy', 'country', 'history'] as const).map((each) => (
          <li key={each}>{t(`when.${each}`)}</li>
        ))}
      </ul>
    </Section>
  );
}
