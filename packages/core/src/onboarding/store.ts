import type { Transaction } from '@recado/db';
import type { Onboarding, OnboardingFacts } from './contract.ts';
import { stateOf } from './rules.ts';

/** How far the company at work is, and what was noted of its steps until now. */
export async function readState(tx: Transaction, workspaceId: string): Promise<Onboarding> {
  const [row] = await tx`
    select w.industry, guard.onboarding_facts() facts,
      exists (select 1 from app.channel h where h.workspace_id = w.id and (h.state = 'open' or h.last_seen_at is not null)) "hasNumber",
      exists (select 1 from app.conversation v where v.workspace_id = w.id) "hasReceived",
      (select v.id from app.conversation v where v.workspace_id = w.id and v.last_direction = 'in' order by v.last_message_at desc limit 1) "firstConversationId",
      exists (select 1 from app.contact_import i where i.workspace_id = w.id and i.state = 'done') "hasImported",
      (select coalesce(jsonb_agg(jsonb_build_object('step', o.step, 'isDone', o.done_at is not null, 'isSkipped', o.skipped_at is not null)), '[]')
        from app.onboarding_step o where o.workspace_id = w.id) noted
      from app.workspace w where w.id = ${workspaceId}`;
  const { facts, noted, firstConversationId, ...own } = row as unknown as Omit<
    OnboardingFacts,
    'workspaces' | 'hasAnswered'
  > & {
    facts: Pick<OnboardingFacts, 'workspaces' | 'links' | 'people'> & { sent: boolean };
    noted: { step: string; isDone: boolean; isSkipped: boolean }[];
    firstConversationId: string | null;
  };
  return { ...stateOf({ ...own, ...facts, hasAnswered: facts.sent }, noted), firstConversationId };
}
