'use client';

import type { ContactRow, ScoreReason } from '@recado/core/contacts/contract';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { useMay } from '../session/use-may.ts';
import { useTags } from '../tags/use-tags.ts';

/** Points as people read them, with what they do. */
export const usePointsText = () => {
  const locale = useLocale();
  return (points: number) => points.toLocaleString(locale, { signDisplay: 'exceptZero' });
};

/** What a contact's score is made of, in words. */
export function ScoreReasons({ reasons }: { reasons: readonly ScoreReason[] }) {
  const t = useTranslations('contacts.score');
  const points = usePointsText();
  const tags = useTags().data ?? [];
  const textOf = ({ rule, tagId }: ScoreReason) => {
    if (rule !== 'tag') return t(`rule.${rule}`);
    const name = tags.find(({ id }) => id === tagId)?.name;
    return name === undefined ? t('rule.tagGone') : t('rule.tag', { name });
  };
  return (
    <ul className="grid gap-1">
      {reasons.map((each) => (
        <li key={`${each.rule} ${each.tagId}`} className="wrap-anywhere tabular">
          {t('reason', { text: textOf(each), points: points(each.points) })}
        </li>
      ))}
    </ul>
  );
}

/** How much a contact asks to be attended to, and why. */
export function ContactScore({ contact }: { contact: ContactRow }) {
  const t = useTranslations('contacts.score');
  const mayShape = useMay('workspace.update');
  const { score, scoreReasons } = contact;
  if (contact.kind === 'group') return null;
  return (
    <section aria-label={t('title')} className="grid gap-2">
      <div className="flex flex-wrap items-baseline gap-x-3">
        <h2 className="font-semibold">{t('title')}</h2>
        {score !== null && <span className="tabular text-quiet">{t('of', { score })}</span>}
      </div>
      {score === null ? (
        <p className="text-quiet">{t('pending')}</p>
      ) : scoreReasons?.length ? (
        <ScoreReasons reasons={scoreReasons} />
      ) : (
        <p className="text-quiet">{t('none')}</p>
      )}
      {mayShape && (
        <Link href="/settings/scores" className="justify-self-start text-dense text-quiet underline underline-offset-4">
          {t('manage')}
        </Link>
      )}
    </section>
  );
}
