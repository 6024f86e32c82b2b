'use client';

import {
  SURVEY_LINK,
  type SurveyRules,
  surveyLanguages,
  surveyLimits,
  usualSurvey,
} from '@recado/core/conversations/contract';
import { Button } from '@recado/ui/button';
import { Checkbox } from '@recado/ui/checkbox';
import { Field } from '@recado/ui/field';
import { SelectInput } from '@recado/ui/select-input';
import { TextArea } from '@recado/ui/text-area';
import { TextInput } from '@recado/ui/text-input';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { queryKeys } from '../live/query-keys.ts';
import { useAction } from '../session/use-action.ts';
import { useDesk } from '../session/use-desk.ts';
import { useMay } from '../session/use-may.ts';
import { FormFoot } from '../settings/form-foot.tsx';
import { clockOf, minuteOf } from '../sharing/hours.ts';

const shown = ['{{contact.firstName}}', '{{contact.name}}', '{{workspace.name}}', SURVEY_LINK];

/** The question as a form: whether, what in which language, when, and who is told of a low answer. */
export function SurveyForm({ saved, timeZone }: { saved: SurveyRules; timeZone: string }) {
  const t = useTranslations('survey');
  const { client } = useDesk();
  const mayChange = useMay('workspace.update');
  const { isBusy, failure, setFailure, run } = useAction([queryKeys.survey]);
  const [rules, setRules] = useState(saved);
  const [days, setDays] = useState(String(saved.pauseDays));
  const set = (change: Partial<SurveyRules>) => {
    setFailure(null);
    setRules({ ...rules, ...change });
  };
  const pauseDays = Number(days);
  const isDays = Number.isInteger(pauseDays) && pauseDays >= 1 && pauseDays <= surveyLimits.days;
  const faultOf = (text: string) =>
    text.trim() === ''
      ? t('empty')
      : text.trim().length > surveyLimits.text
        ? t('tooLong', { max: surveyLimits.text })
        : undefined;
  const isValid = isDays && surveyLanguages.every((each) => faultOf(rules.texts[each]) === undefined);
  const wanted: SurveyRules = { ...rules, pauseDays };
  return (
    <form
      method="post"
      noValidate
      className="grid grid-cols-[minmax(0,1fr)] gap-8"
      onSubmit={(event) => {
        event.preventDefault();
        if (isValid)
          void run(
            (workspaceId) => client.conversations.saveSurvey.mutate({ workspaceId, input: wanted }),
            t('saved'),
            'form',
          );
      }}
    >
      <fieldset disabled={!mayChange} className="grid min-w-0 gap-1">
        <legend className="sr-only">{t('title')}</legend>
        <Checkbox label={t('on')} checked={rules.isOn} onChange={({ target }) => set({ isOn: target.checked })} />
        <p className="pl-8 text-dense text-quiet">{t('onDetail')}</p>
      </fieldset>
      <fieldset disabled={!mayChange} className="grid min-w-0 gap-4">
        <legend className="mb-1 font-medium">{t('texts')}</legend>
        <p className="wrap-anywhere text-dense text-quiet">{t('textsDetail', { vars: shown.join(' ') })}</p>
        {surveyLanguages.map((each) => (
          <Field key={each} label={t(`language.${each}`)} error={faultOf(rules.texts[each])}>
            {(control) => (
              <>
                <TextArea
                  {...control}
                  rows={3}
                  lang={each}
                  value={rules.texts[each]}
                  onChange={({ target }) => set({ texts: { ...rules.texts, [each]: target.value } })}
                />
                {mayChange && rules.texts[each] !== usualSurvey.texts[each] && (
                  <Button
                    size="small"
                    look="quiet"
                    className="justify-self-start"
                    onClick={() => set({ texts: { ...rules.texts, [each]: usualSurvey.texts[each] } })}
                  >
                    {t('usual')}
                  </Button>
                )}
              </>
            )}
          </Field>
        ))}
      </fieldset>
      <fieldset disabled={!mayChange} className="grid min-w-0 gap-4">
        <legend className="mb-2 font-medium">{t('when')}</legend>
        <div className="grid gap-1">
          <Checkbox
            label={t('quiet')}
            checked={rules.quiet !== null}
            onChange={({ target }) => set({ quiet: target.checked ? usualSurvey.quiet : null })}
          />
          <p className="pl-8 text-dense text-quiet">{t('quietDetail', { zone: timeZone.replaceAll('_', ' ') })}</p>
        </div>
        {rules.quiet && (
          <div className="flex flex-wrap items-start gap-4 pl-8">
            {(['from', 'to'] as const).map((end) => (
              <Field key={end} label={t(end)}>
                {(control) => (
                  <TextInput
                    {...control}
                    type="time"
                    required
                    className="w-32"
                    key={rules.quiet?.[end]}
                    defaultValue={clockOf(rules.quiet?.[end] ?? 0)}
                    onBlur={({ target }) => {
                      const minute = minuteOf(target.value, 0);
                      if (!rules.quiet || minute === null) target.value = clockOf(rules.quiet?.[end] ?? 0);
                      else if (minute !== rules.quiet[end]) set({ quiet: { ...rules.quiet, [end]: minute } });
                    }}
                  />
                )}
              </Field>
            ))}
          </div>
        )}
        <div className="grid items-start gap-4 sm:grid-cols-2">
          <Field
            label={t('pause')}
            hint={t('pauseHint', { max: surveyLimits.days })}
            error={isDays ? undefined : t('pauseInvalid', { max: surveyLimits.days })}
          >
            {(control) => (
              <TextInput
                {...control}
                inputMode="numeric"
                autoComplete="off"
                value={days}
                onChange={({ target }) => {
                  setFailure(null);
                  setDays(target.value);
                }}
              />
            )}
          </Field>
          <Field label={t('threshold')} hint={t('thresholdHint')}>
            {(control) => (
              <SelectInput
                {...control}
                value={rules.threshold}
                onChange={({ target }) => set({ threshold: Number(target.value) })}
              >
                {[1, 2, 3, 4].map((score) => (
                  <option key={score} value={score}>
                    {score === 1 ? t('only') : t('below', { score })}
                  </option>
                ))}
              </SelectInput>
            )}
          </Field>
        </div>
      </fieldset>
      <FormFoot
        failure={failure}
        mayChange={mayChange}
        isBusy={isBusy}
        isChanged={JSON.stringify(wanted) !== JSON.stringify(saved)}
        texts={{ save: t('save'), readOnly: t('readOnly') }}
      />
    </form>
  );
}
