import { tellLinks } from '@recado/core/notifications';
import type { CronContext } from '../kernel/in-every-workspace.ts';

/** Tells visitors that conversations wait. */
export async function tellDueLinks({ steps, services, runId, log }: CronContext): Promise<{ told: number }> {
  const told = await steps.run('tell', () =>
    tellLinks({ ...services, log, requestId: runId, locale: 'es' }, services.renderLinkNotice),
  );
  return { told };
}
