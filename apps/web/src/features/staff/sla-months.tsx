'use client';

import type { SlaRow } from '@recado/core/operations/contract';
import { formatMoney } from '@recado/i18n';
import { Button } from '@recado/ui/button';
import { Field } from '@recado/ui/field';
import { TextInput } from '@recado/ui/text-input';
import { toast } from '@recado/ui/toaster';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { useErrorText } from '../session/use-error-text.ts';
import { ConfirmDialog } from '../shell/confirm-dialog.tsx';
import { MoneyRows } from './money-rows.tsx';
import { useStaff } from './use-staff.ts';

/** The uptime of months: entered, what follows proposed, and confirmed. */
export function SlaMonths({ rows, refetch }: { rows: readonly SlaRow[] | undefined; refetch: () => void }) {
  const t = useTranslations('staff.money.sla');
  const locale = useLocale() === 'en' ? 'en' : 'es';
  const errorText = useErrorText();
  const { client } = useStaff();
  const [month, setMonth] = useState('');
  const [uptime, setUptime] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [chosen, setChosen] = useState<SlaRow | null>(null);
  const money = (cents: number) => formatMoney(cents, 'EUR', locale);
  const run = async (act: () => Promise<string>) => {
    setBusy(true);
    setProblem(null);
    try {
      toast(await act());
    } catch (error) {
      setProblem(errorText(error));
    } finally {
      setBusy(false);
      refetch();
    }
  };
  const enter = () => {
    const value = Number(uptime.replace(',', '.'));
    if (uptime.trim() === '' || !(value >= 0 && value <= 100)) return setProblem(t('wrong'));
    void run(async () => {
      await client.staff.enterSla.mutate({ input: { month, uptime: value } });
      return t('entered');
    });
  };
  return (
    <MoneyRows
      title={t('title')}
      empty={t('empty')}
      rows={rows}
      show={(row) => (
        <li key={row.month} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b py-3">
          <div className="grid gap-1">
            <p className="font-semibold">
              {row.month} · {t('line', { uptime: row.uptime })}
            </p>
            <p className="text-dense text-quiet">
              {row.percent === 0
                ? t('none')
                : t(row.confirmedAt ? 'confirmed' : 'proposed', {
                    ...{ percent: row.percent, accounts: row.accounts, booked: row.booked },
                    amount: money(row.cents),
                  })}
            </p>
          </div>
          {!row.confirmedAt && row.percent > 0 && row.accounts > 0 && (
            <Button size="small" busy={isBusy} onClick={() => setChosen(row)}>
              {t('confirm')}
            </Button>
          )}
        </li>
      )}
    >
      <p className="max-w-prose text-quiet">{t('detail')}</p>
      <form
        method="post"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          enter();
        }}
        className="flex flex-wrap items-start gap-3"
      >
        <Field label={t('month')}>
          {(control) => (
            <TextInput {...control} type="month" value={month} onChange={(event) => setMonth(event.target.value)} />
          )}
        </Field>
        <Field label={t('uptime')} error={problem}>
          {(control) => (
            <TextInput
              {...control}
              inputMode="decimal"
              value={uptime}
              onChange={(event) => setUptime(event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" busy={isBusy} className="mt-7">
          {t('enter')}
        </Button>
      </form>
      <ConfirmDialog
        open={chosen !== null}
        setOpen={(open) => !open && setChosen(null)}
        title={t('question', { amount: money(chosen?.cents ?? 0) })}
        detail={t('questionDetail', { accounts: chosen?.accounts ?? 0 })}
        confirm={t('confirm')}
        look="primary"
        onConfirm={() => {
          const { month: of = '', percent = 0 } = chosen ?? {};
          setChosen(null);
          void run(async () => t('done', await client.staff.confirmSla.mutate({ input: { month: of, percent } })));
        }}
      />
    </MoneyRows>
  );
}
