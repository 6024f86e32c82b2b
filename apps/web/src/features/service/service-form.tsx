'use client';

import {
  SERVICE_MINUTES_MAX,
  type ServiceClock,
  type ServiceRules,
  type ServiceTier,
  serviceClocks,
  serviceTiers,
  type WorkingHours,
} from '@recado/core/conversations/contract';
import { addWorking } from '@recado/core/conversations/rules';
import { Checkbox } from '@recado/ui/checkbox';
import { Field } from '@recado/ui/field';
import { TextInput } from '@recado/ui/text-input';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { clockTime } from '../conversations/snooze-times.ts';
import { queryKeys } from '../live/query-keys.ts';
import { useAction } from '../session/use-action.ts';
import { useDesk } from '../session/use-desk.ts';
import { useMay } from '../session/use-may.ts';
import { FormFoot } from '../settings/form-foot.tsx';

type Texts = Record<`${ServiceTier}.${ServiceClock}`, string>;
const textsOf = ({ targets }: ServiceRules) =>
  Object.fromEntries(
    serviceTiers.flatMap((tier) => serviceClocks.map((each) => [`${tier}.${each}`, String(targets[tier][each] ?? '')])),
  ) as Texts;
/** Minutes as they are typed: null for none, undefined for what is no number of them. */
const read = (text: string): number | null | undefined => {
  if (text.trim() === '') return null;
  const minutes = Number(text);
  return Number.isInteger(minutes) && minutes >= 1 && minutes <= SERVICE_MINUTES_MAX ? minutes : undefined;
};

