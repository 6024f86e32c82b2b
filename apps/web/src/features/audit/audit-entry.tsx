'use client';

import { placeName } from '@recado/core/identity/rules';
import { formatTime } from '@recado/i18n';
import { Badge } from '@recado/ui/badge';
import { Button } from '@recado/ui/button';
import { clsx } from 'clsx';
import { ChevronDown } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { type ReactNode, useId, useState } from 'react';
import { useDeviceName } from '../security/use-device-name.ts';
import { shortAddress } from './short-address.ts';
import { changesOf, factsOf, isLook } from './tell-act.ts';
import type { Names, ToldRow } from './use-audit.ts';
import type { AuditFilters } from './use-audit-filters.ts';
import { useTell } from './use-tell.tsx';

/** One thing that was done: a sentence, and below it, when it is opened, what was there before and what after. */
export function AuditEntry({
  row,
  names,
  isFaulty,
  onFilter,
}: {
  row: ToldRow;
  names: Names;
  /** Whether the chain says that somebody touched it. */
  isFaulty: boolean;
  onFilter: (change: Partial<AuditFilters>) => void;
}) {
  const t = useTranslations('audit');
  const locale = useLocale();
  const { sentence, reading } = useTell(names);
  const deviceName = useDeviceName();
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const whence = [
    row.device && deviceName(row.device),
    row.place ? t('line.near', { place: placeName(row.place, locale) }) : null,
    row.address && t('line.from', { address: shortAddress(row.address) }),
  ].filter(Boolean);
  return (
    <li id={`entry-${row.id}`} data-act={row.action} className="scroll-mt-4 border-b last:border-b-0">
      <button
        type="button"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
        className="grid w-full grid-cols-[2.75rem_minmax(0,1fr)_auto] gap-x-3 rounded-tight px-2 py-3 text-left hover:bg-sunk focus-visible:-outline-offset-2"
      >
        <time dateTime={row.at} className="tabular text-dense text-quiet leading-5">
          {formatTime(new Date(row.at), reading)}
        </time>
        <span className="grid min-w-0 gap-1">
          <span className="wrap-anywhere">{sentence(row)}</span>
          {(whence.length > 0 || row.actor.kind === 'staff' || isLook(row.action) || row.isErased || isFaulty) && (
            <span className="flex flex-wrap items-center gap-x-2.5 gap-y-1 text-dense text-quiet">
              {isFaulty && <Badge tone="danger">{t('line.fault')}</Badge>}
              {row.actor.kind === 'staff' && <Badge tone="attention">{t('line.staff')}</Badge>}
              {isLook(row.action) && <Badge>{t('line.look')}</Badge>}
              {row.isErased && <Badge>{t('line.erased')}</Badge>}
              {whence.length > 0 && <span className="tabular wrap-anywhere min-w-0">{whence.join(' · ')}</span>}
            </span>
          )}
        </span>
        <ChevronDown
          size={18}
          aria-hidden
          className={clsx('mt-px shrink-0 text-quiet transition-transform', isOpen && 'rotate-180')}
        />
      </button>
      <div id={id} hidden={!isOpen}>
        {isOpen && <Opened row={row} names={names} onFilter={onFilter} />}
      </div>
    </li>
  );
}

function Opened({
  row,
  names,
  onFilter,
}: {
  row: ToldRow;
  names: Names;
  onFilter: (change: Partial<AuditFilters>) => void;
}) {
  const t = useTranslations('audit.open');
  const locale = useLocale();
  const deviceName = useDeviceName();
  const { who, nameOf, field, value, reading } = useTell(names);
  const changes = changesOf(row);
  const facts = factsOf(row);
  const { actor, subject } = row;
  const name = nameOf(row);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5 px-2 pt-1 pb-5 sm:pl-16">
      {row.isErased && <p className="text-quiet">{t('erased')}</p>}
      {changes.length > 0 && (
        <section aria-label={t('changes')} className="grid gap-3">
          {changes.map((change) => (
            <div key={change.field} className="grid gap-1.5">
              <h3 className="font-medium text-dense">{field(change.field)}</h3>
              <dl className="grid gap-2 sm:grid-cols-2">
                <Side label={t('before')} tone="bg-sunk">
                  {value(change.field, change.before)}
                </Side>
                <Side label={t('after')} tone="bg-brand-soft">
                  {value(change.field, change.after)}
                </Side>
              </dl>
            </div>
          ))}
        </section>
      )}
      {facts.length > 0 && (
        <section aria-label={t('facts')}>
          <Facts>
            {facts.map((fact) => (
              <Fact key={fact.field} label={field(fact.field)}>
                {value(fact.field, fact.value)}
              </Fact>
            ))}
          </Facts>
        </section>
      )}
      <Facts>
        <Fact label={t('when')}>
          {new Date(row.at).toLocaleString(locale, {
            dateStyle: 'long',
            timeStyle: 'medium',
            timeZone: reading.timeZone ?? undefined,
          })}
        </Fact>
        {row.device && <Fact label={t('device')}>{deviceName(row.device)}</Fact>}
        {row.place && <Fact label={t('place')}>{placeName(row.place, locale)}</Fact>}
        {row.address && <Fact label={t('address')}>{shortAddress(row.address)}</Fact>}
        <Fact label={t('entry')}>
          {row.seq === null
            ? t('unsealed', { id: String(row.id) })
            : t('sealed', { id: String(row.id), seq: String(row.seq) })}
        </Fact>
      </Facts>
      {(actor.id !== null || subject !== null) && (
        <div className="flex flex-wrap gap-2">
          {actor.id !== null && (
            <Button size="small" onClick={() => onFilter({ person: actor.id ?? '' })}>
              {t('sameActor', { who: who(row) })}
            </Button>
          )}
          {subject !== null && subject !== actor.id && (
            <Button size="small" onClick={() => onFilter({ subject })}>
              {name ? t('sameSubject', { what: name }) : t('sameSubjectUnnamed')}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

function Side({ label, tone, children }: { label: string; tone: string; children: ReactNode }) {
  return (
    <div className={clsx('grid content-start gap-0.5 rounded-tight px-3 py-2', tone)}>
      <dt className="text-fine text-quiet">{label}</dt>
      <dd className="wrap-anywhere min-w-0 whitespace-pre-line">{children}</dd>
    </div>
  );
}

function Facts({ children }: { children: ReactNode }) {
  return <dl className="grid gap-x-4 gap-y-1.5 text-dense sm:grid-cols-[9rem_minmax(0,1fr)]">{children}</dl>;
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-quiet max-sm:mt-1">{label}</dt>
      <dd className="tabular wrap-anywhere min-w-0 whitespace-pre-line">{children}</dd>
    </>
  );
}
