import { markOverdue } from '@recado/core/conversations';
import type { CronContext } from '../kernel/in-every-workspace.ts';

/** Writes down which conversations wait for longer than was promised. */
export async function markLate({ steps, services, runId, log }: CronContext): Promise<{ late: number }> {
  const late = await steps.run('mark', () => markOverdue({ ...services, log, requestId: runId, locale: 'es' }));
  return { late };
}
