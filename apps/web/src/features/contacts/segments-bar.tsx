'use client';

import type { ContactFilter, SegmentRow } from '@recado/core/contacts/contract';
import { Button } from '@recado/ui/button';
import { Dialog } from '@recado/ui/dialog';
import { Field } from '@recado/ui/field';
import { IconButton } from '@recado/ui/icon-button';
import { Menu, MenuItem } from '@recado/ui/menu';
import { Notice } from '@recado/ui/notice';
import { TextInput } from '@recado/ui/text-input';
import { toast } from '@recado/ui/toaster';
import { useQuery } from '@tanstack/react-query';
import { clsx } from 'clsx';
import { MoreHorizontal } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { useAction } from '../session/use-action.ts';
import { useDesk } from '../session/use-desk.ts';
import { useErrorText } from '../session/use-error-text.ts';
import { useMay } from '../session/use-may.ts';
import { contactsKey } from './use-contacts.ts';

const segmentsKey = [...contactsKey, 'segments'];

/** The filters that have a name, one press each; and the way to give one to the filter that holds. */
export function SegmentsBar({
  filter,
  onFilter,
}: {
  filter: ContactFilter | undefined;
  onFilter: (filter: ContactFilter | undefined) => void;
}) {
  const t = useTranslations('contacts.segments');
  const { client, workspace } = useDesk();
  const mayWrite = useMay('contacts.write');
  const { run } = useAction([segmentsKey]);
  const [naming, setNaming] = useState<{ segment: SegmentRow | null } | null>(null);
  const segments = useQuery({
    queryKey: segmentsKey,
    queryFn: () => client.contacts.segments.query({ workspaceId: workspace.id, input: {} }),
    staleTime: 30_000,
  });
  const same = (one: unknown, two: unknown) => JSON.stringify(one) === JSON.stringify(two);
  const held = segments.data?.find((each) => same(each.filter, filter));
  const remove = async (segment: SegmentRow) => {
    const { id: segmentId, name } = segment;
    const gone = await run((workspaceId) =>
      client.contacts.deleteSegment.mutate({ workspaceId, input: { segmentId } }),
    );
    if (!gone) return;
    const again = { name, filter: segment.filter };
    toast(t('deleted'), {
      duration: 10_000,
      action: {
        label: t('undo'),
        onClick: () => void run((workspaceId) => client.contacts.saveSegment.mutate({ workspaceId, input: again })),
      },
    });
  };
  const list = segments.data ?? [];
  if (list.length === 0 && !filter) return null;
  const look = (isHere: boolean) =>
    clsx(
      'inline-flex min-h-8 max-w-full items-center rounded-full px-3 font-medium text-dense',
      isHere ? 'bg-brand-soft text-brand' : 'bg-sunk text-ink hover:bg-line',
    );
  return (
    <nav aria-label={t('label')} className="flex flex-wrap items-center gap-2">
      {list.length > 0 && (
        <button type="button" aria-pressed={!filter} onClick={() => onFilter(undefined)} className={look(!filter)}>
          {t('everybody')}
        </button>
      )}
      {list.map((segment) => (
        <span key={segment.id} className="inline-flex min-w-0 items-center">
          <button
            type="button"
            aria-pressed={segment === held}
            onClick={() => onFilter(segment.filter)}
            className={look(segment === held)}
          >
            <span className="truncate">{segment.name}</span>
          </button>
          {segment === held && mayWrite && (
            <Menu
              trigger={
                <IconButton size="small" label={t('actions', { name: segment.name })}>
                  <MoreHorizontal size={16} aria-hidden />
                </IconButton>
              }
            >
              <MenuItem onSelect={() => setNaming({ segment })}>{t('rename')}</MenuItem>
              <MenuItem onSelect={() => void remove(segment)}>{t('delete')}</MenuItem>
            </Menu>
          )}
        </span>
      ))}
      {filter && !held && mayWrite && (
        <Button size="small" onClick={() => setNaming({ segment: null })}>
          {t('save')}
        </Button>
      )}
      {naming && filter && <NameDialog segment={naming.segment} filter={filter} onClose={() => setNaming(null)} />}
    </nav>
  );
}

function NameDialog({
  segment,
  filter,
  onClose,
}: {
  segment: SegmentRow | null;
  filter: ContactFilter;
  onClose: () => void;
}) {
  const t = useTranslations('contacts.segments');
  const tCommon = useTranslations('common');
  const errorText = useErrorText();
  const { client } = useDesk();
  const { isBusy, failure, run } = useAction([segmentsKey]);
  const [name, setName] = useState(segment?.name ?? '');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const input = { ...(segment && { segmentId: segment.id }), name, filter };
    const call = (workspaceId: string) => client.contacts.saveSegment.mutate({ workspaceId, input });
    if (name.trim() && (await run(call, t('saved'), 'form'))) onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t(segment ? 'rename' : 'save')}
      closeLabel={tCommon('close')}
    >
      <form method="post" onSubmit={(event) => void submit(event)} className="mt-2 grid gap-4">
        {failure !== null && (
          <Notice tone="danger" live="assertive">
            {errorText(failure)}
          </Notice>
        )}
        <Field label={t('name')}>
          {(control) => (
            <TextInput
              {...control}
              required
              value={name}
              maxLength={60}
              onChange={({ target }) => setName(target.value)}
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
