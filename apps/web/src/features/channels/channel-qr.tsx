'use client';

import type { ChannelRow } from '@recado/core/channels/contract';
import { Button } from '@recado/ui/button';
import { Smartphone } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useDesk } from '../session/use-desk.ts';
import { QrCode } from '../shell/qr-code.tsx';
import { useSecondsLeft } from '../shell/use-seconds-left.ts';
import type { useChannelActions } from './use-channel-actions.ts';

/** The QR to scan, how long it lasts, and for simulated numbers the phone that scans it. */
export function ChannelQr({
  channel,
  actions,
}: {
  channel: ChannelRow;
  actions: ReturnType<typeof useChannelActions>;
}) {
  const t = useTranslations('channels');
  const { config } = useDesk();
  const { qr, qrExpiresAt } = channel.detail;
  const secondsLeft = useSecondsLeft(qrExpiresAt ? Date.parse(qrExpiresAt) : null);
  const isExpired = Boolean(qrExpiresAt) && secondsLeft === 0;
  if (!qr) return null;
  return (
    <div className="flex flex-wrap items-center gap-6">
      {/* always dark on white with its quiet zone: cameras do not read the other way round */}
      <div className="rounded-card border bg-[#ffffff] p-4">
        <QrCode text={qr} label={t('qr.label', { name: channel.name })} isFaded={isExpired} />
      </div>
      <div className="grid max-w-60 gap-3">
        {isExpired ? (
          <>
            <p>{t('qr.expired')}</p>
            <Button look="primary" busy={actions.isBusy} onClick={() => void actions.connect()}>
              {t('action.newQr')}
            </Button>
          </>
        ) : (
          <>
            {channel.driver === 'simulator' && config.simulatorUrl && (
              <Button look="primary" asChild className="h-auto min-h-10 whitespace-normal py-2 text-left">
                <a href={`${config.simulatorUrl}/#scan=${encodeURIComponent(qr)}`} target="_blank" rel="noreferrer">
                  <Smartphone size={18} aria-hidden className="shrink-0" />
                  {t('qr.scanSimulated')}
                </a>
              </Button>
            )}
            {qrExpiresAt && <p className="tabular text-quiet">{t('qr.expiresIn', { seconds: secondsLeft })}</p>}
          </>
        )}
      </div>
    </div>
  );
}
