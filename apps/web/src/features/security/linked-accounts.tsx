'use client';

import { formatWhen } from '@recado/i18n';
import { Button } from '@recado/ui/button';
import { Notice } from '@recado/ui/notice';
import { useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { type Issuer, IssuerMark } from '../identity/issuer-buttons.tsx';
import { useDesk } from '../session/use-desk.ts';
import { ConfirmDialog } from '../shell/confirm-dialog.tsx';
import { useReading } from '../shell/use-reading.ts';
import { OwnLine } from './own-line.tsx';
import { Section } from './section.tsx';
import { type OwnIdentity, useOwnAction, useOwnIdentities } from './use-own-account.ts';

const ENDS = ['linked', 'cancelled', 'refused', 'unreachable', 'taken', 'again', 'tooOften'] as const;

// whoever comes back from an issuer lands at the top of the page, and what it came to is far below
const intoView = (place: HTMLElement | null) => {
  place?.scrollIntoView({ block: 'center' });
};

/** The accounts at issuers that open this one; not there where the installation has no issuers and the person no such account. */
export function LinkedAccounts() {
  const t = useTranslations('ways.identities');
  const { client, config } = useDesk();
  const { issuers } = config;
  // how linking one ended, where the issuer sent the browser back
  const from = useSearchParams().get('from');
  const identities = useOwnIdentities();
  const { isBusy, run } = useOwnAction();
  const end = ENDS.find((each) => each === from);
  const link = (provider: Issuer) =>
    run(async () => {
      location.assign((await client.federation.beginLink.mutate({ provider })).url);
    });
  if (issuers.length === 0 && !identities.data?.length) return null;
  return (
    <Section title={t('title')} detail={t('detail')} asked={identities}>
      {end && (
        <div ref={intoView}>
          <Notice tone={end === 'linked' ? 'good' : 'attention'} live="polite">
            {t(`end.${end}`)}
          </Notice>
        </div>
      )}
      {identities.data?.length === 0 && <p className="text-quiet">{t('empty')}</p>}
      {identities.data && identities.data.length > 0 && (
        <ul className="grid grid-cols-[minmax(0,1fr)]">
          {identities.data.map((identity) => (
            <Identity key={identity.id} identity={identity} />
          ))}
        </ul>
      )}
      <div className="flex flex-wrap gap-2">
        {issuers.map((issuer) => (
          <Button key={issuer} busy={isBusy} onClick={() => void link(issuer)}>
            <IssuerMark issuer={issuer} />
            {t('link', { issuer })}
          </Button>
        ))}
      </div>
    </Section>
  );
}

function Identity({ identity }: { identity: OwnIdentity }) {
  const t = useTranslations('ways.identities');
  const { client, viewer } = useDesk();
  const { isBusy, run } = useOwnAction();
  const reading = { ...useReading(), timeZone: viewer.person.timeZone };
  const [isAsking, setAsking] = useState(false);
  const { id: identityId, provider: issuer } = identity;
  const name = identity.email ?? t('nameless', { issuer });
  return (
    <OwnLine
      mark={<IssuerMark issuer={issuer} />}
      name={name}
      facts={
        <>
          <span>{t('linked', { when: formatWhen(new Date(identity.linkedAt), reading) })}</span>
          <span>
            {identity.usedAt ? t('used', { when: formatWhen(new Date(identity.usedAt), reading) }) : t('unused')}
          </span>
        </>
      }
    >
      <Button size="small" busy={isBusy} aria-label={t('unlinkOne', { name })} onClick={() => setAsking(true)}>
        {t('unlink')}
      </Button>
      <ConfirmDialog
        open={isAsking}
        setOpen={setAsking}
        title={t('unlinkTitle', { name })}
        detail={t('unlinkDetail', { issuer })}
        confirm={t('unlink')}
        look="danger"
        onConfirm={() => {
          setAsking(false);
          void run(() => client.federation.unlink.mutate({ identityId }), t('unlinked'));
        }}
      />
    </OwnLine>
  );
}
