'use client';

import { type AssignmentRules, assignmentModes, CAP_MAX } from '@recado/core/conversations/contract';
import { Checkbox } from '@recado/ui/checkbox';
import { ChoiceCard } from '@recado/ui/choice-card';
import { Field } from '@recado/ui/field';
import { SelectInput } from '@recado/ui/select-input';
import { TextInput } from '@recado/ui/text-input';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { queryKeys } from '../live/query-keys.ts';
import type { Person, Team } from '../people/use-people.ts';
import { useAction } from '../session/use-action.ts';
import { useDesk } from '../session/use-desk.ts';
import { useMay } from '../session/use-may.ts';
import { FormFoot } from '../settings/form-foot.tsx';
import { HoursEditor } from './hours-editor.tsx';

const toggled = (ids: readonly string[], id: string, isOn: boolean) =>
  isOn ? [...ids, id] : ids.filter((each) => each !== id);

/** The rule as a form: how, among whom, and when. What is somebody's already stays theirs. */
export function SharingForm({
  saved,
  timeZone,
  people,
  teams,
}: {
  saved: AssignmentRules;
  timeZone: string;
  people: readonly Person[];
  teams: readonly Team[];
}) {
  const t = useTranslations('sharing');
  const { client } = useDesk();
  const mayChange = useMay('workspace.update');
  const { isBusy, failure, setFailure, run } = useAction([queryKeys.assignment]);
  const [rules, setRules] = useState(saved);
  const [isEverybody, setEverybody] = useState(saved.personIds.length + saved.teamIds.length === 0);
  const name = useId();
  const set = (change: Partial<AssignmentRules>) => {
    setFailure(null);
    setRules({ ...rules, ...change });
  };
  const isByHand = rules.mode === 'hand';
  const wanted = { ...rules, ...(isEverybody ? { personIds: [], teamIds: [] } : {}) };
  const isEmpty = !isByHand && !isEverybody && rules.personIds.length + rules.teamIds.length === 0;
  const outside = rules.outside ? `${rules.outside.kind}:${rules.outside.id}` : '';
  return (
    <form
      method="post"
      noValidate
      className="grid grid-cols-[minmax(0,1fr)] gap-8"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isEmpty)
          void run(
            (workspaceId) => client.conversations.saveAssignment.mutate({ workspaceId, input: wanted }),
            t('saved'),
            'form',
          );
      }}
    >
      <fieldset disabled={!mayChange} className="grid min-w-0 gap-2">
        <legend className="mb-1.5 font-medium">{t('mode.label')}</legend>
        {assignmentModes.map((mode) => (
          <ChoiceCard
            key={mode}
            name={`${name}-mode`}
            value={mode}
            title={t(`mode.${mode}.title`)}
            detail={t(`mode.${mode}.detail`)}
            checked={rules.mode === mode}
            disabled={!mayChange}
            onChange={() => set({ mode })}
          />
        ))}
      </fieldset>
      {!isByHand && (
        <>
          <fieldset disabled={!mayChange} className="grid min-w-0 gap-3">
            <legend className="mb-2 font-medium">{t('who.label')}</legend>
            {(rules.mode === 'round_robin' || rules.mode === 'least_busy') && (
              <Checkbox
                label={t('who.lastFirst')}
                checked={rules.lastFirst}
                onChange={({ target }) => set({ lastFirst: target.checked })}
              />
            )}
            <Checkbox
              label={t('who.everybody')}
              checked={isEverybody}
              onChange={({ target }) => setEverybody(target.checked)}
            />
            {!isEverybody && (
              <div className="grid gap-2 rounded-card border bg-surface p-4 sm:grid-cols-2">
                {teams.map((team) => (
                  <Checkbox
                    key={team.id}
                    label={t('who.team', { name: team.name })}
                    checked={rules.teamIds.includes(team.id)}
                    onChange={({ target }) => set({ teamIds: toggled(rules.teamIds, team.id, target.checked) })}
                  />
                ))}
                {people.map((person) => (
                  <Checkbox
                    key={person.personId}
                    label={person.name}
                    checked={rules.personIds.includes(person.personId)}
                    onChange={({ target }) =>
                      set({ personIds: toggled(rules.personIds, person.personId, target.checked) })
                    }
                  />
                ))}
              </div>
            )}
            {isEmpty && (
              <p role="alert" className="text-dense text-danger">
                {t('who.nobody')}
              </p>
            )}
            <Checkbox
              label={t('who.onlyOnline')}
              checked={rules.onlyOnline}
              onChange={({ target }) => set({ onlyOnline: target.checked })}
            />
            <div className="max-w-sm">
              <Field label={t('cap.label')} hint={t('cap.hint')}>
                {(control) => (
                  <TextInput
                    {...control}
                    type="number"
                    inputMode="numeric"
                    min={1}
                    max={CAP_MAX}
                    value={rules.cap ?? ''}
                    onChange={({ target }) => {
                      const cap = Math.trunc(Number(target.value));
                      set({ cap: cap >= 1 ? Math.min(cap, CAP_MAX) : null });
                    }}
                  />
                )}
              </Field>
            </div>
          </fieldset>
          <fieldset disabled={!mayChange} className="grid min-w-0 gap-3">
            <legend className="mb-2 font-medium">{t('when.label')}</legend>
            <Checkbox
              label={t('when.keepsHours')}
              checked={rules.keepsHours}
              onChange={({ target }) => set({ keepsHours: target.checked })}
            />
            {rules.keepsHours && (
              <>
                <HoursEditor hours={rules.hours} timeZone={timeZone} onChange={(hours) => set({ hours })} />
                <div className="max-w-sm">
                  <Field label={t('when.outside')}>
                    {(control) => (
                      <SelectInput
                        {...control}
                        value={outside}
                        onChange={({ target }) => {
                          const [kind, id] = target.value.split(':');
                          set({ outside: id && (kind === 'person' || kind === 'team') ? { kind, id } : null });
                        }}
                      >
                        <option value="">{t('when.outsideNobody')}</option>
                        {teams.map((team) => (
                          <option key={team.id} value={`team:${team.id}`}>
                            {t('who.team', { name: team.name })}
                          </option>
                        ))}
                        {people.map((person) => (
                          <option key={person.personId} value={`person:${person.personId}`}>
                            {person.name}
                          </option>
                        ))}
                      </SelectInput>
                    )}
                  </Field>
                </div>
              </>
            )}
          </fieldset>
        </>
      )}
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
