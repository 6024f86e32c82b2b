'use client';

import { Button } from '@recado/ui/button';
import { Dialog } from '@recado/ui/dialog';
import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import { useSecondsLeft } from '../shell/use-seconds-left.ts';
import { tellingAt } from './activity-clock.ts';

/** Asks whether anybody is still there, with the time that is left. Screen readers are told of it four times, not every second. */
export function IdleWarning({ until, minutes, onStay }: { until: number | null; minutes: number; onStay: () => void }) {
  return until === null ? null : <Open until={until} minutes={minutes} onStay={onStay} />;
}

function Open({ until, minutes, onStay }: { until: number; minutes: number; onStay: () => void }) {
  const t = useTranslations('identity.idle');
  const seconds = useSecondsLeft(until);
  const told = useRef(tellingAt(seconds));
  const now = tellingAt(seconds);
  // what was said stays said until the next time has come
  if (now !== told.current) told.current = now;
  const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  return (
    <Dialog open onOpenChange={onStay} title={t('title')} description={t('detail', { minutes })} closeLabel={t('stay')}>
      <p role="timer" aria-live="off" className="tabular mt-5 font-serif text-display" aria-label={t('timer')}>
        {clock}
      </p>
      <p role="status" className="sr-only">
        {told.current === null ? '' : t('left', { seconds: told.current })}
      </p>
      <div className="mt-5 grid">
        <Stay label={t('stay')} onStay={onStay} />
      </div>
    </Dialog>
  );
}

/** The answer, and not the cross, is what is at hand. Apart, because the sheet comes up after whoever opens it. */
function Stay({ label, onStay }: { label: string; onStay: () => void }) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  return (
    <Button ref={button} look="primary" size="large" onClick={onStay}>
      {label}
    </Button>
  );
}
