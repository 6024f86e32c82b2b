'use client';

import { useTranslations } from 'next-intl';
import { Section } from '../security/section.tsx';
import { ServiceForm } from './service-form.tsx';
import { useService } from './use-service.ts';

/** How long a customer may wait, and who is told when that is over. */
export function ServiceScreen() {
  const t = useTranslations('service');
  const service = useService();
  const { data } = service;
  return (
    <main className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-8 px-4 py-8 md:px-8">
        <Section isPage title={t('title')} detail={t('detail')} asked={service}>
          {data && (
            <ServiceForm key={JSON.stringify(data)} saved={data.rules} hours={data.hours} timeZone={data.timeZone} />
          )}
        </Section>
      </div>
    </main>
  );
}
