'use client';

import type { ChannelRow } from '@recado/core/channels/contract';
import { formatPhone, formatWhen } from '@recado/i18n';
import { Badge } from '@recado/ui/badge';
import { Button } from '@recado/ui/button';
import { IconButton } from '@recado/ui/icon-button';
import { Menu, MenuItem } from '@recado/ui/menu';
import { Ellipsis } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useMay } from '../session/use-may.ts';
import { useReading } from '../shell/use-reading.ts';
import { ChannelBadge } from './channel-badge.tsx';
import { ChannelReason } from './channel-reason.tsx';
import { channelTone, hasNeverPaired, isHalfWay, mainAction } from './channel-status.ts';
import { DisconnectDialog } from './disconnect-dialog.tsx';
import { LinkPhone } from './link-phone.tsx';
import { useChannelActions } from './use-channel-actions.ts';

/** One number: its state in a word, since when, why in a sentence, and one main button. */
export function ChannelCard({ channel }: { channel: ChannelRow }) {
  const t = useTranslations('channels');
  const reading = useReading(5_000);
  const actions = useChannelActions(channel.id);
  const [isLeaving, setLeaving] = useState(false);
  const isStuck = hasNeverPaired(channel, reading.now);
  const mayConnect = useMay('channels.connect');
  const wished = isStuck && channel.wanted === 'open' ? 'reconnect' : mainAction(channel);
  const action = channel.isFrozen ? null : mayConnect || wished === 'openInbox' ? wished : null;
  // a try while WhatsApp still forbids it does no good, so nothing invites to it
  const isBlocked = channel.state === 'banned' || channel.state === 'temporarily_banned';
  const isLinking = channel.wanted === 'open' && (channel.state === 'qr' || channel.state === 'code');
  const isLeavingAsked =
    isHalfWay(channel) || (channel.wanted !== 'open' && ['open', 'syncing'].includes(channel.state));
  return (
    <li className="grid grid-cols-[minmax(0,1fr)] gap-4 rounded-card border bg-surface p-5">
      <div className="flex flex-col items-start gap-x-4 gap-y-3 sm:flex-row">
        <div className="grid min-w-0 flex-1 gap-0.5">
          <div className="flex flex-wrap items-center gap-2.5">
            <h2 className="wrap-anywhere min-w-0 font-semibold text-lead">{channel.name}</h2>
            <Badge tone={channelTone(channel.state)}>{t(`state.${channel.state}`)}</Badge>
          </div>
          <p className="tabular flex flex-wrap items-center gap-x-3 gap-y-1 text-dense text-quiet">
            <ChannelBadge driver={channel.driver} label={t(`driver.${channel.driver}`)} />
            {channel.number && <span>{formatPhone(channel.number)}</span>}
            <span>{t('since', { when: formatWhen(new Date(channel.since), reading) })}</span>
          </p>
        </div>
        <div className="flex items-center gap-2">
          {action === 'openInbox' ? (
            <Button asChild>
              <Link href="/inbox">{t('action.openInbox')}</Link>
            </Button>
          ) : (
            action && (
              <Button
                look={action === 'cancel' || isBlocked ? 'secondary' : 'primary'}
                busy={actions.isBusy}
                onClick={() => void (action === 'cancel' ? actions.cancel() : actions.connect())}
              >
                {t(`action.${action}`)}
              </Button>
            )
          )}
          {mayConnect && channel.wanted === 'open' && !isLinking && channel.state !== 'connecting' && (
            <Menu
              align="end"
              trigger={
                <IconButton label={t('action.more', { name: channel.name })}>
                  <Ellipsis size={20} aria-hidden />
                </IconButton>
              }
            >
              <MenuItem tone="danger" onSelect={() => setLeaving(true)}>
                {t('action.disconnect')}
              </MenuItem>
            </Menu>
          )}
        </div>
      </div>
      {/* the QR and its words change by themselves, so readers are told only of the state */}
      <p role="status" className="max-w-xl">
        {channel.isFrozen ? (
          t('reason.frozen')
        ) : isLeavingAsked ? (
          t('reason.disconnecting')
        ) : isStuck ? (
          t('reason.scanned_not_paired')
        ) : (
          <ChannelReason channel={channel} />
        )}
      </p>
      {isLinking && mayConnect && <LinkPhone channel={channel} actions={actions} />}
      {(channel.lastInboundAt || channel.lastOutboundAt) && (
        <p className="tabular flex flex-wrap gap-x-4 text-dense text-quiet">
          {channel.lastInboundAt && (
            <span>{t('lastInbound', { when: formatWhen(new Date(channel.lastInboundAt), reading) })}</span>
          )}
          {channel.lastOutboundAt && (
            <span>{t('lastOutbound', { when: formatWhen(new Date(channel.lastOutboundAt), reading) })}</span>
          )}
        </p>
      )}
      <DisconnectDialog channel={channel} open={isLeaving} onOpenChange={setLeaving} onConfirm={actions.logOut} />
    </li>
  );
}
