'use client';

import { Avatar } from '@recado/ui/avatar';
import { Button } from '@recado/ui/button';
import { useTranslations } from 'next-intl';
import { sendFile } from '../session/send-file.ts';
import { useDesk } from '../session/use-desk.ts';
import { shrinkLogo } from './shrink-logo.ts';
import { useWorkspaceAction } from './use-workspaces.ts';

/** The logo of the workspace at work, or its initials; another one is made small here before it is sent. */
export function LogoField() {
  const t = useTranslations('workspaces.one');
  const { client, viewer, workspace } = useDesk();
  const { isBusy, problem, setProblem, run } = useWorkspaceAction();
  const choose = async (file: File) => {
    const small = await shrinkLogo(file).catch(() => null);
    if (!small) return setProblem(t('logoUnreadable', { name: file.name }));
    await run(() => sendFile(`/logo?workspace=${workspace.id}`, small, viewer.person.id, () => {}), t('logoSaved'));
  };
  const address = workspace.logo && `/logo/${workspace.id}?v=${workspace.logo}&person=${viewer.person.id}`;
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center gap-4">
        <Avatar name={workspace.name} seed={workspace.id} size="huge" src={address} />
        <div className="flex flex-wrap gap-2">
          <Button
            asChild
            className="relative cursor-pointer has-disabled:opacity-55 has-focus-visible:outline-2 has-focus-visible:outline-brand has-focus-visible:outline-offset-2"
          >
            <label>
              {t('logoChoose')}
              <input
                type="file"
                accept="image/jpeg,image/png,image/webp"
                className="sr-only"
                disabled={isBusy}
                aria-invalid={problem ? true : undefined}
                onChange={(event) => {
                  const file = event.target.files?.[0];
                  event.target.value = '';
                  if (file) void choose(file);
                }}
              />
            </label>
          </Button>
          {workspace.logo && (
            <Button
              look="quiet"
              busy={isBusy}
              onClick={() =>
                void run(
                  () => client.workspaces.removeLogo.mutate({ workspaceId: workspace.id, input: {} }),
                  t('logoRemoved'),
                )
              }
            >
              {t('logoRemove')}
            </Button>
          )}
        </div>
      </div>
      <p className="text-dense text-quiet">{t('logoDetail')}</p>
      {problem && (
        <p role="alert" className="text-dense text-danger">
          {problem}
        </p>
      )}
    </div>
  );
}
