'use client';

import type { QuietHours as Hours } from '@recado/core/notifications/contract';
import { Checkbox } from '@recado/ui/checkbox';
import { Field } from '@recado/ui/field';
import { TextInput } from '@recado/ui/text-input';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Section } from '../security/section.tsx';

const usual: Hours = { from: 22 * 60, to: 8 * 60 };
const clock = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
const minuteOf = (text: string): number | null => {
  const [, hours, minutes] = /^(\d{2}):(\d{2})/.exec(text) ?? [];
  return hours && minutes ? Number(hours) * 60 + Number(minutes) : null;
};

/** The hours in which nothing sounds and no mail goes, where the person is. */
export function QuietHours({
  quiet,
  timeZone,
  onChange,
}: {
  quiet: Hours | null;
  timeZone: string;
  onChange: (quiet: Hours | null) => void;
}) {
  const t = useTranslations('notifications.quiet');
  return (
    <Section title={t('title')} detail={t('detail')}>
      <Checkbox
        label={t('on')}
        checked={quiet !== null}
        onChange={(event) => onChange(event.target.checked ? usual : null)}
      />
      {quiet && (
        <div className="flex flex-wrap items-start gap-4">
          {(['from', 'to'] as const).map((end) => (
            <Field key={end} label={t(end)}>
              {(control) => (
                <TextInput
                  {...control}
                  type="time"
                  required
                  // taken when it is whole: a field that is being typed in is left alone
                  key={quiet[end]}
                  defaultValue={clock(quiet[end])}
                  onBlur={(event) => {
                    const minute = minuteOf(event.target.value);
                    if (minute === null) event.target.value = clock(quiet[end]);
                    else if (minute !== quiet[end]) onChange({ ...quiet, [end]: minute });
                  }}
                  className="w-32"
                />
              )}
            </Field>
          ))}
        </div>
      )}
      <p className="text-dense text-quiet">
        {t('zone', { zone: timeZone.replaceAll('_', ' ') })}{' '}
        <Link href="/settings/profile" className="text-brand underline underline-offset-4">
          {t('change')}
        </Link>
      </p>
    </Section>
  );
}
