'use client';

import { Button } from '@recado/ui/button';
import { Dialog } from '@recado/ui/dialog';
import { Field } from '@recado/ui/field';
import { Notice } from '@recado/ui/notice';
import { SelectInput } from '@recado/ui/select-input';
import { Loading, Skeleton } from '@recado/ui/skeleton';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useDesk } from '../session/use-desk.ts';
import { useErrorText } from '../session/use-error-text.ts';
import { useMay } from '../session/use-may.ts';
import { type Person, usePeopleAction, useRemoval } from './use-people.ts';

/** Taking somebody out: what ends, and who has what they leave. */
export function RemoveDialog({
  person,
  people,
  onClose,
}: {
  person: Person;
  people: readonly Person[];
  onClose: () => void;
}) {
  const t = useTranslations('people');
  const tCommon = useTranslations('common');
  const errorText = useErrorText();
  const { client } = useDesk();
  const removal = useRemoval(person.personId);
  const { isBusy, failure, run } = usePeopleAction();
  const mayGive = useMay('conversations.assign');
  const [heirId, setHeirId] = useState('');
  const { name, personId } = person;
  const heirs = people.filter((each) => each.personId !== personId && !each.isBlocked && each.role !== 'viewer');
  const found = removal.data;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('removeTitle', { name })}
      description={t('removeDetail')}
      closeLabel={tCommon('close')}
    >
      <form
        method="post"
        className="mt-5 grid gap-5"
        onSubmit={async (event) => {
          event.preventDefault();
          const input = { personId, heirId: heirId === '' ? null : heirId };
          const call = (workspaceId: string) => client.people.remove.mutate({ workspaceId, input });
          if (await run(call, t('removed', { name }), 'form')) onClose();
        }}
      >
        {(failure !== null || removal.isError) && (
          <Notice tone="danger" live="assertive">
            {errorText(failure ?? removal.error)}
          </Notice>
        )}
        {removal.isPending && (
          <Loading label={tCommon('loading')} className="grid gap-2">
            <Skeleton className="h-6" />
            <Skeleton className="h-6" />
          </Loading>
        )}
        {found?.isLastOwner && <Notice tone="attention">{t('lastOwner')}</Notice>}
        {found && !found.isLastOwner && (
          <>
            {person.role === 'owner' && (
              <Notice tone="attention">{t('removeOwner', { count: found.workspaces })}</Notice>
            )}
            <div className="grid gap-1.5">
              <p className="font-medium">{t('ends.title')}</p>
              <ul className="grid list-disc gap-1 pl-5">
                <li>{t('ends.sessions')}</li>
                <li>{t('ends.conversations', { count: found.leaves.conversations ?? 0 })}</li>
                <li>{t('ends.contacts', { count: found.leaves.contacts ?? 0 })}</li>
                <li>{t('ends.links', { count: found.links })}</li>
                <li>{t('ends.invitations', { count: found.invitations })}</li>
              </ul>
            </div>
            {mayGive && (found.leaves.conversations ?? 0) + (found.leaves.contacts ?? 0) > 0 && (
              <Field label={t('heir')}>
                {(control) => (
                  <SelectInput {...control} value={heirId} onChange={({ target }) => setHeirId(target.value)}>
                    <option value="">{t('nobody')}</option>
                    {heirs.map((each) => (
                      <option key={each.personId} value={each.personId}>
                        {each.name}
                      </option>
                    ))}
                  </SelectInput>
                )}
              </Field>
            )}
          </>
        )}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{tCommon('cancel')}</Button>
          {found && !found.isLastOwner && (
            <Button type="submit" look="danger" busy={isBusy}>
              {t('remove')}
            </Button>
          )}
        </div>
      </form>
    </Dialog>
  );
}
