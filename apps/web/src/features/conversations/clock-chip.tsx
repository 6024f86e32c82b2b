'use client';

import type { RunningClock } from '@recado/core/conversations/contract';
import { formatWhen } from '@recado/i18n';
import { clsx } from 'clsx';
import { Hourglass } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useSyncExternalStore } from 'react';

const MINUTE = 60_000;
const SOON_MINUTES = 10;
/** One timer for all of them, so that the list around them stays as it is. */
const readers = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let tick = 0;
const look = () => {
  tick = Math.floor(Date.now() / 5_000) * 5_000;
  for (const tell of readers) tell();
};
function subscribe(tell: () => void): () => void {
  readers.add(tell);
  timer ??= setInterval(look, 5_000);
  look();
  return () => {
    readers.delete(tell);
    if (readers.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** Until when a customer is owed something, or since when it is late. Moves by itself. */
export function ClockChip({ clock }: { clock: RunningClock }) {
  const t = useTranslations('conversations.clock');
  const locale = useLocale() === 'en' ? 'en' : 'es';
  const due = Date.parse(clock.dueAt);
  const now = useSyncExternalStore(
    subscribe,
    () => tick,
    () => 0,
  );
  if (now === 0) return null;
  const isLate = due <= now;
  const minutes = Math.floor(Math.abs(due - now) / MINUTE);
  const span =
    minutes < 1
      ? t('now')
      : minutes < 60
        ? t('minutes', { count: minutes })
        : minutes < 48 * 60
          ? t('hours', { count: Math.floor(minutes / 60) })
          : t('days', { count: Math.floor(minutes / 1440) });
  return (
    <span
      data-clock={isLate ? 'late' : 'running'}
      title={t('title', { kind: clock.kind, when: formatWhen(new Date(due), { locale, now: new Date(now) }) })}
      className={clsx(
        'tabular inline-flex h-4.5 shrink-0 items-center gap-1 rounded-full px-1.5 font-medium text-fine',
        isLate
          ? 'bg-danger-soft text-danger'
          : minutes < SOON_MINUTES
            ? 'bg-attention-soft text-attention'
            : 'bg-sunk text-quiet',
      )}
    >
      <Hourglass size={11} aria-hidden />
      {isLate ? t('late', { span }) : t(clock.kind === 'resolve' ? 'resolveIn' : 'answerIn', { span })}
    </span>
  );
}
