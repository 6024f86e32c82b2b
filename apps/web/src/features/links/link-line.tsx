'use client';

import type { LinkDeviceRow, LinkRow } from '@recado/core/access/contract';
import { formatDay, formatPhone, formatWhen } from '@recado/i18n';
import { Badge } from '@recado/ui/badge';
import { Button } from '@recado/ui/button';
import { IconButton } from '@recado/ui/icon-button';
import { Menu, MenuItem } from '@recado/ui/menu';
import { Ellipsis } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { DeviceLine } from '../security/device-line.tsx';
import { useDeviceName } from '../security/use-device-name.ts';
import { useDesk } from '../session/use-desk.ts';
import { useMay } from '../session/use-may.ts';
import { ConfirmDialog } from '../shell/confirm-dialog.tsx';
import { useReading } from '../shell/use-reading.ts';
import { useLinksAction } from './use-links.ts';

/** A link: whom it is for, what it is worth now, and the devices that have opened it. */
export function LinkLine({ link, inPlan, onEdit }: { link: LinkRow; inPlan: boolean; onEdit: () => void }) {
  const t = useTranslations('links');
  const { client, viewer } = useDesk();
  const reading = { ...useReading(), timeZone: viewer.person.timeZone };
  const mayWrite = useMay('links.write');
  const { run } = useLinksAction();
  const [isRevoking, setRevoking] = useState(false);
  const { id: linkId, name, devices, expiresAt, worth } = link;
  const told = link.phone ? formatPhone(link.phone) : link.email;
  const isShut = !link.isOver && worth === null;
  const day = expiresAt === null ? null : formatDay(new Date(expiresAt), reading);
  const ends =
    day === null ? t('facts.endless') : link.isOver ? t('facts.ended', { when: day }) : t('facts.until', { when: day });
  const used = link.lastUsedAt
    ? t('facts.used', { when: formatWhen(new Date(link.lastUsedAt), reading) })
    : t('facts.unused');
  return (
    <li className="grid grid-cols-[minmax(0,1fr)] gap-2 border-b py-3 last:border-b-0">
      <div className="flex items-start gap-3">
        <div className="grid min-w-0 flex-1 grid-cols-[minmax(0,1fr)] gap-0.5">
          <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1 font-semibold">
            <span className="wrap-anywhere min-w-0">{name}</span>
            <Badge>{t(`roles.${link.role}.name`)}</Badge>
            {link.isOver && <Badge tone="attention">{t('state.over')}</Badge>}
            {isShut && <Badge tone="danger">{t('state.shut')}</Badge>}
            {worth !== null && worth !== link.role && (
              <Badge tone="attention">{t('state.less', { role: t(`roles.${worth}.name`) })}</Badge>
            )}
          </p>
          <p className="tabular flex flex-wrap gap-x-3 gap-y-0.5 text-dense text-quiet">
            <span>{ends}</span>
            <span>{used}</span>
            <span>{t(link.hasPin ? 'facts.pin' : 'facts.noPin')}</span>
            {link.grantedBy && <span>{t('facts.by', { name: link.grantedBy })}</span>}
            {told && (
              <span className="wrap-anywhere min-w-0">
                {t(link.notices === 'on' ? 'facts.tells' : 'facts.tellsNot', { told })}
              </span>
            )}
          </p>
          {isShut && inPlan && <p className="text-dense text-quiet">{t('shutWhy')}</p>}
        </div>
        {mayWrite && (
          <Menu
            align="end"
            trigger={
              <IconButton label={t('more', { name })}>
                <Ellipsis size={20} aria-hidden />
              </IconButton>
            }
          >
            {inPlan && <MenuItem onSelect={onEdit}>{t('edit')}</MenuItem>}
            <MenuItem tone="danger" onSelect={() => setRevoking(true)}>
              {t('revoke')}
            </MenuItem>
          </Menu>
        )}
      </div>
      {devices.length === 0 && <p className="text-dense text-quiet">{t('devices.none', { max: link.maxDevices })}</p>}
      {devices.length > 0 && (
        <details>
          <summary className="cursor-pointer text-dense">
            {t('devices.count', { used: devices.length, max: link.maxDevices })}
          </summary>
          <ul className="mt-1 grid grid-cols-[minmax(0,1fr)] pl-3">
            {devices.map((device) => (
              <BoundDevice key={device.id} linkId={linkId} device={device} />
            ))}
          </ul>
        </details>
      )}
      <ConfirmDialog
        open={isRevoking}
        setOpen={setRevoking}
        title={t('revokeTitle', { name })}
        detail={t('revokeDetail', { count: devices.length })}
        confirm={t('revoke')}
        look="danger"
        onConfirm={() => {
          setRevoking(false);
          void run((workspaceId) => client.links.revoke.mutate({ workspaceId, input: { linkId } }), t('revoked'));
        }}
      />
    </li>
  );
}

function BoundDevice({ linkId, device }: { linkId: string; device: LinkDeviceRow }) {
  const t = useTranslations('links.devices');
  const { client, viewer } = useDesk();
  const reading = { ...useReading(), timeZone: viewer.person.timeZone };
  const name = useDeviceName()(device);
  const mayWrite = useMay('links.write');
  const { run } = useLinksAction();
  const [isAsking, setAsking] = useState(false);
  return (
    <DeviceLine
      kind="device"
      {...{ isCurrent: false, deviceType: device.deviceType, name, badge: null, place: device.place }}
      times={
        <>
          <span>{t('last', { when: formatWhen(new Date(device.lastSeenAt), reading) })}</span>
          <span>{t('first', { when: formatWhen(new Date(device.firstSeenAt), reading) })}</span>
        </>
      }
    >
      {mayWrite && (
        <Button size="small" aria-label={t('removeOne', { device: name })} onClick={() => setAsking(true)}>
          {t('remove')}
        </Button>
      )}
      <ConfirmDialog
        open={isAsking}
        setOpen={setAsking}
        title={t('removeTitle', { device: name })}
        detail={t('removeDetail')}
        confirm={t('remove')}
        look="danger"
        onConfirm={() => {
          setAsking(false);
          void run(
            (workspaceId) => client.links.revokeDevice.mutate({ workspaceId, input: { linkId, deviceId: device.id } }),
            t('removed'),
          );
        }}
      />
    </DeviceLine>
  );
}
