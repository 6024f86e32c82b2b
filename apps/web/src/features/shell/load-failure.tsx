'use client';

import { Button } from '@recado/ui/button';
import { Notice } from '@recado/ui/notice';
import { useTranslations } from 'next-intl';
import { useErrorText } from '../session/use-error-text.ts';

/** What stands where something could not be read: why, and the way to ask once more. */
export function LoadFailure({ of }: { of: { error: unknown; refetch: () => unknown } }) {
  const t = useTranslations('common');
  const errorText = useErrorText();
  return (
    <Notice
      tone="danger"
      live="polite"
      action={
        <Button size="small" onClick={() => void of.refetch()}>
          {t('retry')}
        </Button>
      }
    >
      {errorText(of.error)}
    </Notice>
  );
}
