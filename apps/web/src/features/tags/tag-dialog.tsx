'use client';

import { TAG_NAME_MAX, type TagColour, type TagRow, tagColours } from '@recado/core/tags/contract';
import { Button } from '@recado/ui/button';
import { Dialog } from '@recado/ui/dialog';
import { Field } from '@recado/ui/field';
import { Notice } from '@recado/ui/notice';
import { TagDot } from '@recado/ui/tag';
import { TextInput } from '@recado/ui/text-input';
import { clsx } from 'clsx';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { wireErrorOf } from '../session/app-error.ts';
import { useDesk } from '../session/use-desk.ts';
import { useErrorText } from '../session/use-error-text.ts';
import { useTagAction } from './use-tags.ts';

/** A new label, or another name or colour for one. */
export function TagDialog({ tag, onClose }: { tag: TagRow | null; onClose: () => void }) {
  const t = useTranslations('tags');
  const tCommon = useTranslations('common');
  const errorText = useErrorText();
  const { client } = useDesk();
  const { isBusy, failure, setFailure, run } = useTagAction();
  const group = useId();
  const [name, setName] = useState(tag?.name ?? '');
  const [isMissing, setMissing] = useState(false);
  const [colour, setColour] = useState<TagColour>(tag?.colour ?? 'blue');
  const isOfName = failure !== null && wireErrorOf(failure).params.field === 'name';
  const save = async (workspaceId: string) => {
    if (!tag) return await client.tags.create.mutate({ workspaceId, input: { name, colour } });
    if (name.trim() !== tag.name) await client.tags.rename.mutate({ workspaceId, input: { tagId: tag.id, name } });
    if (colour !== tag.colour) await client.tags.recolour.mutate({ workspaceId, input: { tagId: tag.id, colour } });
  };
  return (
    <Dialog open onOpenChange={onClose} title={tag ? t('editTitle') : t('newTitle')} closeLabel={tCommon('close')}>
      <form
        method="post"
        noValidate
        className="mt-5 grid gap-5"
        onSubmit={async (event) => {
          event.preventDefault();
          if (name.trim() === '') return setMissing(true);
          if (await run(save, t('saved'), 'form')) onClose();
        }}
      >
        {failure !== null && !isOfName && (
          <Notice tone="danger" live="assertive">
            {errorText(failure)}
          </Notice>
        )}
        <Field label={t('name')} error={isMissing ? t('missing') : isOfName ? errorText(failure) : undefined}>
          {(control) => (
            <TextInput
              {...control}
              autoFocus
              maxLength={TAG_NAME_MAX}
              value={name}
              onChange={({ target }) => {
                setName(target.value);
                setMissing(false);
                setFailure(null);
              }}
            />
          )}
        </Field>
        <fieldset className="grid gap-2">
          <legend className="mb-2 font-medium">{t('colour')}</legend>
          <div className="flex flex-wrap gap-2">
            {tagColours.map((each) => (
              <label
                key={each}
                className={clsx(
                  'flex h-9 cursor-pointer items-center gap-2 rounded-full border px-3 text-dense has-focus-visible:outline-2 has-focus-visible:outline-brand has-focus-visible:outline-offset-2',
                  each === colour ? 'border-brand bg-brand-soft font-semibold' : 'border-edge',
                )}
              >
                <input
                  type="radio"
                  name={group}
                  value={each}
                  checked={each === colour}
                  onChange={() => setColour(each)}
                  className="sr-only outline-none"
                />
                <TagDot colour={each} className="size-3" />
                {t(`colours.${each}`)}
              </label>
            ))}
          </div>
        </fieldset>
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
