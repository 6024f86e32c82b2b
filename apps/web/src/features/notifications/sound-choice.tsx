'use client';

import { Button } from '@recado/ui/button';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Section } from '../security/section.tsx';
import { allowSound, chime } from './chime.ts';

/** How loud it sounds, and a try of it: the press also lets the browser sound. */
export function SoundChoice({ volume, onChange }: { volume: number; onChange: (volume: number) => void }) {
  const t = useTranslations('notifications.sound');
  const [level, setLevel] = useState(volume);
  const [isHeld, setHeld] = useState(false);
  const settle = () => {
    if (level !== volume) onChange(level);
  };
  const trial = async () => {
    const isAllowed = await allowSound();
    setHeld(!isAllowed);
    if (isAllowed) await chime(level);
  };
  return (
    <Section title={t('title')} detail={t('detail')}>
      <div className="flex flex-wrap items-center gap-4">
        <label className="flex flex-wrap items-center gap-3">
          <span className="font-medium">{t('volume')}</span>
          <input
            type="range"
            min={0}
            max={100}
            step={5}
            value={level}
            aria-valuetext={level === 0 ? t('silent') : t('percent', { level })}
            onChange={(event) => setLevel(Number(event.target.value))}
            onPointerUp={settle}
            onKeyUp={settle}
            onBlur={settle}
            className="h-11 w-48"
          />
          <span className="tabular w-20 text-dense text-quiet">
            {level === 0 ? t('silent') : t('percent', { level })}
          </span>
        </label>
        <Button disabled={level === 0} onClick={() => void trial()}>
          {t('try')}
        </Button>
      </div>
      <p role="status" className="text-dense text-attention">
        {isHeld ? t('held') : ''}
      </p>
    </Section>
  );
}
