'use client';

import { Button } from '@recado/ui/button';
import { Dialog } from '@recado/ui/dialog';
import { Field } from '@recado/ui/field';
import { Notice } from '@recado/ui/notice';
import { SelectInput } from '@recado/ui/select-input';
import { TextInput } from '@recado/ui/text-input';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { useAction } from '../session/use-action.ts';
import { useDesk } from '../session/use-desk.ts';
import { useErrorText } from '../session/use-error-text.ts';
import { contactsKey } from './use-contacts.ts';

const kinds = ['prospect', 'customer', 'vip'] as const;

/** A contact made by hand; it opens once it is there. */
export function NewContactDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('contacts');
  const tCommon = useTranslations('common');
  const errorText = useErrorText();
  const { client } = useDesk();
  const router = useRouter();
  const { isBusy, failure, run } = useAction([contactsKey]);
  const [name, setName] = useState('');
  const [phone, setPhone] = useState('');
  const [email, setEmail] = useState('');
  const [kind, setKind] = useState<(typeof kinds)[number]>('prospect');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const input = {
      name,
      kind,
      ...(phone.trim() && { phones: [phone] }),
      ...(email.trim() && { email: email.trim() }),
    };
    await run(
      async (workspaceId) => {
        const { id } = await client.contacts.create.mutate({ workspaceId, input });
        onClose();
        router.push(`/contacts/${id}` as never);
      },
      undefined,
      'form',
    );
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={t('new.title')} closeLabel={tCommon('close')}>
      <form method="post" onSubmit={(event) => void submit(event)} className="mt-2 grid gap-4" noValidate>
        {failure !== null && (
          <Notice tone="danger" live="assertive">
            {errorText(failure)}
          </Notice>
        )}
        <Field label={t('field.name')}>
          {(control) => (
            <TextInput {...control} value={name} maxLength={120} onChange={({ target }) => setName(target.value)} />
          )}
        </Field>
        <Field label={t('field.phone')} hint={t('new.phoneHint')}>
          {(control) => (
            <TextInput
              {...control}
              type="tel"
              value={phone}
              maxLength={40}
              onChange={({ target }) => setPhone(target.value)}
            />
          )}
        </Field>
        <Field label={t('field.email')}>
          {(control) => (
            <TextInput
              {...control}
              type="email"
              value={email}
              maxLength={254}
              onChange={({ target }) => setEmail(target.value)}
            />
          )}
        </Field>
        <Field label={t('field.kind')}>
          {(control) => (
            <SelectInput {...control} value={kind} onChange={({ target }) => setKind(target.value as typeof kind)}>
              {kinds.map((each) => (
                <option key={each} value={each}>
                  {t(`kind.${each}`)}
                </option>
              ))}
            </SelectInput>
          )}
        </Field>
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{tCommon('cancel')}</Button>
          <Button type="submit" look="primary" busy={isBusy}>
            {t('new.submit')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
