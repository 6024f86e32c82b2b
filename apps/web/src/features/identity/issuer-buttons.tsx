'use client';

import { Button } from '@recado/ui/button';
import { Notice } from '@recado/ui/notice';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { usePublicTrpc } from '../session/public-trpc.tsx';

export type Issuer = 'google' | 'microsoft';

const WHY = ['cancelled', 'refused', 'unreachable', 'expired', 'taken', 'again', 'tooOften', 'link'] as const;

const marks: Record<Issuer, ReactNode> = {
  google: (
    <g fill="none" strokeWidth="3.2">
      <path d="M15.2 5.2A6.8 6.8 0 0 0 4.2 6.4" stroke="#EA4335" />
      <path d="M4.2 6.4a6.8 6.8 0 0 0 0 7.2" stroke="#FBBC05" />
      <path d="M4.2 13.6a6.8 6.8 0 0 0 10.4 1.6" stroke="#34A853" />
      <path d="M14.6 15.2A6.8 6.8 0 0 0 16.8 10H10" stroke="#4285F4" />
    </g>
  ),
  microsoft: (
    <>
      <path d="M2 2h7.5v7.5H2z" fill="#F25022" />
      <path d="M10.5 2H18v7.5h-7.5z" fill="#7FBA00" />
      <path d="M2 10.5h7.5V18H2z" fill="#00A4EF" />
      <path d="M10.5 10.5H18V18h-7.5z" fill="#FFB900" />
    </>
  ),
};

/** Between the way that a form is for and the others. */
export function OrLine() {
  const t = useTranslations('identity.issuers');
  return (
    <div className="flex items-center gap-3 text-quiet">
      <span className="h-px flex-1 bg-line" />
      <span>{t('or')}</span>
      <span className="h-px flex-1 bg-line" />
    </div>
  );
}

/** The mark that people know an issuer by. */
export function IssuerMark({ issuer }: { issuer: Issuer }) {
  return (
    <svg viewBox="0 0 20 20" className="size-5 shrink-0" aria-hidden="true">
      {marks[issuer]}
    </svg>
  );
}

/** A button for each issuer that the installation has; nothing where it has none. */
export function IssuerButtons({
  issuers,
  verb,
  onFailure,
}: {
  issuers: Issuer[];
  verb: 'enter' | 'with';
  onFailure: (failure: unknown) => void;
}) {
  const t = useTranslations('identity.issuers');
  const client = usePublicTrpc();
  const [leaving, setLeaving] = useState<Issuer | null>(null);
  const leave = async (provider: Issuer) => {
    onFailure(null);
    setLeaving(provider);
    try {
      location.assign((await client.federation.begin.mutate({ provider })).url);
    } catch (error) {
      setLeaving(null);
      onFailure(error);
    }
  };
  return issuers.map((issuer) => (
    <Button key={issuer} size="large" busy={leaving === issuer} onClick={() => void leave(issuer)}>
      <IssuerMark issuer={issuer} />
      {t(verb, { issuer })}
    </Button>
  ));
}

/** Why an issuer sent the browser back without a session; the words are ours, whatever stands in the address. */
export function IssuerNotice({ from }: { from: string | null }) {
  const t = useTranslations('identity.issuers.why');
  const why = WHY.find((each) => each === from);
  if (!why) return null;
  return <Notice tone={why === 'link' ? 'brand' : 'attention'}>{t(why)}</Notice>;
}
