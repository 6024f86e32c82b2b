'use client';

import { Checkbox } from '@recado/ui/checkbox';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { areKeysOn, setKeysOn } from '../conversations/keys-preference.ts';

/** Whether single keys act in the inbox, in this browser. */
export function OwnKeys() {
  const t = useTranslations('inbox.keys');
  const [isOn, setOn] = useState(true);
  useEffect(() => setOn(areKeysOn()), []);
  return (
    <section className="grid gap-3 border-t pt-6">
      <h2 className="font-serif text-title">{t('title')}</h2>
      <Checkbox
        label={t('use')}
        checked={isOn}
        onChange={({ target }) => {
          setKeysOn(target.checked);
          setOn(target.checked);
        }}
      />
    </section>
  );
}
