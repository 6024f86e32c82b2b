'use client';

import { WifiOff } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { useLive } from '../live/live-provider.tsx';

const patienceMs = 3_000;

/** Says that the connection is gone once it has been for a while, and what happens to what is written meanwhile. */
export function ConnectionBanner() {
  const t = useTranslations('shell.banner');
  const { isUp } = useLive();
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    if (isUp) return setShown(false);
    const timer = setTimeout(() => setShown(true), patienceMs);
    return () => clearTimeout(timer);
  }, [isUp]);
  return (
    <div role="status">
      {isShown && (
        <p className="flex items-center gap-2.5 bg-attention-soft px-4 py-2 text-dense">
          <WifiOff size={16} aria-hidden className="shrink-0 text-attention" />
          {t('offline')}
        </p>
      )}
    </div>
  );
}
