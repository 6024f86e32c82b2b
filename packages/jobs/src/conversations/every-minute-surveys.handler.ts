import { sendSurveysDue } from '@recado/core/conversations';
import type { CronContext } from '../kernel/in-every-workspace.ts';

/** Sends the questions about closed conversations whose moment has come. */
export async function sendDueSurveys({ steps, services, runId, log }: CronContext): Promise<{ sent: number }> {
  const sent = await steps.run('send', () =>
    sendSurveysDue({ ...services, log, requestId: runId, locale: 'es' }, services.publicUrl),
  );
  return { sent };
}
