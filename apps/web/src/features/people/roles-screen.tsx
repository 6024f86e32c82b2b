'use client';

import type { CustomRoleRow } from '@recado/core/access/contract';
import { Button } from '@recado/ui/button';
import { EmptyState } from '@recado/ui/empty-state';
import { IconButton } from '@recado/ui/icon-button';
import { Menu, MenuItem } from '@recado/ui/menu';
import { Ellipsis, ShieldCheck } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { OwnLine } from '../security/own-line.tsx';
import { Section } from '../security/section.tsx';
import { TalkToUs } from '../session/talk-to-us.tsx';
import { useDesk } from '../session/use-desk.ts';
import { useMay } from '../session/use-may.ts';
import { ConfirmDialog } from '../shell/confirm-dialog.tsx';
import { RoleEditor } from './role-editor.tsx';
import { useOwnRoles, usePeopleAction } from './use-people.ts';

/** The roles that the company made for itself; where its plan has none, the plan that does. */
export function RolesScreen() {
  const t = useTranslations('people.ownRoles');
  const { client } = useDesk();
  const roles = useOwnRoles();
  const mayWrite = useMay('roles.write');
  const { run } = usePeopleAction();
  const [asking, setAsking] = useState<{ role: CustomRoleRow | null; what: 'edit' | 'delete' } | null>(null);
  const close = () => setAsking(null);
  const inPlan = roles.data?.inPlan === true;
  const list = roles.data?.roles ?? [];
  return (
    <main className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-8 px-4 py-8 md:px-8">
        <Section
          isPage
          title={t('title')}
          detail={t('detail')}
          asked={roles}
          action={
            mayWrite &&
            inPlan && (
              <Button look="primary" onClick={() => setAsking({ role: null, what: 'edit' })}>
                {t('add')}
              </Button>
            )
          }
        >
          {roles.data && !inPlan && (
            <EmptyState
              title={t('limitTitle')}
              detail={t('limitDetail')}
              action={<TalkToUs client={client} source="limit" />}
            />
          )}
          {inPlan && list.length === 0 && <p className="text-quiet">{t('empty')}</p>}
          {list.length > 0 && (
            <ul className="grid grid-cols-[minmax(0,1fr)]">
              {list.map((role) => (
                <OwnLine
                  key={role.id}
                  mark={<ShieldCheck size={18} aria-hidden />}
                  name={role.name}
                  facts={
                    <>
                      <span>{t('rights', { count: role.permissions.length })}</span>
                      <span>{t('has', { count: role.people })}</span>
                    </>
                  }
                >
                  {mayWrite && (
                    <Menu
                      align="end"
                      trigger={
                        <IconButton label={t('more', { name: role.name })}>
                          <Ellipsis size={20} aria-hidden />
                        </IconButton>
                      }
                    >
                      {inPlan && <MenuItem onSelect={() => setAsking({ role, what: 'edit' })}>{t('edit')}</MenuItem>}
                      <MenuItem tone="danger" onSelect={() => setAsking({ role, what: 'delete' })}>
                        {t('delete')}
                      </MenuItem>
                    </Menu>
                  )}
                </OwnLine>
              ))}
            </ul>
          )}
        </Section>
      </div>
      {asking?.what === 'edit' && <RoleEditor role={asking.role} onClose={close} />}
      <ConfirmDialog
        open={asking?.what === 'delete'}
        setOpen={close}
        title={t('deleteTitle', { name: asking?.role?.name ?? '' })}
        detail={t('deleteDetail')}
        confirm={t('delete')}
        look="danger"
        onConfirm={() => {
          const roleId = asking?.role?.id ?? '';
          close();
          void run((workspaceId) => client.people.deleteRole.mutate({ workspaceId, input: { roleId } }), t('deleted'));
        }}
      />
    </main>
  );
}
