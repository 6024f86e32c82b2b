import { sendPlannedDue } from '@recado/core/conversations';
import type { CronContext } from '../kernel/in-every-workspace.ts';

/** Sends the planned messages whose moment has come. */
export async function sendDuePlanned({
  steps,
  services,
  runId,
  log,
}: CronContext): Promise<{ sent: number; stopped: number }> {
  return await steps.run('send', () => sendPlannedDue({ ...services, log, requestId: runId, locale: 'es' }));
}
