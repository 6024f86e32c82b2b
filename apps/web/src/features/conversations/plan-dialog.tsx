'use client';

import { TEXT_LIMIT } from '@recado/core/conversations/contract';
import { formatTime } from '@recado/i18n';
import { Button } from '@recado/ui/button';
import { Checkbox } from '@recado/ui/checkbox';
import { Dialog } from '@recado/ui/dialog';
import { Field } from '@recado/ui/field';
import { TextArea } from '@recado/ui/text-area';
import { TextInput } from '@recado/ui/text-input';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useDesk } from '../session/use-desk.ts';
import { useReading } from '../shell/use-reading.ts';
import { dayAndClock, planAt, planPresets } from './plan-times.ts';
import { clockTime } from './snooze-times.ts';
import { type Plan, useMoment } from './use-planned.ts';

/** When a message goes, on the clocks of the business. Of one that is planned already the words can be changed too. */
export function PlanDialog({
  plan,
  isNew,
  onClose,
  onPlan,
}: {
  plan: { text: string; at: string | null; sendsAnyway: boolean };
  isNew: boolean;
  onClose: () => void;
  onPlan: (plan: Plan) => Promise<boolean>;
}) {
  const t = useTranslations('conversations.planned');
  const tCommon = useTranslations('common');
  const { workspace } = useDesk();
  const moment = useMoment();
  const reading = useReading();
  const [now] = useState(() => new Date());
  const zone = workspace.timeZone;
  const first = plan.at === null ? null : new Date(plan.at);
  // one whose moment has passed is given another
  const [{ day, clock }, setMoment] = useState(() =>
    dayAndClock(
      first && first > now ? first : (planAt('today', now, zone) ?? planAt('tomorrow', now, zone) ?? now),
      zone,
    ),
  );
  const [text, setText] = useState(plan.text);
  const [sendsAnyway, setAnyway] = useState(plan.sendsAnyway);
  const [isPast, setPast] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const put = async (at: Date | null) => {
    if (!at || at.getTime() <= Date.now()) return setPast(true);
    if (text.trim() === '' || text.length > TEXT_LIMIT || isBusy) return;
    setBusy(true);
    if (await onPlan({ text, at: at.toISOString(), sendsAnyway })) onClose();
    setBusy(false);
  };
  const typed = (next: { day?: string; clock?: string }) => {
    setMoment({ day, clock, ...next });
    setPast(false);
  };
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      title={t(isNew ? 'title' : 'editTitle')}
      description={t('zone', { zone: zone.replaceAll('_', ' ') })}
      closeLabel={tCommon('close')}
    >
      <div className="mt-4 grid gap-4">
        {!isNew && (
          <Field label={t('text')}>
            {(control) => (
              <TextArea {...control} rows={4} value={text} onChange={({ target }) => setText(target.value)} />
            )}
          </Field>
        )}
        <ul className="grid gap-1.5">
          {planPresets.map((preset) => {
            const at = planAt(preset, now, zone);
            return (
              at && (
                <li key={preset}>
                  <Button className="w-full" disabled={isBusy} onClick={() => void put(at)}>
                    <span className="flex w-full items-center justify-between gap-3">
                      <span>{t(preset)}</span>
                      <span className="tabular text-quiet">
                        {preset === 'monday' ? moment(at) : formatTime(at, { ...reading, timeZone: zone })}
                      </span>
                    </span>
                  </Button>
                </li>
              )
            );
          })}
        </ul>
        <form
          method="post"
          className="grid gap-4 border-t pt-4"
          onSubmit={(event) => {
            event.preventDefault();
            void put(clockTime(day, clock, zone));
          }}
        >
          <fieldset className="grid min-w-0 grid-cols-[minmax(0,1fr)_8.5rem] items-start gap-2">
            <legend className="pb-2 font-medium">{t('own')}</legend>
            <div className="min-w-0">
              <Field label={t('day')} error={isPast ? t('past') : undefined}>
                {(control) => (
                  <TextInput
                    {...control}
                    type="date"
                    required
                    value={day}
                    onChange={({ target }) => typed({ day: target.value })}
                  />
                )}
              </Field>
            </div>
            <div className="min-w-0">
              <Field label={t('clock')}>
                {(control) => (
                  <TextInput
                    {...control}
                    type="time"
                    required
                    value={clock}
                    onChange={({ target }) => typed({ clock: target.value })}
                  />
                )}
              </Field>
            </div>
          </fieldset>
          <Checkbox
            checked={sendsAnyway}
            onChange={({ target }) => setAnyway(target.checked)}
            label={
              <>
                {t('anyway')}
                <span className="block text-dense text-quiet">{t('anywayHint')}</span>
              </>
            }
          />
          <div className="flex justify-end">
            <Button type="submit" look="primary" busy={isBusy} disabled={text.trim() === ''}>
              {t(isNew ? 'plan' : 'save')}
            </Button>
          </div>
        </form>
      </div>
    </Dialog>
  );
}
