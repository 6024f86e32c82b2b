import { staffVerb } from '../kernel/index.ts';
import { type AttemptRow, OneRun, operationsErrors, type RunDetail, type RunError, type StepRow } from './contract.ts';
import { readError } from './rules.ts';

type Stored<Row extends { error: RunError | null }> = Omit<Row, 'error'> & { error: string | null };
type StoredRun = Omit<Stored<RunDetail>, 'steps' | 'attempts'> & {
  steps: Stored<StepRow>[];
  attempts: Stored<AttemptRow>[];
};

/**
 * One run with its steps, tries and kin, and what went wrong, which is logged once for a while of looking; what it carries is read
 * apart, because each such look is logged.
 */
export const getRun = staffVerb({
  input: OneRun,
  async call(ctx, door, { runId }): Promise<RunDetail> {
    const [row] =
      await ctx.db`select jobs.console_run(${door.pass}, ${door.personId}, ${door.trace}::text::jsonb, ${runId}) found`;
    if (!row?.found) throw operationsErrors.runNotFound();
    const { steps, attempts, error, ...run } = row.found as StoredRun;
    return {
      ...run,
      error: readError(error),
      steps: steps.map((step) => ({ ...step, error: readError(step.error) })),
      attempts: attempts.flatMap((attempt) => {
        const found = readError(attempt.error);
        return found ? [{ ...attempt, error: found }] : [];
      }),
    };
  },
});
