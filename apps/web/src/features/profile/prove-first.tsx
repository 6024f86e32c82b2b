'use client';

import { Button } from '@recado/ui/button';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { ProveForm } from '../identity/prove-form.tsx';
import { useDesk } from '../session/use-desk.ts';

/** Asks whether it is still them, before an act that wants to know; then it goes on. */
export function ProveFirst({ onProved, onCancel }: { onProved: () => void; onCancel: () => void }) {
  const t = useTranslations('profile.prove');
  const { client } = useDesk();
  const factors = useQuery({
    queryKey: ['own', 'factors'],
    queryFn: () => client.security.factors.query(),
    staleTime: 0,
  });
  if (!factors.data) return null;
  return (
    <div className="grid justify-items-start gap-3 rounded-card border p-4">
      <ProveForm hasTotp={factors.data.factors.includes('totp')} onProved={onProved} />
      <Button look="quiet" onClick={onCancel}>
        {t('cancel')}
      </Button>
    </div>
  );
}
