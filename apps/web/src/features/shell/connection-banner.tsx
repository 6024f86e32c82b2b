'use client';

import { Wifi, WifiOff } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { useLive } from '../live/live-provider.tsx';

const patienceMs = 3_000;
const relievedMs = 4_000;

/** Says that the connection is gone once it has been for a while, what happens to what is written meanwhile, and that it is back. */
export function ConnectionBanner() {
  const t = useTranslations('shell.banner');
  const { isUp } = useLive();
  const [shown, setShown] = useState<'offline' | 'back' | null>(null);
  useEffect(() => {
    if (isUp) setShown((before) => (before === 'offline' ? 'back' : null));
    const timer = isUp
      ? setTimeout(() => setShown(null), relievedMs)
      : setTimeout(() => setShown('offline'), patienceMs);
    return () => clearTimeout(timer);
  }, [isUp]);
  const [Icon, look] =
    shown === 'back' ? [Wifi, 'bg-good-soft text-good'] : [WifiOff, 'bg-attention-soft text-attention'];
  return (
    <div role="status">
      {shown && (
        <p className={`flex items-center gap-2.5 px-4 py-2 text-dense ${look}`}>
          <Icon size={16} aria-hidden className="shrink-0" />
          <span className="text-ink">{t(shown)}</span>
        </p>
      )}
    </div>
  );
}
