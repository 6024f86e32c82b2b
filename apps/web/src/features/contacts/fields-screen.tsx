'use client';

import type { FieldRow } from '@recado/core/contacts/contract';
import { Badge } from '@recado/ui/badge';
import { Button } from '@recado/ui/button';
import { EmptyState } from '@recado/ui/empty-state';
import { IconButton } from '@recado/ui/icon-button';
import { Menu, MenuItem } from '@recado/ui/menu';
import { Ellipsis } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Section } from '../security/section.tsx';
import { useAction } from '../session/use-action.ts';
import { useDesk } from '../session/use-desk.ts';
import { useMay } from '../session/use-may.ts';
import { ConfirmDialog } from '../shell/confirm-dialog.tsx';
import { FieldDialog } from './field-dialog.tsx';
import { contactsKey, useContactFields } from './use-contacts.ts';

/** What a company keeps of its contacts beside what every contact has: made, named, put in order and taken away by whoever runs it. */
export function FieldsScreen() {
  const t = useTranslations('contacts.ownFields');
  const { client } = useDesk();
  const fields = useContactFields();
  const mayWrite = useMay('workspace.update');
  const { isBusy, run } = useAction([contactsKey]);
  const [asking, setAsking] = useState<{ field: FieldRow | null; what: 'edit' | 'delete' } | null>(null);
  const close = () => setAsking(null);
  const list = fields.data ?? [];
  const add = (
    <Button look="primary" onClick={() => setAsking({ field: null, what: 'edit' })}>
      {t('add')}
    </Button>
  );
  /** The order is written for all whose place it changes: places may have gaps, and two of one place. */
  const move = async (from: number, to: number) => {
    const order = [...list];
    const [moved] = order.splice(from, 1);
    if (!moved) return;
    order.splice(to, 0, moved);
    await run(async (workspaceId) => {
      for (const [position, { id: fieldId, label, type, options, position: former }] of order.entries())
        if (former !== position)
          await client.contacts.saveField.mutate({ workspaceId, input: { fieldId, label, type, options, position } });
    });
  };
  return (
    <main className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-8 px-4 py-8 md:px-8">
        <Section
          isPage
          title={t('title')}
          detail={t('detail')}
          asked={fields}
          action={mayWrite && list.length > 0 && add}
        >
          {fields.data && list.length === 0 && (
            <EmptyState
              title={t('empty.title')}
              detail={mayWrite ? t('empty.detail') : t('emptyReader')}
              action={mayWrite ? add : undefined}
            />
          )}
          {list.length > 0 && (
            <ul className="grid grid-cols-[minmax(0,1fr)]">
              {list.map((field, n) => (
                <li key={field.id} className="flex min-h-12 items-center gap-3 border-b py-1.5 last:border-b-0">
                  <div className="min-w-0 flex-1">
                    <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
                      <span className="wrap-anywhere min-w-0 font-medium">{field.label}</span>
                      <Badge>{t(`type.${field.type}`)}</Badge>
                    </p>
                    {field.options.length > 0 && (
                      <p className="wrap-anywhere text-dense text-quiet">{field.options.join(' · ')}</p>
                    )}
                  </div>
                  {mayWrite && (
                    <Menu
                      align="end"
                      trigger={
                        <IconButton label={t('more', { label: field.label })} disabled={isBusy}>
                          <Ellipsis size={20} aria-hidden />
                        </IconButton>
                      }
                    >
                      <MenuItem onSelect={() => setAsking({ field, what: 'edit' })}>{t('edit')}</MenuItem>
                      {n > 0 && <MenuItem onSelect={() => void move(n, n - 1)}>{t('up')}</MenuItem>}
                      {n < list.length - 1 && <MenuItem onSelect={() => void move(n, n + 1)}>{t('down')}</MenuItem>}
                      <MenuItem tone="danger" onSelect={() => setAsking({ field, what: 'delete' })}>
                        {t('delete')}
                      </MenuItem>
                    </Menu>
                  )}
                </li>
              ))}
            </ul>
          )}
        </Section>
      </div>
      {asking?.what === 'edit' && <FieldDialog field={asking.field} onClose={close} />}
      <ConfirmDialog
        open={asking?.what === 'delete'}
        setOpen={close}
        title={t('deleteTitle', { label: asking?.field?.label ?? '' })}
        detail={t('deleteDetail')}
        confirm={t('delete')}
        look="danger"
        onConfirm={() => {
          const fieldId = asking?.field?.id ?? '';
          close();
          void run(
            (workspaceId) => client.contacts.deleteField.mutate({ workspaceId, input: { fieldId } }),
            t('deleted'),
          );
        }}
      />
    </main>
  );
}
