'use client';

import { Dialog } from '@recado/ui/dialog';
import { useTranslations } from 'next-intl';
import { useSyncExternalStore } from 'react';
import type { ProofAsk } from '../session/proof-ask.ts';
import { ProveForm } from './prove-form.tsx';

/** Comes up by itself over whatever page an act was refused on for want of a fresh proof; the act goes on once it is given. */
export function ProofDialog({ proof }: { proof: ProofAsk }) {
  const t = useTranslations('identity.proof');
  const tCommon = useTranslations('common');
  const isOpen = useSyncExternalStore(proof.subscribe, proof.isOpen, () => false);
  return (
    <Dialog
      open={isOpen}
      onOpenChange={(open) => {
        if (!open) proof.settle(false);
      }}
      title={t('title')}
      description={t('detail')}
      closeLabel={tCommon('close')}
    >
      <ProveForm onProved={() => proof.settle(true)} />
    </Dialog>
  );
}
