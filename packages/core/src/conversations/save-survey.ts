import { changeOf, command } from '../kernel/index.ts';
import { conversationErrors, conversationEvents, SaveSurvey, SURVEY_LINK, surveyLanguages } from './contract.ts';
import { unknownVariables } from './rules.ts';
import { readSurveyRules } from './store.ts';

/** Says whether and how customers are asked how it went. What is planned goes by what holds in its moment. Throws conversations.replyUnknownVariable. */
export const saveSurvey = command({
  input: SaveSurvey,
  needs: 'workspace.update',
  async run({ tx, ctx, record }, rules) {
    const of = ctx.workspaceId;
    for (const language of surveyLanguages) {
      const [unknown] = unknownVariables(rules.texts[language].replaceAll(SURVEY_LINK, ''));
      if (unknown !== undefined)
        throw conversationErrors.replyUnknownVariable({ name: unknown, field: `texts.${language}` });
    }
    await tx`select pg_advisory_xact_lock(hashtextextended(${`survey ${of}`}, 0))`;
    const former = await readSurveyRules(tx, of);
    await tx`
      insert into app.survey_rule (workspace_id, is_on, texts, threshold, pause_days, quiet_from, quiet_to)
        values (${of}, ${rules.isOn}, ${JSON.stringify(rules.texts)}::text::jsonb, ${rules.threshold}, ${rules.pauseDays}, ${rules.quiet?.from ?? null}, ${rules.quiet?.to ?? null})
        on conflict (workspace_id) do update set is_on = excluded.is_on, texts = excluded.texts, threshold = excluded.threshold, pause_days = excluded.pause_days,
          quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to`;
    await record(conversationEvents.surveySaved, { isOn: rules.isOn }, changeOf(former, rules));
    return rules;
  },
});
