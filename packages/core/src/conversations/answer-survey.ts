import { z } from 'zod';
import { type PublicCtx, parse } from '../kernel/index.ts';
import { conversationErrors, surveyLimits } from './contract.ts';
import { readSurveyToken } from './store.ts';

const Answer = z.object({
  score: z.coerce.number().int().min(1).max(5),
  comment: z.string().max(surveyLimits.comment).nullish(),
});

/** Takes what a customer says by the page of a question, or what they say instead. Throws surveyGone and surveyTooOften. */
export async function answerSurvey(
  ctx: Pick<PublicCtx, 'db' | 'ports'>,
  token: string,
  given: { score: unknown; comment?: unknown },
): Promise<void> {
  const { score, comment } = parse(Answer, given);
  const asked = readSurveyToken(token);
  if (!asked) throw conversationErrors.surveyGone();
  const [row] =
    await ctx.db`select guard.answer_survey(${asked.workspaceId}, ${asked.hash}, ${score}::smallint, ${comment ?? null}) taken`;
  if (row?.taken === null || row === undefined) throw conversationErrors.surveyGone();
  if (!row.taken) throw conversationErrors.surveyTooOften();
  ctx.ports.hints.emitted();
}
