'use client';

import { SCORED_TAGS, type ScoreReason, type ScoreRule, type ScoreRuleRow } from '@recado/core/contacts/contract';
import { Button } from '@recado/ui/button';
import { IconButton } from '@recado/ui/icon-button';
import { Notice } from '@recado/ui/notice';
import { TextInput } from '@recado/ui/text-input';
import { Plus, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { useAction } from '../session/use-action.ts';
import { useDesk } from '../session/use-desk.ts';
import { useErrorText } from '../session/use-error-text.ts';
import { useMay } from '../session/use-may.ts';
import { TagPicker } from '../tags/tag-picker.tsx';
import { useTags } from '../tags/use-tags.ts';
import { ScoreReasons, usePointsText } from './contact-score.tsx';
import { contactsKey } from './use-contacts.ts';

/** Whom the form shows an example of: what of them counts. */
const examples = {
  warm: ['wroteWeek', 'talked', 'customer', 'consent'],
  cold: ['quietMonth'],
} as const satisfies Record<string, ScoreRule[]>;

const keyOf = ({ rule, tagId }: ScoreRuleRow) => tagId ?? rule;
const read = (text: string | undefined): number | null => {
  const points = Number(text);
  return text?.trim() && Number.isInteger(points) && Math.abs(points) <= 100 ? points : null;
};

/** Points by rule and label, with what they come to for two made-up people while they are written. */
export function ScoreForm({ saved }: { saved: readonly ScoreRuleRow[] }) {
  const t = useTranslations('contacts.score.settings');
  const tRule = useTranslations('contacts.score.rule');
  const errorText = useErrorText();
  const points = usePointsText();
  const { client } = useDesk();
  const mayChange = useMay('workspace.update');
  const tags = useTags().data ?? [];
  const { isBusy, failure, run } = useAction([contactsKey, ['contact']]);
  const asTexts = (rows: readonly ScoreRuleRow[]) =>
    Object.fromEntries(rows.map((each) => [keyOf(each), String(each.points)]));
  const [texts, setTexts] = useState<Record<string, string>>(() => asTexts(saved));
  const rules = saved.flatMap(({ rule, usual }) => (rule === 'tag' ? [] : [{ rule, usual }]));
  const isRule = (key: string) => rules.some(({ rule }) => rule === key);
  const tagIds = Object.keys(texts).filter((key) => !isRule(key));
  const isValid = Object.values(texts).every((text) => read(text) !== null);
  const set = (key: string, text: string) => setTexts({ ...texts, [key]: text });
  const input = (key: string, label: string) => (
    <TextInput
      type="number"
      inputMode="numeric"
      min={-100}
      max={100}
      step={1}
      required
      aria-label={t('points', { rule: label })}
      aria-invalid={read(texts[key]) === null}
      readOnly={!mayChange}
      value={texts[key] ?? ''}
      onChange={({ target }) => set(key, target.value)}
    />
  );
  const reasonsOf = (held: readonly ScoreRule[]): ScoreReason[] =>
    held.flatMap((rule) => {
      const given = read(texts[rule]);
      return given ? [{ rule, points: given }] : [];
    });
  const save = () =>
    run(
      (workspaceId) =>
        client.contacts.saveScoreRules.mutate({
          workspaceId,
          input: {
            rules: rules.map(({ rule }) => ({ rule, points: read(texts[rule]) ?? 0 })),
            tags: tagIds.map((tagId) => ({ tagId, points: read(texts[tagId]) ?? 0 })),
          },
        }),
      t('saved'),
      'form',
    );
  return (
    <form
      method="post"
      noValidate
      className="grid grid-cols-[minmax(0,1fr)] gap-8"
      onSubmit={(event) => {
        event.preventDefault();
        if (isValid && !isBusy) void save();
      }}
    >
      <Part title={t('rules')}>
        <ul className="grid grid-cols-[minmax(0,1fr)]">
          {rules.map(({ rule, usual }) => (
            <Line key={rule} label={tRule(rule)} detail={usual === null ? '' : t('usual', { points: points(usual) })}>
              <span className="tabular w-24 shrink-0">{input(rule, tRule(rule))}</span>
            </Line>
          ))}
        </ul>
      </Part>
      <Part title={t('tags')} detail={t('tagsDetail')}>
        {tagIds.length === 0 && <p className="text-quiet">{t('noTags')}</p>}
        <ul className="grid grid-cols-[minmax(0,1fr)]">
          {tagIds.map((tagId) => {
            const name = tags.find(({ id }) => id === tagId)?.name ?? '';
            return (
              <Line key={tagId} label={name}>
                <span className="tabular w-24 shrink-0">{input(tagId, name)}</span>
                {mayChange && (
                  <IconButton
                    label={t('removeTag', { name })}
                    onClick={() => {
                      const { [tagId]: _gone, ...others } = texts;
                      setTexts(others);
                    }}
                  >
                    <X size={16} aria-hidden />
                  </IconButton>
                )}
              </Line>
            );
          })}
        </ul>
        {mayChange && tagIds.length < SCORED_TAGS && (
          <div>
            <TagPicker
              label={t('addTag')}
              tags={tags.filter(({ id }) => !(id in texts))}
              known={tags}
              onTag={(tagId) => set(tagId, '10')}
              trigger={
                <Button size="small" look="quiet">
                  <Plus size={16} aria-hidden />
                  {t('addTag')}
                </Button>
              }
            />
          </div>
        )}
      </Part>
      <Part title={t('example')}>
        <div className="grid gap-4 sm:grid-cols-2">
          {(['warm', 'cold'] as const).map((who) => (
            <Example key={who} who={t(`exampleWho.${who}`)} reasons={reasonsOf(examples[who])} />
          ))}
        </div>
      </Part>
      {failure !== null && <Notice tone="danger">{errorText(failure)}</Notice>}
      {!isValid && <Notice tone="danger">{t('invalid')}</Notice>}
      {mayChange ? (
        <div className="flex flex-wrap gap-2">
          <Button look="primary" type="submit" busy={isBusy}>
            {t('save')}
          </Button>
          <Button
            onClick={() =>
              setTexts({ ...texts, ...Object.fromEntries(rules.map((each) => [each.rule, `${each.usual}`])) })
            }
          >
            {t('reset')}
          </Button>
        </div>
      ) : (
        <p className="text-quiet">{t('reader')}</p>
      )}
    </form>
  );
}

function Part({ title, detail, children }: { title: string; detail?: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="grid grid-cols-[minmax(0,1fr)] gap-2">
      <h2 className="font-semibold">{title}</h2>
      {detail && <p className="text-quiet">{detail}</p>}
      {children}
    </section>
  );
}

function Line({ label, detail, children }: { label: string; detail?: string; children: ReactNode }) {
  return (
    <li className="flex min-h-14 items-center gap-3 border-b py-1.5 last:border-b-0">
      <div className="min-w-0 flex-1">
        <p className="wrap-anywhere">{label}</p>
        {detail && <p className="tabular text-fine text-quiet">{detail}</p>}
      </div>
      {children}
    </li>
  );
}

function Example({ who, reasons }: { who: string; reasons: ScoreReason[] }) {
  const t = useTranslations('contacts.score');
  const sum = reasons.reduce((all, { points }) => all + points, 0);
  return (
    <div className="grid content-start gap-2 rounded-card border bg-surface p-4">
      <p className="text-quiet">{who}</p>
      <p className="tabular font-semibold" role="status">
        {t('of', { score: Math.max(0, Math.min(100, sum)) })}
      </p>
      <div className="text-dense">
        <ScoreReasons reasons={reasons} />
      </div>
    </div>
  );
}
