'use client';

import { PASSWORD_MIN } from '@recado/core/identity/contract';
import { judgePassword } from '@recado/core/identity/rules';
import { useTranslations } from 'next-intl';
import { useCallback } from 'react';

/** Says how a new password is doing while it is typed: how much is missing, why it is weak, that it will do. `context` is what it must not be made of. */
export function usePasswordHint(): (typed: string, context?: string[]) => string {
  const t = useTranslations('identity.signup');
  const tErrors = useTranslations('errors.identity');
  return useCallback(
    (typed, context = []) => {
      const left = PASSWORD_MIN - [...typed].length;
      if (typed === '') return t('passwordHint');
      if (left > 0) return t('passwordLeft', { left });
      const verdict = judgePassword(typed, context);
      return verdict.ok ? t('passwordEnough') : tErrors('passwordTooWeak', { because: verdict.because });
    },
    [t, tErrors],
  );
}
