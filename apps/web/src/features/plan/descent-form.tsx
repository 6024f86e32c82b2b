'use client';

import { type Choices, type Choosable, type Keep, proposeKeep, roomOf, tooMuchFor } from '@recado/core/billing/rules';
import type { PlanVersion } from '@recado/core/plans/contract';
import { formatPhone } from '@recado/i18n';
import { Button } from '@recado/ui/button';
import { Checkbox } from '@recado/ui/checkbox';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { useDesk } from '../session/use-desk.ts';
import { ConfirmDialog } from '../shell/confirm-dialog.tsx';
import { useBillingAction } from './use-billing.ts';

/** What of too much stays on a smaller plan, with a proposal, and the way down to it: with the next period, at once, or by buying it. */
export function DescentForm({
  to,
  choices,
  periodEnd,
  how,
}: {
  to: PlanVersion;
  choices: Choices;
  periodEnd: string;
  how: 'later' | 'now' | 'buy';
}) {
  const t = useTranslations('plan.down');
  const tRow = useTranslations('plan.row');
  const locale = useLocale() === 'en' ? 'en' : 'es';
  const { client, viewer, workspace } = useDesk();
  const { isBusy, run } = useBillingAction();
  const me = viewer.person.id;
  const [keep, setKeep] = useState<Keep>(() => proposeKeep(to, choices, { personId: me, workspaceId: workspace.id }));
  const [isAsking, setAsking] = useState(false);
  const isTrial = how === 'now';
  const room = roomOf(to);
  const asked = tooMuchFor(to, choices);
  const plan = to.name[locale];
  const day = new Date(periodEnd).toLocaleDateString(locale, { dateStyle: 'long' });
  // a number of a business that does not stay has nowhere to be
  const isApart = (name: Choosable, id: string) =>
    name === 'numbers' && !keep.workspaces.includes(choices.numbers.find((each) => each.id === id)?.workspaceId ?? '');
  const stays = (name: Choosable) => keep[name].filter((id) => !isApart(name, id));
  const isOver = asked.some((name) => stays(name).length > (room[name] ?? Number.POSITIVE_INFINITY));
  const isNone = keep.workspaces.length === 0;
  const toggle = (name: Choosable, id: string) =>
    setKeep((before) => ({
      ...before,
      [name]: before[name].includes(id) ? before[name].filter((each) => each !== id) : [...before[name], id],
    }));
  const told = (name: Choosable): { id: string; text: string; isFixed: boolean }[] => {
    if (name === 'people')
      return choices.people.map(({ id, name: who, email }) => ({ id, text: `${who} · ${email}`, isFixed: id === me }));
    if (name === 'workspaces')
      return choices.workspaces.map(({ id, name: who }) => ({ id, text: who, isFixed: false }));
    return choices.numbers.map(({ id, name: who, number, workspace: of }) => ({
      ...{ id, isFixed: isApart('numbers', id) },
      text: [who, number && formatPhone(number), choices.workspaces.length > 1 && of].filter(Boolean).join(' · '),
    }));
  };
  const chosen = { workspaces: keep.workspaces, numbers: stays('numbers'), people: keep.people };
  const buy = () =>
    run(async (workspaceId) => {
      const input = { plan: to.plan, request: crypto.randomUUID(), keep: chosen };
      window.location.assign((await client.billing.startCheckout.mutate({ workspaceId, input })).url);
    });
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      {asked.map((name) => {
        const limit = room[name] ?? 0;
        const count = stays(name).length;
        return (
          <fieldset
            key={name}
            className="grid grid-cols-[minmax(0,1fr)] gap-2 rounded-card border bg-surface px-4 py-3"
          >
            <legend className="px-1 font-semibold">
              {t('stays', { what: tRow(name === 'people' ? 'seats' : name) })}
            </legend>
            <p aria-live="polite" className={count > limit ? 'text-attention' : 'text-quiet'}>
              {t(count > limit ? 'over' : 'count', { count, limit })}
            </p>
            {told(name).map(({ id, text, isFixed }) => (
              <Checkbox
                key={id}
                checked={stays(name).includes(id)}
                disabled={isFixed}
                onChange={() => toggle(name, id)}
                label={text}
              />
            ))}
            <p className="text-dense text-quiet">{t(`rest.${name}`)}</p>
          </fieldset>
        );
      })}
      <div>
        <Button
          busy={isBusy}
          disabled={isOver || isNone}
          onClick={() => (how === 'buy' ? void buy() : setAsking(true))}
        >
          {how === 'buy' ? t('buy', { plan }) : isTrial ? t('goNow', { plan }) : t('go', { plan, day })}
        </Button>
      </div>
      <ConfirmDialog
        open={isAsking}
        setOpen={setAsking}
        title={t('question', { plan })}
        detail={
          isTrial
            ? t('questionNow', { plan })
            : t('questionDetail', { plan, day, frozen: asked.length > 0 ? 'yes' : 'no' })
        }
        confirm={isTrial ? t('goNow', { plan }) : t('submit')}
        look="primary"
        onConfirm={() => {
          setAsking(false);
          void run(
            (workspaceId) => client.billing.goDown.mutate({ workspaceId, input: { plan: to.plan, keep: chosen } }),
            isTrial ? t('doneNow') : t('done', { plan, day }),
          );
        }}
      />
    </div>
  );
}
