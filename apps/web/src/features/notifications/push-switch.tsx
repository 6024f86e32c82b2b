'use client';

import { Button } from '@recado/ui/button';
import { Notice } from '@recado/ui/notice';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Section } from '../security/section.tsx';
import { useErrorText } from '../session/use-error-text.ts';
import { usePush } from './use-push.ts';

/** Asks the browser for its permission when somebody presses, and never by itself. */
export function PushSwitch() {
  const t = useTranslations('notifications.device');
  const errorText = useErrorText();
  const { state, turnOn, turnOff } = usePush();
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const press = async (act: () => Promise<void>) => {
    setBusy(true);
    setFailure(null);
    try {
      await act();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Section title={t('title')} detail={t('detail')}>
      {state === 'off' && (
        <Button className="justify-self-start" busy={isBusy} onClick={() => void press(turnOn)}>
          {t('on')}
        </Button>
      )}
      {state === 'on' && (
        <div className="flex flex-wrap items-center gap-3">
          <span role="status">{t('isOn')}</span>
          <Button busy={isBusy} onClick={() => void press(turnOff)}>
            {t('off')}
          </Button>
        </div>
      )}
      {(state === 'denied' || state === 'install' || state === 'missing') && <p className="text-quiet">{t(state)}</p>}
      {failure !== null && (
        <Notice tone="danger" live="assertive">
          {failure instanceof DOMException ? t('missing') : errorText(failure)}
        </Notice>
      )}
    </Section>
  );
}