/** The promise as a form, with what it comes to for somebody who writes late on a Friday. */
export function ServiceForm({
  saved,
  hours,
  timeZone,
}: {
  saved: ServiceRules;
  hours: WorkingHours;
  timeZone: string;
}) {
  const t = useTranslations('service');
  const locale = useLocale();
  const { client } = useDesk();
  const mayChange = useMay('workspace.update');
  const { isBusy, failure, setFailure, run } = useAction([queryKeys.service, queryKeys.lists, queryKeys.counts]);
  const [isOn, setOn] = useState(saved.isOn);
  const [keepsHours, setKeepsHours] = useState(saved.keepsHours);
  const [texts, setTexts] = useState(() => textsOf(saved));
  const [wasTried, setTried] = useState(false);
  const values = Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, read(text)]));
  const isEmpty = Object.values(values).every((each) => each === null);
  const isValid = Object.values(values).every((each) => each !== undefined) && (!isOn || !isEmpty);
  const rules: ServiceRules = {
    isOn,
    keepsHours,
    targets: Object.fromEntries(
      serviceTiers.map((tier) => [
        tier,
        Object.fromEntries(serviceClocks.map((each) => [each, values[`${tier}.${each}`] ?? null])),
      ]),
    ) as ServiceRules['targets'],
  };
  const isClosed = keepsHours && Object.values(hours).every((spans) => spans.length === 0);
  const spanOf = (minutes: number) =>
    minutes % 1440 === 0
      ? t('spanDays', { count: minutes / 1440 })
      : [
          ...(minutes >= 60 ? [t('spanHours', { count: Math.floor(minutes / 60) })] : []),
          ...(minutes % 60 > 0 ? [t('spanMinutes', { count: minutes % 60 })] : []),
        ].join(' ');
  const field = (tier: ServiceTier, each: ServiceClock) => {
    const key = `${tier}.${each}` as const;
    const value = read(texts[key]);
    const isMissing = wasTried && isOn && isEmpty && key === 'usual.first';
    return (
      <Field
        key={key}
        label={t(`clock.${each}`)}
        hint={value && value >= 60 ? t('span', { span: spanOf(value) }) : t(tier === 'usual' ? 'unit' : 'unitTier')}
        error={
          value === undefined
            ? t('invalid', { max: new Intl.NumberFormat(locale).format(SERVICE_MINUTES_MAX) })
            : isMissing
              ? t('empty')
              : undefined
        }
      >
        {(control) => (
          <TextInput
            {...control}
            inputMode="numeric"
            autoComplete="off"
            name={key}
            value={texts[key]}
            onChange={({ target }) => {
              setFailure(null);
              setTexts({ ...texts, [key]: target.value });
            }}
          />
        )}
      </Field>
    );
  };
  return (
    <form
      method="post"
      noValidate
      className="grid grid-cols-[minmax(0,1fr)] gap-8"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (isValid)
          void run(
            (workspaceId) => client.conversations.saveService.mutate({ workspaceId, input: rules }),
            t('saved'),
            'form',
          );
      }}
    >
      <fieldset disabled={!mayChange} className="grid min-w-0 gap-4">
        <legend className="sr-only">{t('title')}</legend>
        <div className="grid gap-1">
          <Checkbox label={t('on')} checked={isOn} onChange={({ target }) => setOn(target.checked)} />
          <p className="pl-8 text-dense text-quiet">{t('onDetail')}</p>
        </div>
        <div className="grid gap-1">
          <Checkbox label={t('hours')} checked={keepsHours} onChange={({ target }) => setKeepsHours(target.checked)} />
          <p className="pl-8 text-dense text-quiet">
            {t.rich('hoursDetail', {
              zone: timeZone.replaceAll('_', ' '),
              link: (text) => (
                <Link href="/settings/sharing" className="underline">
                  {text}
                </Link>
              ),
            })}
          </p>
          {isClosed && <p className="pl-8 text-attention text-dense">{t('closed')}</p>}
        </div>
      </fieldset>
      <fieldset disabled={!mayChange} className="grid min-w-0 gap-3">
        <legend className="mb-2 font-medium">{t('tier.usual')}</legend>
        <div className="grid items-start gap-4 sm:grid-cols-3">{serviceClocks.map((each) => field('usual', each))}</div>
      </fieldset>
      <details open={serviceTiers.some((tier) => tier !== 'usual' && serviceClocks.some((c) => texts[`${tier}.${c}`]))}>
        <summary className="min-h-11 cursor-pointer py-2.5 font-medium">{t('more')}</summary>
        <div className="grid gap-6 pt-2">
          {(['high', 'urgent'] as const).map((tier) => (
            <fieldset key={tier} disabled={!mayChange} className="grid min-w-0 gap-3">
              <legend className="mb-2">{t(`tier.${tier}`)}</legend>
              <div className="grid items-start gap-4 sm:grid-cols-3">
                {serviceClocks.map((each) => field(tier, each))}
              </div>
            </fieldset>
          ))}
        </div>
      </details>
      <Example rules={rules} hours={hours} timeZone={timeZone} />
      <FormFoot
        failure={failure}
        mayChange={mayChange}
        isBusy={isBusy}
        isChanged={JSON.stringify(rules) !== JSON.stringify(saved)}
        texts={{ save: t('save'), readOnly: t('readOnly') }}
      />
    </form>
  );
}

/** What the promise comes to for whoever writes on the next Friday, late. */
function Example({ rules, hours, timeZone }: { rules: ServiceRules; hours: WorkingHours; timeZone: string }) {
  const t = useTranslations('service');
  const locale = useLocale();
  const [now] = useState(() => Date.now());
  const days = [0, 1, 2, 3, 4, 5, 6].map((ahead) =>
    new Intl.DateTimeFormat('sv-SE', { timeZone }).format(now + ahead * 86_400_000),
  );
  const friday = days.find((day) => new Date(`${day}T12:00:00Z`).getUTCDay() === 5) ?? '';
  const from = clockTime(friday, '19:50', timeZone);
  if (!from) return null;
  const moment = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : 'es-ES', {
    ...{ timeZone, weekday: 'long', day: 'numeric', month: 'long' },
    ...{ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  });
  const said = serviceClocks.flatMap((each) => {
    const minutes = rules.targets.usual[each];
    const due = minutes && addWorking(rules.keepsHours ? hours : null, timeZone, from, minutes);
    return due ? [t(`say.${each}`, { from: moment.format(from), due: moment.format(due) })] : [];
  });
  if (said.length === 0) return null;
  return (
    <section aria-label={t('example')} className="grid gap-2 rounded-card border bg-surface p-4">
      <h2 className="font-medium">{t('example')}</h2>
      <ul className="tabular grid gap-1 text-quiet" aria-live="polite">
        {said.map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ul>
    </section>
  );
}
