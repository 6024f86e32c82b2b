'use client';

import { useLocale, useTranslations } from 'next-intl';
import { Section } from '../security/section.tsx';
import { TalkToUs } from '../session/talk-to-us.tsx';
import { useDesk } from '../session/use-desk.ts';
import { BillingSection } from './billing-section.tsx';
import { GoingDown } from './going-down.tsx';
import { MoneyBack } from './money-back.tsx';
import { PlanComparison } from './plan-comparison.tsx';
import { PlanMeters } from './plan-meters.tsx';
import { Referrals } from './referrals.tsx';
import { TaxSection } from './tax-section.tsx';
import { usePlan } from './use-plan.ts';

/** What the account is on, how much of it is used, what else there is, and what would become of what is there on another plan. */
export function PlanScreen() {
  const t = useTranslations('plan');
  const locale = useLocale() === 'en' ? 'en' : 'es';
  const { client } = useDesk();
  const plan = usePlan();
  const { data } = plan;
  const isSold = data?.offered.some((each) => each.plan === data.mine.plan && each.version === data.mine.version);
  return (
    <main className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto grid max-w-4xl grid-cols-[minmax(0,1fr)] gap-8 px-4 py-8 md:px-8">
        <Section isPage title={t('title')} detail={t('detail')} asked={plan}>
          {data && (
            <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
              <p>
                {t('mine', { plan: data.mine.name[locale] })}
                {!isSold && data.mine.price.cents !== 0 && ` ${t('legacy')}`}
              </p>
              <PlanMeters mine={data.mine} use={data.use} />
            </div>
          )}
        </Section>
        {data && <BillingSection mine={data.mine} offered={data.offered} />}
        {data && <TaxSection />}
        {data && <MoneyBack />}
        {data && <Referrals />}
        {data && (
          <Section title={t('compare.title')} detail={t('compare.detail')}>
            <PlanComparison mine={data.mine} offered={data.offered} />
            <div className="grid justify-items-start">
              <TalkToUs client={client} source="limit" />
            </div>
          </Section>
        )}
        {data && (
          <Section title={t('down.title')} detail={t('down.detail')}>
            <GoingDown mine={data.mine} offered={data.offered} use={data.use ?? {}} />
          </Section>
        )}
      </div>
    </main>
  );
}
