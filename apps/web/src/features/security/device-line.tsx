import { placeName } from '@recado/core/identity/rules';
import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { DeviceIcon } from './device-icon.tsx';

/** A line about a browser: which, what is said of it, near where and since when, and what can be done. */
export function DeviceLine(props: {
  kind: 'device' | 'session' | 'trusted';
  isCurrent: boolean;
  deviceType: string;
  name: string;
  badge: ReactNode;
  place: string | null;
  /** What is known of its times, each a phrase. */
  times: ReactNode;
  children: ReactNode;
}) {
  const t = useTranslations('security');
  const locale = useLocale();
  return (
    <li
      {...{ [`data-${props.kind}`]: props.isCurrent ? 'current' : 'other' }}
      className="flex items-start gap-3 border-b py-3 last:border-b-0"
    >
      <DeviceIcon type={props.deviceType} />
      <div className="grid min-w-0 flex-1 gap-0.5">
        <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1 font-semibold">
          {props.name}
          {props.badge}
        </p>
        <p className="tabular flex flex-wrap gap-x-3 gap-y-0.5 text-dense text-quiet">
          {props.place && <span>{t('near', { place: placeName(props.place, locale) })}</span>}
          {props.times}
        </p>
      </div>
      {props.children}
    </li>
  );
}
