import { randomBytes } from 'node:crypto';
import { sha256 } from '@recado/runtime/crypto';
import { z } from 'zod';
import { type Ctx, command } from '../kernel/index.ts';
import { conversationEvents, SURVEY_LINK, type SurveyLanguage, surveyLanguages } from './contract.ts';
import { fillVariables } from './rules.ts';
import { newProviderId, readSurveyRules } from './store.ts';

/** Of one call. */
const AT_ONCE = 500;

/**
 * Sends the questions whose moment has come, each in a transaction of its own behind the system's door. `publicUrl` is where their pages are. Done twice
 * it finds nothing the second time. One that fails keeps none of the others. Answers how many went.
 */
export async function sendSurveysDue(ctx: Omit<Ctx, 'workspaceId' | 'door'>, publicUrl: string): Promise<number> {
  const due = await ctx.db`select workspace_id "workspaceId", id from guard.list_surveys(${AT_ONCE})`;
  let sent = 0;
  const failures: unknown[] = [];
  for (const { workspaceId, id } of due) {
    const company: Ctx = { ...ctx, workspaceId, door: { kind: 'system', reason: 'survey' } };
    try {
      if (await sendDue(company, { surveyId: id, publicUrl })) sent += 1;
    } catch (error) {
      ctx.log.error({ err: error, workspaceId, surveyId: id }, 'a question could not be sent');
      failures.push(error);
    }
  }
  if (failures.length > 0 && failures.length === due.length) throw failures[0];
  return sent;
}

const sendDue = command({
  input: z.object({ surveyId: z.uuid(), publicUrl: z.string() }),
  needs: 'conversations.write',
  unrecorded: 'a message is its own record',
  async run({ tx, ctx, emit, afterCommit }, { surveyId, publicUrl }): Promise<boolean> {
    const of = ctx.workspaceId;
    const [row] = await tx`
      select c.name, c.profile_name "profileName", c.language, app.number_of(c.workspace_id, c.id) phone, w.name business, w.locale
        from app.survey s join app.conversation v on v.workspace_id = s.workspace_id and v.id = s.conversation_id
          join app.contact c on c.workspace_id = v.workspace_id and c.id = v.contact_id join app.workspace w on w.id = s.workspace_id
       where s.workspace_id = ${of} and s.id = ${surveyId}`;
    if (!row) return false;
    const language = languageOf(row.language) ?? languageOf(row.locale) ?? 'es';
    const { texts } = await readSurveyRules(tx, of);
    // where to look for it stands before the secret itself
    const token = Buffer.concat([Buffer.from(of.replaceAll('-', ''), 'hex'), randomBytes(32)]).toString('base64url');
    const link = new URL(`/r/${token}`, publicUrl).href;
    const name = ((row.name || row.profileName) as string | null) ?? null;
    const asked = texts[language].includes(SURVEY_LINK) ? texts[language] : `${texts[language]} ${SURVEY_LINK}`;
    // the address goes in last of all: a name that looks like one is a name
    const text = asked
      .split(SURVEY_LINK)
      .map(
        (part) =>
          fillVariables(part, {
            'contact.name': name,
            'contact.firstName': name?.split(' ')[0] ?? null,
            'contact.phone': row.phone as string | null,
            'workspace.name': row.business as string,
          }).text,
      )
      .join(link);
    const [done] =
      await tx`select app.send_survey(${of}, ${surveyId}, ${sha256(token)}, ${language}, ${newProviderId()}, ${text}) sent`;
    const sent = done?.sent as { channelId: string; messageId: string; conversationId: string } | null;
    if (!sent) return false;
    const { messageId, conversationId } = sent;
    await emit(conversationEvents.messageQueued, { messageId, conversationId, repeated: false });
    afterCommit(() => {
      ctx.ports.hints.queued(sent.channelId);
      ctx.ports.hints.changed(of);
    });
    return true;
  },
});

const languageOf = (given: unknown): SurveyLanguage | undefined =>
  surveyLanguages.find((each) =>
    String(given ?? '')
      .toLowerCase()
      .startsWith(each),
  );
