import { purgePersonalDue } from '@recado/core/conversations';
import type { CronContext } from '../kernel/in-every-workspace.ts';

/** Removes what is stored of the chats that are not to be stored. */
export async function purgeDuePersonal({ steps, services, runId, log }: CronContext): Promise<{ ended: number }> {
  const ended = await steps.run('purge', () => purgePersonalDue({ ...services, log, requestId: runId, locale: 'es' }));
  return { ended };
}
