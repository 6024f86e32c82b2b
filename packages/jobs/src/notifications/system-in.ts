import type { Ctx } from '@recado/core/kernel';
import type { Logger } from '@recado/runtime/logger';
import type { JobServices } from '../services.ts';

/** The context of a verb that a job calls in a workspace, behind the system's door and under the reason given. */
export const systemIn = (
  { services, runId, log }: { services: JobServices; runId: string; log: Logger },
  workspaceId: string | undefined,
  reason: string,
  conversationId?: string,
): Ctx => {
  if (!workspaceId) throw new Error('This event belongs to no workspace.');
  return {
    ...services,
    log,
    requestId: runId,
    locale: 'es',
    workspaceId,
    door: { kind: 'system', reason, conversationId },
  };
};
