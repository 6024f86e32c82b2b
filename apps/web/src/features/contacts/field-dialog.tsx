'use client';

import { type FieldRow, type FieldType, fieldTypes } from '@recado/core/contacts/contract';
import { Button } from '@recado/ui/button';
import { Dialog } from '@recado/ui/dialog';
import { Field } from '@recado/ui/field';
import { Notice } from '@recado/ui/notice';
import { SelectInput } from '@recado/ui/select-input';
import { TextArea } from '@recado/ui/text-area';
import { TextInput } from '@recado/ui/text-input';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useAction } from '../session/use-action.ts';
import { useDesk } from '../session/use-desk.ts';
import { useErrorText } from '../session/use-error-text.ts';
import { contactsKey } from './use-contacts.ts';

const OPTIONS_MAX = 40;
const LETTERS_MAX = 60;

/** What is chosen from, a line each; the same word twice is one. */
function optionsIn(text: string): string[] {
  const known = new Map<string, string>();
  for (const line of text.split('\n')) {
    const option = line.trim();
    if (option !== '' && !known.has(option.toLowerCase())) known.set(option.toLowerCase(), option);
  }
  return [...known.values()];
}

/** A new field of the company's own, or another name and other choices for one; its type stays, because values were given under it. */
export function FieldDialog({ field, onClose }: { field: FieldRow | null; onClose: () => void }) {
  const t = useTranslations('contacts.ownFields');
  const tCommon = useTranslations('common');
  const errorText = useErrorText();
  const { client } = useDesk();
  const { isBusy, failure, setFailure, run } = useAction([contactsKey]);
  const [label, setLabel] = useState(field?.label ?? '');
  const [type, setType] = useState<FieldType>(field?.type ?? 'text');
  const [choices, setChoices] = useState(field?.options.join('\n') ?? '');
  const [isTried, setTried] = useState(false);
  const offers = type === 'choice' || type === 'choices';
  const options = offers ? optionsIn(choices) : [];
  const wrong = {
    label: label.trim() === '' ? t('missing') : undefined,
    options:
      offers && options.length === 0
        ? t('noOptions')
        : options.length > OPTIONS_MAX
          ? t('manyOptions', { limit: OPTIONS_MAX })
          : options.some((each) => each.length > LETTERS_MAX)
            ? t('longOption', { limit: LETTERS_MAX })
            : undefined,
  };
  const taken = options.length < (field?.options.length ?? 0);
  return (
    <Dialog open onOpenChange={onClose} title={field ? t('editTitle') : t('newTitle')} closeLabel={tCommon('close')}>
      <form
        method="post"
        noValidate
        className="mt-5 grid gap-5"
        onSubmit={async (event) => {
          event.preventDefault();
          setTried(true);
          if (wrong.label || wrong.options) return;
          const input = { ...(field && { fieldId: field.id }), label: label.trim(), type, options };
          const save = (workspaceId: string) => client.contacts.saveField.mutate({ workspaceId, input });
          if (await run(save, t('saved'), 'form')) onClose();
        }}
      >
        {failure !== null && (
          <Notice tone="danger" live="assertive">
            {errorText(failure)}
          </Notice>
        )}
        <Field label={t('label')} error={isTried ? wrong.label : undefined}>
          {(control) => (
            <TextInput
              {...control}
              autoFocus
              maxLength={LETTERS_MAX}
              value={label}
              onChange={({ target }) => {
                setLabel(target.value);
                setFailure(null);
              }}
            />
          )}
        </Field>
        <Field label={t('typeLabel')} hint={field ? t('typeStays') : undefined}>
          {(control) => (
            <SelectInput
              {...control}
              value={type}
              disabled={field !== null}
              onChange={({ target }) => setType(target.value as FieldType)}
            >
              {fieldTypes.map((each) => (
                <option key={each} value={each}>
                  {t(`type.${each}`)}
                </option>
              ))}
            </SelectInput>
          )}
        </Field>
        {offers && (
          <Field
            label={t('options')}
            hint={taken ? t('optionsKept') : t('optionsHint')}
            error={isTried ? wrong.options : undefined}
          >
            {(control) => (
              <TextArea {...control} rows={5} value={choices} onChange={({ target }) => setChoices(target.value)} />
            )}
          </Field>
        )}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{tCommon('cancel')}</Button>
          <Button type="submit" look="primary" busy={isBusy}>
            {t('save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
