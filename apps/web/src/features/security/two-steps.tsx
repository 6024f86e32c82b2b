'use client';

import { Badge } from '@recado/ui/badge';
import { Button } from '@recado/ui/button';
import { Notice } from '@recado/ui/notice';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { RecoveryCodes } from '../identity/recovery-codes.tsx';
import { useDesk } from '../session/use-desk.ts';
import { ConfirmDialog } from '../shell/confirm-dialog.tsx';
import { Section } from './section.tsx';
import { useFactors, useOwnAction } from './use-own-account.ts';

/** So few recovery codes that it is time for new ones. */
const FEW = 3;

/** The second step of logging in: whether it is on, how many recovery codes are left, and what can be done about either. */
export function TwoSteps() {
  const t = useTranslations('security.twoSteps');
  const tFactor = useTranslations('identity.twoFactor');
  const { client } = useDesk();
  const factors = useFactors();
  const { isBusy, run } = useOwnAction();
  const [codes, setCodes] = useState<string[] | null>(null);
  const [isLeaving, setLeaving] = useState(false);
  const isOn = (factors.data?.factors.length ?? 0) > 0;
  const left = factors.data?.recoveryLeft ?? 0;
  const renew = () =>
    run(async () => {
      setCodes((await client.security.renewRecovery.mutate()).recoveryCodes);
    });
  return (
    <Section
      title={tFactor('title')}
      badge={factors.data && <Badge tone={isOn ? 'good' : 'neutral'}>{isOn ? t('on') : t('off')}</Badge>}
      detail={tFactor('detail')}
      asked={factors}
      action={
        factors.data &&
        !isOn && (
          <Button look="primary" asChild>
            <Link href="/settings/two-factor">{tFactor('start')}</Link>
          </Button>
        )
      }
    >
      {codes && <RecoveryCodes codes={codes} others={0} onKept={() => setCodes(null)} />}
      {isOn && !codes && (
        <>
          {left > FEW ? (
            <p>{tFactor('left', { count: left })}</p>
          ) : (
            <Notice tone="attention">{t('few', { count: left })}</Notice>
          )}
          <div className="flex flex-wrap gap-2">
            <Button busy={isBusy} onClick={() => void renew()}>
              {t('renew')}
            </Button>
            <Button look="quiet" busy={isBusy} onClick={() => setLeaving(true)}>
              {tFactor('remove')}
            </Button>
          </div>
        </>
      )}
      <ConfirmDialog
        open={isLeaving}
        setOpen={setLeaving}
        title={t('removeTitle')}
        detail={t('removeDetail')}
        confirm={tFactor('remove')}
        look="danger"
        onConfirm={() => {
          setLeaving(false);
          void run(() => client.security.removeTotp.mutate(), t('removed'));
        }}
      />
    </Section>
  );
}
