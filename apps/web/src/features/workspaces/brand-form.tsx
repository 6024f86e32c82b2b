'use client';

import type { WorkspaceSettings } from '@recado/core/workspaces/contract';
import { type Ground, judgeColor, nightColorOf } from '@recado/core/workspaces/rules';
import { Button } from '@recado/ui/button';
import { Field } from '@recado/ui/field';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useDesk } from '../session/use-desk.ts';
import { ColorStripe } from './color-stripe.tsx';
import { useWorkspaceAction } from './use-workspaces.ts';

/** Both looks side by side, in whichever the page is: its own tokens have one value a page. */
const looks = {
  light: 'scheme-light border-[#e7e1d6] bg-[#fbf8f3] text-[#1b2330]',
  dark: 'scheme-dark border-[#2b313c] bg-[#12151b] text-[#ece7dd]',
};

/** The two colours of a workspace, seen as they are chosen; one that cannot be read is told with the nearest one that can. */
export function BrandForm({ settings }: { settings: WorkspaceSettings }) {
  const t = useTranslations('workspaces.one');
  const { client, workspace } = useDesk();
  const { isBusy, problem, run } = useWorkspaceAction();
  const [color, setColor] = useState(settings.color.toLowerCase());
  const [night, setNight] = useState(settings.colorNight);
  const shownNight = night ?? nightColorOf({ color, colorNight: null });
  const field = (label: string, hint: string | undefined, value: string, ground: Ground, set: (to: string) => void) => {
    const judged = judgeColor(value, ground);
    return (
      <div className="grid justify-items-start gap-2">
        <Field label={label} hint={hint} error={judged.ok ? undefined : t('unreadable', { color: judged.nearest })}>
          {(control) => (
            <input
              {...control}
              type="color"
              value={value}
              onChange={(event) => set(event.target.value)}
              className="h-11 w-24 cursor-pointer rounded-card border border-edge bg-surface p-1"
            />
          )}
        </Field>
        {!judged.ok && (
          <Button size="small" onClick={() => set(judged.nearest)}>
            {t('nearest', { color: judged.nearest })}
          </Button>
        )}
      </div>
    );
  };
  const isReadable = judgeColor(color, 'paper').ok && judgeColor(shownNight, 'night').ok;
  return (
    <form
      method="post"
      onSubmit={(event) => {
        event.preventDefault();
        const call = () =>
          client.workspaces.update.mutate({ workspaceId: workspace.id, input: { color, colorNight: night } });
        void run(call, t('saved'));
      }}
      className="grid gap-5"
    >
      <div className="grid gap-5 sm:grid-cols-2">
        {field(t('color'), undefined, color, 'paper', setColor)}
        {field(t('colorNight'), t('colorNightHint'), shownNight, 'night', setNight)}
      </div>
      <div className="grid gap-2">
        <p className="text-dense text-quiet">{t('preview')}</p>
        <div className="grid gap-2 sm:grid-cols-2">
          {(['light', 'dark'] as const).map((look) => (
            <div
              key={look}
              data-look={look}
              className={`flex items-center gap-3 rounded-card border p-3 ${looks[look]}`}
            >
              <ColorStripe of={{ color, colorNight: shownNight }} className="h-8 w-1" />
              <span className="truncate font-serif text-lead">{settings.name}</span>
            </div>
          ))}
        </div>
      </div>
      {problem && (
        <p role="alert" className="text-danger">
          {problem}
        </p>
      )}
      <Button type="submit" look="primary" busy={isBusy} disabled={!isReadable} className="justify-self-start">
        {t('save')}
      </Button>
    </form>
  );
}
