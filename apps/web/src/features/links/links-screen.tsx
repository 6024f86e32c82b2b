'use client';

import { type LinkRow, linkLimits } from '@recado/core/access/contract';
import { Button } from '@recado/ui/button';
import { EmptyState } from '@recado/ui/empty-state';
import { Notice } from '@recado/ui/notice';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { Section } from '../security/section.tsx';
import { TalkToUs } from '../session/talk-to-us.tsx';
import { useDesk } from '../session/use-desk.ts';
import { useMay } from '../session/use-may.ts';
import { LinkDialog } from './link-dialog.tsx';
import { LinkLine } from './link-line.tsx';
import { useLinks } from './use-links.ts';

/** The links that let people without an account in: who has one, what it is worth, and what can be done about it. */
export function LinksScreen() {
  const t = useTranslations('links');
  const locale = useLocale() === 'en' ? 'en' : 'es';
  const { client, workspace } = useDesk();
  const links = useLinks();
  const mayWrite = useMay('links.write');
  const [asking, setAsking] = useState<{ link: LinkRow | null } | null>(null);
  const { links: list = [], inPlan = false, lift = null } = links.data ?? {};
  const isFull = list.length >= linkLimits.perWorkspace;
  const mayCreate = mayWrite && inPlan && !isFull;
  const create = (
    <Button look="primary" onClick={() => setAsking({ link: null })}>
      {t('create')}
    </Button>
  );
  return (
    <main className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-8 px-4 py-8 md:px-8">
        <Section
          title={t('title')}
          isPage
          detail={t('detail', { workspace: workspace.name })}
          asked={links}
          action={mayCreate && list.length > 0 && create}
        >
          {links.data && !inPlan && (
            <EmptyState
              title={t('limit.title', { plan: lift?.name[locale] ?? 'none' })}
              detail={t('limit.detail')}
              action={<TalkToUs client={client} source="card" />}
            />
          )}
          {!inPlan && list.length > 0 && <Notice tone="attention">{t('limit.kept')}</Notice>}
          {isFull && <Notice tone="attention">{t('full', { limit: linkLimits.perWorkspace })}</Notice>}
          {inPlan && list.length === 0 && mayWrite && (
            <EmptyState title={t('empty.title')} detail={t('empty.detail')} action={create} />
          )}
          {inPlan && list.length === 0 && !mayWrite && <p className="text-quiet">{t('none')}</p>}
          {list.length > 0 && (
            <ul className="grid grid-cols-[minmax(0,1fr)]">
              {list.map((link) => (
                <LinkLine key={link.id} link={link} inPlan={inPlan} onEdit={() => setAsking({ link })} />
              ))}
            </ul>
          )}
        </Section>
      </div>
      {asking && <LinkDialog link={asking.link} onClose={() => setAsking(null)} />}
    </main>
  );
}
