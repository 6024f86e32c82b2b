'use client';

import type { CaptchaChallenge } from '@recado/core/identity/contract';
import { Notice } from '@recado/ui/notice';
import { useTranslations } from 'next-intl';
import { useCallback, useState } from 'react';
import { wireErrorOf } from '../session/app-error.ts';
import { solveCaptcha } from './solve-captcha.ts';

/**
 * Lets a call go through when the server asks for a little work first: does it and calls again by itself, as often as it is asked within
 * reason. Nothing is to be clicked, read or seen; what goes on is said in words.
 */
export function useCaptcha() {
  const [isWorking, setWorking] = useState(false);
  const withCaptcha = useCallback(async <Result,>(call: (solution?: string) => Promise<Result>): Promise<Result> => {
    let solution: string | undefined;
    for (let round = 0; ; round += 1) {
      try {
        return await call(solution);
      } catch (error) {
        const { code, params } = wireErrorOf(error);
        if (code !== 'identity.captchaNeeded' || round === 2) throw error;
        setWorking(true);
        try {
          solution = await solveCaptcha(params.challenge as CaptchaChallenge);
        } catch {
          throw error;
        } finally {
          setWorking(false);
        }
      }
    }
  }, []);
  return { isWorking, withCaptcha };
}

/** What the browser is doing and why, announced to those who do not see it. */
export function CaptchaNotice({ isWorking }: { isWorking: boolean }) {
  const t = useTranslations('identity.captcha');
  if (!isWorking) return null;
  return (
    <Notice tone="brand" live="polite">
      <span className="grid gap-1">
        <span className="font-medium">{t('working')}</span>
        <span>{t('detail')}</span>
      </span>
    </Notice>
  );
}
