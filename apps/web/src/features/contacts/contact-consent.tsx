'use client';

import { type ContactRow, consentChannels, consentPurposes } from '@recado/core/contacts/contract';
import { formatWhen } from '@recado/i18n';
import { Badge } from '@recado/ui/badge';
import { Button } from '@recado/ui/button';
import { Dialog } from '@recado/ui/dialog';
import { Field } from '@recado/ui/field';
import { SelectInput } from '@recado/ui/select-input';
import { TextArea } from '@recado/ui/text-area';
import { toast } from '@recado/ui/toaster';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { useDesk } from '../session/use-desk.ts';
import { useMay } from '../session/use-may.ts';
import { useReading } from '../shell/use-reading.ts';
import { useContactActs, useTimeline } from './use-contact.ts';

const sources = ['manual', 'form', 'paper'] as const;
const tone = { in: 'good', out: 'danger', unknown: 'neutral' } as const;

/** What a contact last said of marketing, with when and where; and the way to note what they say now. */
export function ContactConsent({ contact }: { contact: ContactRow }) {
  const t = useTranslations('contacts.consentLedger');
  const tState = useTranslations('contacts.consent');
  const reading = useReading();
  const mayWrite = useMay('contacts.write') && contact.kind !== 'group';
  const [isOpen, setOpen] = useState(false);
  const timeline = useTimeline(contact.id);
  const state = contact.marketing ?? 'unknown';
  const last = timeline.data?.find(
    (each) =>
      each.kind === 'consent' && each.purpose === 'marketing' && each.channel !== 'email' && each.channel !== 'phone',
  );
  return (
    <section aria-label={t('title')} className="grid gap-2">
      <div className="flex items-center justify-between gap-2">
        <h2 className="font-semibold">{t('title')}</h2>
        {mayWrite && (
          <Button size="small" onClick={() => setOpen(true)}>
            {t('add')}
          </Button>
        )}
      </div>
      <p className="flex flex-wrap items-center gap-2">
        <Badge tone={tone[state]}>{tState(state)}</Badge>
        <span>{t(`now.${state}`)}</span>
      </p>
      {contact.marketingAt && last?.kind === 'consent' && (
        <p className="text-dense text-quiet">
          {t('since', { when: formatWhen(new Date(contact.marketingAt), reading), source: t(`from.${last.source}`) })}
        </p>
      )}
      {isOpen && <ConsentDialog contactId={contact.id} onClose={() => setOpen(false)} />}
    </section>
  );
}

function ConsentDialog({ contactId, onClose }: { contactId: string; onClose: () => void }) {
  const t = useTranslations('contacts.consentLedger');
  const tCommon = useTranslations('common');
  const { client } = useDesk();
  const { isBusy, act } = useContactActs(contactId);
  const [said, setSaid] = useState({
    state: 'in' as 'in' | 'out',
    channel: 'whatsapp' as (typeof consentChannels)[number],
    purpose: 'marketing' as (typeof consentPurposes)[number],
    source: 'manual' as (typeof sources)[number],
    shown: '',
  });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const done = await act((workspaceId) =>
      client.contacts.setConsent.mutate({ workspaceId, input: { contactId, ...said } }),
    );
    if (!done) return;
    toast(t('done'));
    onClose();
  };
  const choice = <Key extends 'state' | 'channel' | 'purpose' | 'source'>(
    key: Key,
    options: readonly (readonly [value: (typeof said)[Key], label: string])[],
  ) => (
    <Field label={t(key as 'state')}>
      {(control) => (
        <SelectInput
          {...control}
          value={said[key]}
          onChange={({ target }) => setSaid({ ...said, [key]: target.value })}
        >
          {options.map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </SelectInput>
      )}
    </Field>
  );
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={t('title')} closeLabel={tCommon('close')}>
      <form method="post" onSubmit={(event) => void submit(event)} className="mt-2 grid gap-4">
        {choice('state', [
          ['in', t('in')],
          ['out', t('out')],
        ])}
        {choice(
          'purpose',
          consentPurposes.map((each) => [each, t(`for.${each}`)] as const),
        )}
        {choice(
          'channel',
          consentChannels.map((each) => [each, t(`ch.${each}`)] as const),
        )}
        {choice(
          'source',
          sources.map((each) => [each, t(`from.${each}`)] as const),
        )}
        <Field label={t('shown')} hint={t('shownHint')}>
          {(control) => (
            <TextArea
              {...control}
              value={said.shown}
              maxLength={2000}
              onChange={({ target }) => setSaid({ ...said, shown: target.value })}
            />
          )}
        </Field>
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{tCommon('cancel')}</Button>
          <Button type="submit" look="primary" busy={isBusy}>
            {t('submit')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
