'use client';

import { isLive, type RunDetail, type StepRow } from '@recado/core/operations/contract';
import { Badge, type BadgeTone } from '@recado/ui/badge';
import { useTranslations } from 'next-intl';
import { useReading } from '../shell/use-reading.ts';
import { ErrorDetail } from './error-detail.tsx';
import { formatClock } from './format-clock.ts';
import { formatSpan } from './format-span.ts';
import { Payload } from './payload.tsx';
import { placeOnLine } from './place-on-line.ts';

type State = 'planned' | 'waiting' | 'retrying' | 'completed' | 'failed';
const tones: Record<State, BadgeTone> = {
  planned: 'neutral',
  waiting: 'brand',
  retrying: 'attention',
  completed: 'good',
  failed: 'danger',
};
const fills: Record<State, string> = {
  planned: 'fill-edge',
  waiting: 'fill-brand',
  retrying: 'fill-attention',
  completed: 'fill-good',
  failed: 'fill-danger',
};
const waits = ['Sleep', 'WaitForEvent', 'InvokeFunction'];

/** The steps of a run against its time, each with what it answered or what broke it. */
export function RunSteps({ run }: { run: RunDetail }) {
  const t = useTranslations('staff.run');
  const reading = useReading(isLive(run.status) ? 1_000 : 30_000);
  const from = new Date(run.startedAt ?? run.queuedAt).getTime();
  const to = run.endedAt ? new Date(run.endedAt).getTime() : reading.now.getTime();
  return (
    <section className="grid grid-cols-[minmax(0,1fr)] gap-1">
      <h2 className="font-semibold text-lead">{t('steps')}</h2>
      {run.steps.length === 0 && <p className="text-quiet">{t(isLive(run.status) ? 'noSteps' : 'noStepsEnded')}</p>}
      <ol>
        {run.steps.map((step) => (
          <Step key={step.id} runId={run.id} step={step} from={from} to={to} now={reading.now} />
        ))}
      </ol>
    </section>
  );
}

function Step({ runId, step, from, to, now }: { runId: string; step: StepRow; from: number; to: number; now: Date }) {
  const t = useTranslations('staff.run');
  const reading = useReading();
  const state: State = step.status === 'planned' && waits.includes(step.op) ? 'waiting' : step.status;
  const starts = new Date(step.startedAt).getTime();
  const ends = step.endedAt ? new Date(step.endedAt).getTime() : Math.min(to, now.getTime());
  const { x, width } = placeOnLine({ from, to, starts, ends });
  const op = t.has(`op.${step.op}` as never) ? t(`op.${step.op}` as never) : step.op;
  const name = step.name || op;
  const due = step.dueAt && !step.endedAt ? formatClock(new Date(step.dueAt), reading) : null;
  return (
    <li data-step={name} className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2 border-b py-3">
      <div className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 md:grid-cols-[minmax(0,3fr)_minmax(0,4fr)_5rem_6.5rem]">
        <p className="wrap-anywhere min-w-0 md:col-start-1 md:row-start-1">
          <span className="font-semibold">{name}</span>
          <span className="text-dense text-quiet">
            {name !== op && ` · ${op}`}
            {step.attempts > 1 && ` · ${t('attempts', { count: step.attempts })}`}
            {due && ` · ${t(state === 'retrying' ? 'nextTry' : 'until', { when: due })}`}
          </span>
        </p>
        <svg
          aria-hidden="true"
          viewBox="0 0 100 8"
          preserveAspectRatio="none"
          className="col-span-2 row-start-2 h-2 w-full overflow-visible md:col-span-1 md:col-start-2 md:row-start-1"
        >
          <rect x="0" y="3.5" width="100" height="1" className="fill-line" />
          <rect x={x} y="0" width={width} height="8" className={fills[state]} />
        </svg>
        <p className="tabular row-start-3 whitespace-nowrap text-dense text-quiet md:col-start-3 md:row-start-1 md:text-right">
          {formatSpan(ends - starts, reading.locale)}
        </p>
        <p className="col-start-2 row-start-1 justify-self-end md:col-start-4 md:row-start-1">
          <Badge tone={tones[state]}>{t(`step.${state}`)}</Badge>
        </p>
      </div>
      {step.error && <ErrorDetail error={step.error} />}
      {step.hasOutput && (
        <Payload runId={runId} of={{ kind: 'step', id: step.id }} label={t('outputOfStep', { name })} />
      )}
    </li>
  );
}
