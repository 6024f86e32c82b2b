'use client';

import type { OwnDevice } from '@recado/core/identity/contract';
import { formatWhen } from '@recado/i18n';
import { Badge } from '@recado/ui/badge';
import { IconButton } from '@recado/ui/icon-button';
import { Menu, MenuItem } from '@recado/ui/menu';
import { Ellipsis } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useDesk } from '../session/use-desk.ts';
import { ConfirmDialog } from '../shell/confirm-dialog.tsx';
import { useReading } from '../shell/use-reading.ts';
import { DeviceLine } from './device-line.tsx';
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
            <Device key={device.id} device={device} />
          ))}
        </ul>
      )}
    </Section>
  );
}

function Device({ device }: { device: OwnDevice }) {
  const t = useTranslations('security');
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
    <DeviceLine
      kind="device"
      {...{ isCurrent: device.isCurrent, deviceType: device.deviceType, name, place: device.place }}
      badge={
        device.isCurrent ? (
          <Badge tone="good">{t('devices.current')}</Badge>
        ) : (
          device.isLive && <Badge tone="brand">{t('devices.live')}</Badge>
        )
      }
      times={
        <>
          <span>{t('devices.lastLogin', { when: formatWhen(new Date(device.lastSeenAt), reading) })}</span>
          <span>{t('devices.firstLogin', { when: formatWhen(new Date(device.firstSeenAt), reading) })}</span>
        </>
      }
    >
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
    </DeviceLine>
  );
}
