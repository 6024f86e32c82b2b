'use client';

import { Button } from '@recado/ui/button';
import { Dialog } from '@recado/ui/dialog';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { TeamOfferPanel } from './team-offer.tsx';
import { useDesk } from './use-desk.ts';

/**
 * Says once, to a person whose plan allows one session, that a login elsewhere closes this one. The server remembers that it was said. The
 * first run is left alone: there a newcomer connects their number.
 */
export function SessionExplainer() {
  const t = useTranslations('identity.explainer');
  const tCommon = useTranslations('common');
  const { viewer, client, workspace } = useDesk();
  const to = workspace.industry === 'agency' ? 'agency' : 'business';
  const path = usePathname();
  const [step, setStep] = useState<'said' | 'team' | 'done'>('said');
  const isNeeded = viewer.session.sessionLimit === 1 && !viewer.seen.includes('single-session');
  const isOpen = isNeeded && step !== 'done' && path !== '/welcome';
  const note = (answer: 'understood' | 'see-team') => {
    setStep(answer === 'see-team' ? 'team' : 'done');
    // unsaid once more at the next login when the network fails now
    void client.sessionsSingle.noteSeen.mutate({ notice: 'single-session', answer }).catch(() => {});
  };
  const close = () => (step === 'team' ? setStep('done') : note('understood'));
  return (
    <Dialog
      open={isOpen}
      onOpenChange={close}
      title={t(step === 'team' ? 'teamTitle' : 'title')}
      description={step === 'team' ? undefined : t('detail')}
      closeLabel={tCommon('close')}
    >
      {step === 'team' ? (
        <div className="mt-4 grid gap-5">
          <TeamOfferPanel client={client} source="explainer" to={to} />
          <Button size="large" onClick={close}>
            {t('understood')}
          </Button>
        </div>
      ) : (
        <div className="mt-5 grid gap-2">
          <p className="pb-3 text-quiet">{t('safe')}</p>
          <Button look="primary" size="large" onClick={() => note('understood')}>
            {t('understood')}
          </Button>
          <Button look="quiet" size="large" onClick={() => note('see-team')}>
            {t(to === 'agency' ? 'seePlan' : 'seeTeam')}
          </Button>
        </div>
      )}
    </Dialog>
  );
}
