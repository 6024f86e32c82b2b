'use client';

import { Button } from '@recado/ui/button';
import { Notice } from '@recado/ui/notice';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useDesk } from '../session/use-desk.ts';

/** The recovery codes, shown this once, and the offer to end sessions of before. */
export function RecoveryCodes({ codes, others, onKept }: { codes: string[]; others: number; onKept: () => void }) {
  const t = useTranslations('identity.twoFactor');
  const { client } = useDesk();
  const [isCopied, setCopied] = useState(false);
  const [left, setLeft] = useState(others);
  return (
    <section className="grid justify-items-start gap-4">
      <div className="grid gap-1">
        <h2 className="font-serif text-title">{t('codesTitle')}</h2>
        <p className="text-quiet">{t('codesDetail')}</p>
      </div>
      <ol className="grid grid-cols-1 gap-x-8 gap-y-1 rounded-card bg-sunk px-5 py-4 font-mono text-body sm:grid-cols-2">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      {left > 0 && (
        <Notice
          tone="attention"
          action={
            <Button
              size="small"
              onClick={() =>
                void client.sessionsSingle.terminateOthers.mutate().then(
                  () => setLeft(0),
                  () => {},
                )
              }
            >
              {t('endOthers')}
            </Button>
          }
        >
          {t('others', { count: left })}
        </Notice>
      )}
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => void navigator.clipboard.writeText(codes.join('\n')).then(() => setCopied(true))}>
          {isCopied ? t('copied') : t('copy')}
        </Button>
        <Button look="primary" onClick={onKept}>
          {t('saved')}
        </Button>
      </div>
    </section>
  );
}
