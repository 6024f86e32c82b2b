'use client';

import { type OwnDevice, TRUSTED_DEVICES } from '@recado/core/identity/contract';
import { formatDay } from '@recado/i18n';
import { Badge } from '@recado/ui/badge';
import { Button } from '@recado/ui/button';
import { useTranslations } from 'next-intl';
import { useDesk } from '../session/use-desk.ts';
import { useReading } from '../shell/use-reading.ts';
import { DeviceLine } from './device-line.tsx';
import { Section } from './section.tsx';
import { useDeviceName } from './use-device-name.ts';
import { useFactors, useOwnAction, useOwnDevices } from './use-own-account.ts';

/** The few browsers that are not asked for the second step for a while: which, until when, and the way to take that back. */
export function TrustedDevices() {
  const t = useTranslations('security.trusted');
  const { client } = useDesk();
  const devices = useOwnDevices();
  const factors = useFactors();
  const { isBusy, run } = useOwnAction();
  // what trust stands in for; without it there is nothing to be trusted with
  const hasFactor = (factors.data?.factors.length ?? 0) > 0;
  const trusted = devices.data?.filter(({ trustedUntil }) => trustedUntil !== null);
  const isHere = trusted?.some(({ isCurrent }) => isCurrent);
  const isFull = (trusted?.length ?? 0) >= TRUSTED_DEVICES;
  return (
    <Section
      title={t('title')}
      detail={t('detail', { limit: TRUSTED_DEVICES })}
      asked={devices}
      action={
        trusted &&
        hasFactor &&
        !isHere &&
        !isFull && (
          <Button busy={isBusy} onClick={() => void run(() => client.security.trustDevice.mutate(), t('trusted'))}>
            {t('trust')}
          </Button>
        )
      }
    >
      {trusted?.length === 0 && factors.data && <p>{hasFactor ? t('none') : t('needsFactor')}</p>}
      {trusted && trusted.length > 0 && (
        <ul aria-label={t('title')} className="grid grid-cols-[minmax(0,1fr)]">
          {trusted.map((device) => (
            <Trusted key={device.id} device={device} />
          ))}
        </ul>
      )}
      {isFull && !isHere && <p className="text-quiet">{t('full', { limit: TRUSTED_DEVICES })}</p>}
    </Section>
  );
}

function Trusted({ device }: { device: OwnDevice }) {
  const t = useTranslations('security');
  const { client, viewer } = useDesk();
  const { isBusy, run } = useOwnAction();
  const nameOf = useDeviceName();
  const reading = { ...useReading(), timeZone: viewer.person.timeZone };
  const name = nameOf(device);
  return (
    <DeviceLine
      kind="trusted"
      {...{ isCurrent: device.isCurrent, deviceType: device.deviceType, name, place: device.place }}
      badge={device.isCurrent && <Badge tone="good">{t('devices.current')}</Badge>}
      times={
        device.trustedUntil && (
          <span>{t('trusted.until', { day: formatDay(new Date(device.trustedUntil), reading) })}</span>
        )
      }
    >
      <Button
        size="small"
        busy={isBusy}
        aria-label={t('trusted.untrustOne', { device: name })}
        onClick={() =>
          void run(() => client.security.untrustDevice.mutate({ deviceId: device.id }), t('trusted.untrusted'))
        }
      >
        {t('trusted.untrust')}
      </Button>
    </DeviceLine>
  );
}
