import type { identityEvents } from '@recado/core/identity/contract';
import { listWorkspacesOf, tellAlarm } from '@recado/core/notifications';
import type { EventTrigger, JobContext } from '../job.ts';
import type { JobServices } from '../services.ts';
import { systemIn } from './system-in.ts';

type Context = Pick<
  JobContext<EventTrigger<typeof identityEvents.accountAlarmed>, JobServices>,
  'event' | 'steps' | 'services' | 'runId' | 'log'
>;

/** Tells a person in each of their workspaces what happened to their account. */
export async function tellOfAccount(context: Context): Promise<{ told: number }> {
  const { personId, eventId, what } = context.event.data;
  const ids = await context.steps.run('workspaces', () => listWorkspacesOf(context.services, personId));
  let told = 0;
  for (const id of ids) {
    const answer = await context.steps.run(`tell-${id}`, () =>
      tellAlarm(systemIn(context, id, 'notifications'), { personId, eventId, what }),
    );
    told += answer.told;
  }
  return { told };
}
