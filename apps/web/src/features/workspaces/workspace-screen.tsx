'use client';

import { visibilities } from '@recado/core/workspaces/contract';
import { Field } from '@recado/ui/field';
import { SelectInput } from '@recado/ui/select-input';
import { useTranslations } from 'next-intl';
import { Section } from '../security/section.tsx';
import { useDesk } from '../session/use-desk.ts';
import { useMay } from '../session/use-may.ts';
import { Asked } from './asked.tsx';
import { BrandForm } from './brand-form.tsx';
import { DangerZone } from './danger-zone.tsx';
import { GeneralForm } from './general-form.tsx';
import { LogoField } from './logo-field.tsx';
import { useWorkspaceAction, useWorkspaceSettings } from './use-workspaces.ts';

/** The settings of the workspace at work: what it is called, how it looks, who sees what, and its end. */
export function WorkspaceScreen() {
  const t = useTranslations('workspaces.one');
  const { client, workspace } = useDesk();
  const mayUpdate = useMay('workspace.update');
  const mayArchive = useMay('workspace.archive');
  const asked = useWorkspaceSettings();
  const { isBusy, problem, run } = useWorkspaceAction();
  const settings = asked.data;
  const isOpen = settings?.closed === null;
  return (
    <main className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-8 px-4 py-8 md:px-8">
        <div className="grid gap-1">
          <h1 className="font-serif text-display">{t('title')}</h1>
          <p className="text-body text-quiet">{t('detail')}</p>
        </div>
        <Asked of={asked} />
        {settings && mayUpdate && isOpen && (
          <>
            <Section title={t('general')} detail={t('generalDetail')}>
              <GeneralForm settings={settings} />
            </Section>
            <Section title={t('brand')} detail={t('brandDetail')}>
              <LogoField />
              <BrandForm settings={settings} />
            </Section>
            <Section title={t('visibility')} detail={settings.mayNarrow ? t('visibilityDetail') : t('visibilityPlan')}>
              {settings.mayNarrow && (
                <Field label={t('visibility')} error={problem}>
                  {(control) => (
                    <SelectInput
                      {...control}
                      value={settings.visibility ?? 'own'}
                      disabled={isBusy}
                      onChange={(event) => {
                        const visibility = visibilities.find((each) => each === event.target.value);
                        const call = () =>
                          client.workspaces.update.mutate({ workspaceId: workspace.id, input: { visibility } });
                        void run(call, t('saved'));
                      }}
                    >
                      {visibilities.map((each) => (
                        <option key={each} value={each}>
                          {t(`visible.${each}`)}
                        </option>
                      ))}
                    </SelectInput>
                  )}
                </Field>
              )}
            </Section>
          </>
        )}
        {settings && mayArchive && settings.closed !== 'cancelled' && (
          <Section title={t('danger')} detail={t('dangerDetail')}>
            <DangerZone settings={settings} />
          </Section>
        )}
      </div>
    </main>
  );
}
