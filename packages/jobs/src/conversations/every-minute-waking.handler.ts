import { wakeConversations } from '@recado/core/conversations';
import type { CronContext } from '../kernel/in-every-workspace.ts';

/** Opens the conversations whose time has come. */
export async function wakeDueConversations({ steps, services, runId, log }: CronContext): Promise<{ woken: number }> {
  const woken = await steps.run('wake', () => wakeConversations({ ...services, log, requestId: runId, locale: 'es' }));
  return { woken };
}
