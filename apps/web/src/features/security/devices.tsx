'use client';

import type { OwnDevice } from '@recado/core/identity/contract';
import { placeName } from '@recado/core/identity/rules';
import { formatWhen } from '@recado/i18n';
import { Badge } from '@recado/ui/badge';
import { IconButton } from '@recado/ui/icon-button';
import { Menu, MenuItem } from '@recado/ui/menu';
import { Ellipsis } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { useDesk } from '../session/use-desk.ts';
import { ConfirmDialog } from '../shell/confirm-dialog.tsx';
import { useReading } from '../shell/use-reading.ts';
import { DeviceIcon } from './device-icon.tsx';
import { Section } from './section.tsx';
import { useDeviceName } from './use-device-name.ts';
import { useOwnAction, useOwnDevices } from './use-own-account.ts';

/** The browsers that the account knows; any but the one in hand can be signed out or forgotten from here. */
export function Devices() {
  const t = useTranslations('security.devices');
  const devices = useOwnDevices();
  return (
    <Section title={t('title')} detail={t('detail')} asked={devices}>
      {devices.data && (
        <ul className="grid grid-cols-[minmax(0,1fr)]">
          {devices.data.map((device) => (
            <DeviceLine key={device.id} device={device} />
          ))}
        </ul>
      )}
    </Section>
  );
}

function DeviceLine({ device }: { device: OwnDevice }) {
  const t = useTranslations('security');
  const locale = useLocale();
  const { client, viewer } = useDesk();
  const { run } = useOwnAction();
  const nameOf = useDeviceName();
  const reading = { ...useReading(), timeZone: viewer.person.timeZone };
  const [isForgetting, setForgetting] = useState(false);
  const name = nameOf(device);
  const end = (forget: boolean) =>
    run(
      () => client.ownAccount.endDevice.mutate({ deviceId: device.id, forget }),
      forget ? t('devices.forgotten') : t('sessions.ended'),
    );
  return (
    <li
      data-device={device.isCurrent ? 'current' : 'other'}
      className="flex items-start gap-3 border-b py-3 last:border-b-0"
    >
      <DeviceIcon type={device.deviceType} />
      <div className="grid min-w-0 flex-1 gap-0.5">
        <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1 font-semibold">
          {name}
          {device.isCurrent ? (
            <Badge tone="good">{t('devices.current')}</Badge>
          ) : (
            device.isLive && <Badge tone="brand">{t('devices.live')}</Badge>
          )}
        </p>
        <p className="tabular flex flex-wrap gap-x-3 gap-y-0.5 text-dense text-quiet">
          {device.place && <span>{t('near', { place: placeName(device.place, locale) })}</span>}
          <span>{t('devices.lastLogin', { when: formatWhen(new Date(device.lastSeenAt), reading) })}</span>
          <span>{t('devices.firstLogin', { when: formatWhen(new Date(device.firstSeenAt), reading) })}</span>
        </p>
      </div>
      {!device.isCurrent && (
        <Menu
          align="end"
          trigger={
            <IconButton label={t('devices.more', { device: name })}>
              <Ellipsis size={20} aria-hidden />
            </IconButton>
          }
        >
          {device.isLive && <MenuItem onSelect={() => void end(false)}>{t('devices.signOut')}</MenuItem>}
          <MenuItem tone="danger" onSelect={() => setForgetting(true)}>
            {t('devices.forget')}
          </MenuItem>
        </Menu>
      )}
      <ConfirmDialog
        open={isForgetting}
        setOpen={setForgetting}
        title={t('devices.forgetTitle', { device: name })}
        detail={t('devices.forgetDetail')}
        confirm={t('devices.forget')}
        look="danger"
        onConfirm={() => {
          setForgetting(false);
          void end(true);
        }}
      />
    </li>
  );
}
