import type { PublicCtx } from '../kernel/index.ts';
import { conversationErrors, type SurveyPage } from './contract.ts';
import { readSurveyToken } from './store.ts';

/** What the page of a question shows to whoever has its secret. Throws surveyGone, the same for one that never was and one that is over. */
export async function readSurvey(ctx: Pick<PublicCtx, 'db'>, token: string): Promise<SurveyPage> {
  const asked = readSurveyToken(token);
  if (!asked) throw conversationErrors.surveyGone();
  const [row] = await ctx.db`select guard.read_survey(${asked.workspaceId}, ${asked.hash}) page`;
  if (!row?.page) throw conversationErrors.surveyGone();
  return row.page as SurveyPage;
}
