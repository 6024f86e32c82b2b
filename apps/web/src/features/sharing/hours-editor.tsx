'use client';

import { SPANS_A_DAY, type Weekday, type WorkingHours, weekdays } from '@recado/core/conversations/contract';
import { Button } from '@recado/ui/button';
import { Checkbox } from '@recado/ui/checkbox';
import { IconButton } from '@recado/ui/icon-button';
import { TextInput } from '@recado/ui/text-input';
import { X } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { addSpan, clockOf, minuteOf, setEnd } from './hours.ts';

/** The hours that are worked, day by day, where the business is. */
export function HoursEditor({
  hours,
  timeZone,
  onChange,
}: {
  hours: WorkingHours;
  timeZone: string;
  onChange: (hours: WorkingHours) => void;
}) {
  const t = useTranslations('sharing.hours');
  const locale = useLocale();
  // the first of January of 2024 was a Monday
  const nameOf = (day: Weekday) =>
    new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(
      new Date(Date.UTC(2024, 0, Number(day))),
    );
  return (
    <div className="grid gap-1 rounded-card border bg-surface px-4 py-2">
      {weekdays.map((day) => {
        const spans = hours[day] ?? [];
        const name = nameOf(day);
        return (
          <div
            key={day}
            className="grid min-h-12 gap-2 border-b py-2 last:border-b-0 sm:grid-cols-[10rem_minmax(0,1fr)]"
          >
            <Checkbox
              label={<span className="inline-block first-letter:uppercase">{name}</span>}
              className="self-start pt-2"
              checked={spans.length > 0}
              onChange={({ target }) => onChange({ ...hours, [day]: target.checked ? addSpan([]) : [] })}
            />
            <div className="grid gap-2">
              {spans.length === 0 && <p className="py-2 text-quiet">{t('closed')}</p>}
              {spans.map((span, at) => (
                <div key={at} className="flex flex-wrap items-center gap-2">
                  {([0, 1] as const).map((end) => (
                    <span key={`${end}-${span[end]}`} className="w-32">
                      <TextInput
                        type="time"
                        required
                        aria-label={t(end === 0 ? 'from' : 'until', { day: name })}
                        defaultValue={clockOf(span[end])}
                        onBlur={({ target }) => {
                          const minute = minuteOf(target.value, end);
                          const next = minute === null ? null : setEnd(spans, at, end, minute);
                          if (next === null) target.value = clockOf(span[end]);
                          else if (minute !== span[end]) onChange({ ...hours, [day]: next });
                        }}
                      />
                    </span>
                  ))}
                  {spans.length > 1 && (
                    <IconButton
                      label={t('remove', { day: name, from: clockOf(span[0]) })}
                      onClick={() => onChange({ ...hours, [day]: spans.filter((_, other) => other !== at) })}
                    >
                      <X size={16} aria-hidden />
                    </IconButton>
                  )}
                  {at === spans.length - 1 && spans.length < SPANS_A_DAY && span[1] < 1380 && (
                    <Button size="small" onClick={() => onChange({ ...hours, [day]: addSpan(spans) })}>
                      {t('add')}
                    </Button>
                  )}
                </div>
              ))}
            </div>
          </div>
        );
      })}
      <p className="py-2 text-dense text-quiet">{t('zone', { zone: timeZone.replaceAll('_', ' ') })}</p>
    </div>
  );
}
