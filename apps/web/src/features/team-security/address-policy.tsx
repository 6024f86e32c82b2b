'use client';

import { LIST_MOST, type Policies, SetPolicies } from '@recado/core/policies/contract';
import { formatWhen } from '@recado/i18n';
import { Button } from '@recado/ui/button';
import { Field } from '@recado/ui/field';
import { Notice } from '@recado/ui/notice';
import { TextArea } from '@recado/ui/text-area';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { wireErrorOf } from '../session/app-error.ts';
import { TalkToUs } from '../session/talk-to-us.tsx';
import { useDesk } from '../session/use-desk.ts';
import { useErrorText } from '../session/use-error-text.ts';
import { useReading } from '../shell/use-reading.ts';
import { PolicyForm, useSavePolicy } from './policy-form.tsx';
import { linesOf } from './protection.ts';

const Line = SetPolicies.shape.allowList.element;

/** From where the account's people may come in. Whoever saves a list must be on it, and the way back is told before it is needed. */
export function AddressPolicy({ policies, mayChange }: { policies: Policies; mayChange: boolean }) {
  const t = useTranslations('teamSecurity.list');
  const errorText = useErrorText();
  const tPolicies = useTranslations('teamSecurity.policies');
  const { client, viewer } = useDesk();
  const reading = { ...useReading(), timeZone: viewer.person.timeZone };
  const { address, mayList, pausedUntil } = policies;
  const kept = policies.allowList.map(shown);
  const [text, setText] = useState(kept.join('\n'));
  const [problem, setProblem] = useState<string | null>(null);
  const { isBusy, failure, setFailure, save } = useSavePolicy(policies);
  const lines = linesOf(text);
  const mayWrite = mayChange && mayList;
  const write = (now: string) => {
    setFailure(null);
    setProblem(null);
    setText(now);
  };
  const addOwn = address !== null && !lines.includes(address) && (
    <Button size="small" onClick={() => write([...lines, address].join('\n'))}>
      {t('addYours')}
    </Button>
  );
  const isOut = failure !== null && wireErrorOf(failure).code === 'policies.wouldLockOut';
  return (
    <PolicyForm
      id="addresses"
      title={t('title')}
      detail={t('detail')}
      isChanged={lines.join('\n') !== kept.join('\n')}
      isBusy={isBusy}
      onSave={() => {
        const bad = lines.find((line) => !Line.safeParse(line).success);
        if (bad !== undefined) return setProblem(t('bad', { line: bad }));
        if (lines.length > LIST_MOST) return setProblem(t('many', { limit: LIST_MOST }));
        void save({ allowList: lines });
      }}
      effect={
        lines.length === 0 ? (
          <p>{t('effectOff')}</p>
        ) : (
          <>
            <p>{t('effect', { count: lines.length })}</p>
            <p>{t('effectLinks')}</p>
          </>
        )
      }
      problem={
        failure !== null && (
          <Notice tone="danger" live="assertive" action={isOut && addOwn}>
            {errorText(failure)}
          </Notice>
        )
      }
    >
      {pausedUntil !== null && (
        <Notice tone="attention">{t('paused', { when: formatWhen(new Date(pausedUntil), reading) })}</Notice>
      )}
      {!mayList && (
        <Notice tone="attention">
          <div className="grid justify-items-start gap-3">
            <p>{tPolicies('planList')}</p>
            <TalkToUs client={client} source="limit" />
          </div>
        </Notice>
      )}
      {!mayList && kept.length === 0 ? null : (
        <>
          {kept.length === 0 && <p>{t('everywhere')}</p>}
          <Field label={t('field')} hint={t('hint')} error={problem ?? undefined}>
            {(control) => (
              <TextArea
                {...control}
                rows={Math.min(10, Math.max(3, lines.length + 1))}
                spellCheck={false}
                autoComplete="off"
                disabled={!mayWrite}
                value={text}
                onChange={({ target }) => write(target.value)}
                className="tabular max-w-md"
              />
            )}
          </Field>
          {mayWrite && (
            <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
              <p className="tabular wrap-anywhere min-w-0">
                {address === null ? t('yoursUnknown') : t('yours', { address })}
              </p>
              {addOwn}
              {kept.length > 0 && text !== '' && (
                <Button size="small" look="quiet" onClick={() => write('')}>
                  {t('remove')}
                </Button>
              )}
            </div>
          )}
          <div className="grid max-w-xl gap-1">
            <p className="font-medium">{t('back')}</p>
            <p className="text-quiet">{t('backDetail')}</p>
          </div>
        </>
      )}
    </PolicyForm>
  );
}

/** One address is kept as a network of one. */
const shown = (network: string): string => network.replace(/(?<=^[\d.]+)\/32$|(?<=:.*)\/128$/, '');
