'use client';

import { type RunDetail, type RunStatus, shortName } from '@recado/core/operations/contract';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { RunStatusBadge } from './run-status.tsx';

/** The runs that called this one, were called by it, or repeat it. */
export function RunKin({ run }: { run: RunDetail }) {
  const t = useTranslations('staff.run');
  if (!run.parent && !run.rerunOf && run.children.length === 0) return null;
  return (
    <section className="grid grid-cols-[minmax(0,1fr)] gap-1">
      <h2 className="font-semibold text-lead">{t('kin')}</h2>
      <ul>
        {run.parent && <Kin what={t('parent')} id={run.parent.id} name={run.parent.functionId} />}
        {run.rerunOf && <Kin what={t('rerunOf')} id={run.rerunOf} name={run.functionId} />}
        {run.children.map((child) => (
          <Kin key={child.id} what={t(child.kind)} id={child.id} name={child.functionId} status={child.status} />
        ))}
      </ul>
    </section>
  );
}

function Kin({ what, id, name, status }: { what: string; id: string; name: string; status?: RunStatus }) {
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b py-2.5">
      <span className="text-quiet">{what}</span>
      <Link href={`/staff/runs/${id}`} className="wrap-anywhere rounded-tight hover:text-brand hover:underline">
        {shortName(name)} <code className="font-mono text-fine text-quiet">{id}</code>
      </Link>
      {status && <RunStatusBadge status={status} />}
    </li>
  );
}
