'use client';

import type { CustomRoleRow } from '@recado/core/access/contract';
import { formatDay, formatMoney, formatWhen } from '@recado/i18n';
import { Badge } from '@recado/ui/badge';
import { IconButton } from '@recado/ui/icon-button';
import { Menu, MenuItem } from '@recado/ui/menu';
import { Ellipsis, Mail } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { OwnLine } from '../security/own-line.tsx';
import { Section } from '../security/section.tsx';
import { useDesk } from '../session/use-desk.ts';
import { ConfirmDialog } from '../shell/confirm-dialog.tsx';
import { useReading } from '../shell/use-reading.ts';
import { type Invitation, type Seats, useInvitations, usePeopleAction } from './use-people.ts';
import { useRoleText } from './use-role-text.ts';

/** The invitations that nobody has taken up. */
export function Invitations({ own, seats }: { own: readonly CustomRoleRow[]; seats: Seats | undefined }) {
  const t = useTranslations('people.invitations');
  const invitations = useInvitations();
  return (
    <Section title={t('title')} detail={t('detail')} asked={invitations}>
      {invitations.data?.length === 0 && <p className="text-quiet">{t('empty')}</p>}
      {invitations.data && invitations.data.length > 0 && (
        <ul className="grid grid-cols-[minmax(0,1fr)]">
          {invitations.data.map((invitation) => (
            <InvitationLine key={invitation.id} invitation={invitation} own={own} seats={seats} />
          ))}
        </ul>
      )}
    </Section>
  );
}

function InvitationLine({
  invitation,
  own,
  seats,
}: {
  invitation: Invitation;
  own: readonly CustomRoleRow[];
  seats: Seats | undefined;
}) {
  const t = useTranslations('people.invitations');
  const { client, viewer } = useDesk();
  const reading = { ...useReading(), timeZone: viewer.person.timeZone };
  const roleText = useRoleText(own);
  const { run } = usePeopleAction();
  const locale = useLocale() === 'en' ? 'en' : 'es';
  const [isAsking, setAsking] = useState(false);
  const [isResending, setResending] = useState(false);
  const { id: invitationId, email } = invitation;
  const resend = () =>
    void run(
      (workspaceId) => client.people.resendInvitation.mutate({ workspaceId, input: { invitationId } }),
      t('resent', { email }),
    );
  // one that ran out takes a seat again
  const costs = invitation.isExpired && seats !== undefined && seats.nextCents > 0 ? seats : null;
  return (
    <OwnLine
      mark={<Mail size={18} aria-hidden />}
      name={email}
      badge={
        invitation.isExpired ? (
          <Badge tone="attention">{t('expired')}</Badge>
        ) : (
          <Badge>{roleText(invitation.role, invitation.customRoleId).name}</Badge>
        )
      }
      facts={
        <>
          <span>{t('by', { name: invitation.invitedBy })}</span>
          <span>{formatWhen(new Date(invitation.sentAt), reading)}</span>
          {!invitation.isExpired && (
            <span>{t('until', { when: formatDay(new Date(invitation.expiresAt), reading) })}</span>
          )}
        </>
      }
    >
      <Menu
        align="end"
        trigger={
          <IconButton label={t('more', { email })}>
            <Ellipsis size={20} aria-hidden />
          </IconButton>
        }
      >
        <MenuItem onSelect={() => (costs ? setResending(true) : resend())}>{t('resend')}</MenuItem>
        <MenuItem tone="danger" onSelect={() => setAsking(true)}>
          {t('revoke')}
        </MenuItem>
      </Menu>
      {costs && (
        <ConfirmDialog
          open={isResending}
          setOpen={setResending}
          title={t('resendTitle', { email })}
          detail={t('resendDetail', {
            price: formatMoney(costs.nextCents, costs.currency, locale),
            interval: costs.interval,
          })}
          confirm={t('resend')}
          look="primary"
          onConfirm={() => {
            setResending(false);
            resend();
          }}
        />
      )}
      <ConfirmDialog
        open={isAsking}
        setOpen={setAsking}
        title={t('revokeTitle', { email })}
        detail={t('revokeDetail')}
        confirm={t('revoke')}
        look="danger"
        onConfirm={() => {
          setAsking(false);
          void run(
            (workspaceId) => client.people.revokeInvitation.mutate({ workspaceId, input: { invitationId } }),
            t('revoked'),
          );
        }}
      />
    </OwnLine>
  );
}
