import { expect, test } from 'vitest';
import { listFiles, readText } from './tree.ts';

/** Sources that run in a process of ours. The database's own room, the embedded server, tests and benches speak SQL of their own. */
const OURS = /^(apps|packages)\/[^/]+\/src\/.*\.tsx?$/;
const ELSEWHERE =
  /^packages\/(db|embedded|testing|bench)\/|^apps\/[^/]+\/src\/testing\/|\/trial\/|\.test\.tsx?$|\.test-rows\.ts$/;

/** Rooms of core that make the ways: the builders themselves, and what comes before any company is known. */
const MAKERS = /^packages\/core\/src\/(kernel|identity)\//;

/** What belongs to no company: whether the database answers at all, which plans there are, and who sets one by hand. */
const OF_NO_COMPANY: Record<string, RegExp> = {
  'packages/api/src/health/index.ts': /^db`select guard\.health\(\) health`$/,
  'apps/jobs/src/health.ts': /^db`select 1`$/,
  'packages/core/src/plans/load-catalogue.ts': /^ctx\.db`select guard\.plan_catalogue\(\) versions`$/,
  'packages/core/src/plans/load-offer.ts':
    /^ctx\.db`select guard\.plan_catalogue\(\) versions, guard\.catalogue_in_use\(\) head`$/,
  'packages/core/src/plans/write-catalogue.ts': /^ctx\.db`\s*select guard\.write_catalogue\([^)]*\) answer`$/,
  'packages/core/src/plans/set-plan.ts': /^ctx\.db` ?select guard\.set_plan\([^)]*\) ended`$/,
  'packages/core/src/billing/follow-order.ts':
    /^ctx\.db`select guard\.(order_facts\([^)]*\) facts|begin_order\([^`]*\) begun|end_order\([^)]*\)|note_followed\([^`]*\))`$/,
  'packages/core/src/billing/order-now.ts':
    /^ctx\.db`select guard\.(begin_own_order\(\$\{door\.pass\}, \$\{door\.personId\}, [^`]*\) begun|end_own_order\(\$\{door\.pass\}, \$\{door\.personId\}, [^`]*\))`$/,
  'packages/core/src/billing/list-due-billing.ts': /^ctx\.db`select x id from guard\.list_due_billing\([^)]*\) x`$/,
  'packages/core/src/billing/ask-money-back.ts':
    /^ctx\.db`\s*select guard\.claim_money_back\(\$\{door\.pass\}, \$\{door\.personId\}, [^`]*\) answer`$/,
  'packages/core/src/billing/give-money-back.ts':
    /^ctx\.db`select guard\.(money_back_facts\([^)]*\) facts|settle_money_back\([^`]*\))`$/,
  'packages/core/src/billing/tell-credited.ts':
    /^ctx\.db`select guard\.(credited_facts\([^)]*\) facts|tell_credited\([^`]*\) told)`$/,
  'packages/core/src/billing/choose-reward.ts':
    /^ctx\.db`select guard\.choose_reward\(\$\{door\.pass\}, \$\{door\.personId\}, [^`]*\)`$/,
  'packages/core/src/billing/claim-referral.ts':
    /^ctx\.db`\s*select guard\.claim_referral\(\$\{door\.pass\}, \$\{door\.personId\}, [^`]*\) answer`$/,
  'packages/core/src/billing/settle-referrals.ts': /^ctx\.db`select guard\.settle_referrals\([^`]*\) changed`$/,
  'packages/core/src/billing/retell-unsettled.ts': /^ctx\.db`select guard\.retell_unsettled\(\) told`$/,
  'packages/core/src/billing/hand-over-invoice.ts':
    /^ctx\.db`select guard\.(fiscal_facts\([^)]*\) facts|note_fiscal\([^)]*\))`$/,
  'packages/core/src/billing/count-early-places.ts': /^ctx\.db`select guard\.early_places_left\([^`]*\) places`$/,
  'packages/core/src/billing/start-checkout.ts':
    /^ctx\.db`\s*select guard\.hold_early_place\(\$\{door\.pass\}, \$\{door\.personId\}, [^`]*\) standing`$/,
  'packages/core/src/billing/book-credit.ts':
    /^ctx\.db`select guard\.(credit_facts\([^)]*\) facts|note_credit_booked\([^)]*\))`$/,
  'packages/core/src/billing/sync-dispute.ts': /^ctx\.db`select guard\.settle_dispute\([^`]*\) account`$/,
  'packages/core/src/billing/list-due-tax.ts': /^ctx\.db`select x id from guard\.list_due_tax\([^)]*\) x`$/,
  'packages/core/src/billing/save-tax-details.ts':
    /^ctx\.db`\s*select guard\.save_tax_details\(\$\{door\.pass\}, \$\{door\.personId\}, [^`]*\)`$/,
  'packages/core/src/billing/settle-tax.ts':
    /^ctx\.db`select guard\.(tax_facts\([^)]*\) facts|note_vies\([^)]*\) known|note_tax_written\([^)]*\))`$/,
  'packages/core/src/billing/note-billing-event.ts': /^ctx\.db`\s*select guard\.note_billing_event\([^`]*\) new`$/,
  'packages/core/src/billing/store.ts':
    /^ctx\.db`select guard\.(note_billing_act|note_own_tax_written|ask_billing_sync|keep_customer|keep_seats|choose_descent|call_off_descent)\(\$\{pass\}, \$\{personId\}, [^`]*\)`$/,
  'packages/core/src/billing/sweep-billing-events.ts': /^ctx\.db`select guard\.sweep_billing_events\(\) removed`$/,
  'packages/core/src/billing/sync-billing.ts':
    /^ctx\.db`\s*select guard\.(billing_facts\([^)]*\) facts|settle_billing\([^`]*\) answer)`$/,
  'packages/core/src/growth/list-sharing-due.ts':
    /^ctx\.db`select person_id, account_id from guard\.list_sharing_due\([^)]*\)`$/,
  'packages/core/src/growth/settle-sharing.ts': /^ctx\.db`select guard\.settle_sharing\(\) n`$/,
  'packages/core/src/growth/weigh-sharing.ts':
    /^ctx\.db`\s*select guard\.(sharing_history\([^`]*\) found|keep_sharing\([^`]*\) state)`$/,
  'packages/core/src/access/get-visit.ts': /^ctx\.db`select guard\.visit\(\$\{pass\}\) visit`$/,
  'packages/core/src/access/switch-notices.ts': /^ctx\.db`select guard\.switch_notices\(\$\{pass\}, [^)]*\) now_on`$/,
  'packages/core/src/access/leave-link.ts': /^ctx\.db`select guard\.leave_link\(\$\{pass\}\)`$/,
  'packages/core/src/access/stop-notices.ts': /^ctx\.db`select guard\.stop_notices\([^`]*\) went_by`$/,
  'packages/core/src/notifications/stop-mail.ts': /^ctx\.db`select guard\.stop_notification_mail\([\s\S]*\) was_ours`$/,
  'packages/core/src/notifications/list-workspaces-of.ts': /^ctx\.db`select id from guard\.workspaces_of\([^)]*\) id`$/,
  'packages/core/src/workspaces/cancel-account.ts': /^ctx\.db`select guard\.cancel_account\([^)]*\) changed`$/,
  'packages/core/src/workspaces/resume-account.ts': /^ctx\.db`select guard\.resume_account\([^)]*\) changed`$/,
  'packages/core/src/conversations/wake-conversations.ts':
    /^ctx\.db`select workspace_id "workspaceId", conversation_id "conversationId" from guard\.list_waking\([^)]*\)`$/,
  'packages/core/src/conversations/send-surveys-due.ts':
    /^ctx\.db`select workspace_id "workspaceId", id from guard\.list_surveys\([^)]*\)`$/,
  'packages/core/src/conversations/read-survey.ts': /^ctx\.db`select guard\.read_survey\([^`]*\) page`$/,
  'packages/core/src/conversations/answer-survey.ts': /^ctx\.db`select guard\.answer_survey\([^`]*\) taken`$/,
  'packages/core/src/conversations/mark-overdue.ts': /^ctx\.db`select id from guard\.list_overdue\([^)]*\) id`$/,
  'packages/core/src/conversations/send-planned-due.ts':
    /^ctx\.db`select workspace_id "workspaceId", id, conversation_id "conversationId" from guard\.list_planned\([^)]*\)`$/,
  'packages/core/src/conversations/purge-personal-due.ts':
    /^ctx\.db`select workspace_id "workspaceId", id from guard\.list_apart_due\([^)]*\)`$/,
  'packages/core/src/workspaces/due-purges.ts': /^ctx\.db`select id from guard\.list_due_purges\([^)]*\) id`$/,
  'packages/core/src/workspaces/purge-workspace.ts': /^ctx\.db`select guard\.purge_workspace\([^)]*\) gone`$/,
};
/** Verbs of links that come before a company is known: an exchange whose refusals are committed too, and the rounds of the notices and of mails. */
const BEFORE_A_COMPANY = [
  'packages/core/src/access/exchange-link.ts',
  'packages/core/src/notifications/tell-links.ts',
  'packages/core/src/notifications/mail-notifications.ts',
];
/** What is about several companies of one person: one function of the guard, which is given their session and proves it first. */
const OF_ONE_PERSON = /^ctx\.db` ?select guard\.\w+\(\$\{pass\}, \$\{personId\}[,)]/;

const SQL_TAG = /\b((?:\w+\.)*(?:db|sql|database|pool))`[^`]*`/g;
// where a transaction, a connection or a text of SQL could be had without a door
const ESCAPE = /\b(?:\w+\.)*(?:db|sql|database|pool)\.(?:begin|unsafe|reserve|savepoint|file|options)\b/g;
const ONE_FUNCTION = /`\s*select (?:\* from )?(?:app|guard|jobs|wa)\.\w+\(/;
const AS_HOLDER = /callAsHolder\( ?async \(\) => await db`/g;
const BUILT = /export const \w+ = (?:hotQuery|staffVerb)\(\{/;

/** How a source comes to the database without `command()`, `query()` or one of the few other ways. */
function waysAround(file: string, text: string): string[] {
  if (!OURS.test(file) || ELSEWHERE.test(file) || MAKERS.test(file) || BEFORE_A_COMPANY.includes(file)) return [];
  // a placeholder may hold a template of its own; what matters is where a statement begins
  const flat = text
    .replace(/\/\/.*$/gm, '')
    .replace(/\s+/g, ' ')
    .replace(/\$\{`[^`]*`\}/g, '?');
  const faults = [...flat.matchAll(ESCAPE)].map((found) => `${file} calls ${found[0]}`);
  const statements = [...flat.matchAll(SQL_TAG)];
  const held = [...flat.matchAll(AS_HOLDER)].length;
  for (const [statement, tag] of statements) {
    if (OF_NO_COMPANY[file]?.test(statement)) continue;
    const isCore = file.startsWith('packages/core/src/');
    const isHot = isCore && tag === 'ctx.db' && BUILT.test(flat) && statements.length === 1;
    const isHeld = isCore && tag === 'db' && held === statements.length;
    if (isCore && statements.length === 1 && OF_ONE_PERSON.test(statement)) continue;
    if ((isHot || isHeld) && ONE_FUNCTION.test(statement)) continue;
    faults.push(`${file} speaks to the database by ${statement.slice(0, 60)}`);
  }
  // a handle under another name would hide what is done with it
  const others = [...flat.matchAll(/\bctx\.db\b(?!`)/g), ...flat.matchAll(/\{[^{}]*\bdb\b[^{}]*\} = (?:ctx|work)\b/g)];
  if (file.startsWith('packages/core/src/')) faults.push(...others.map((found) => `${file} passes ${found[0]} on`));
  return faults;
}

test('nothing of ours speaks to the database but by command, query, a hot read, a staff call or the proof of a lease', () => {
  const files = listFiles().filter((file) => OURS.test(file));
  expect(files.length).toBeGreaterThan(200);
  expect(files.flatMap((file) => waysAround(file, readText(file)))).toEqual([]);
});

test.each([
  [
    'a statement in a verb that nothing built',
    'packages/core/src/contacts/x.ts',
    'export const x = (ctx) => ctx.db`select app.f(1)`;',
  ],
  ['a transaction of its own', 'packages/core/src/contacts/x.ts', 'await ctx.db.begin(async (tx) => tx`select 1`);'],
  ['a text of SQL', 'packages/jobs/src/x.ts', "await services.db.unsafe('select 1');"],
  [
    'a table in a hot read',
    'packages/core/src/contacts/x.ts',
    'export const x = hotQuery({ call: (ctx) => ctx.db`select * from app.contact` });',
  ],
  [
    'two statements in a hot read',
    'packages/core/src/contacts/x.ts',
    'export const x = hotQuery({ call: (ctx) => [ctx.db`select app.f(1)`, ctx.db`select app.g(1)`] });',
  ],
  [
    'a holder without the proof',
    'packages/core/src/channels/x.ts',
    'export const x = async (db, held) => await db`select wa.f(1)`;',
  ],
  [
    'one of two calls without the proof',
    'packages/core/src/channels/x.ts',
    'callAsHolder(async () => await db`select wa.f(1)`); await db`select wa.g(1)`;',
  ],
  ['a handle under another name', 'packages/core/src/contacts/x.ts', 'const { db } = ctx; const away = ctx.db;'],
  ['a statement in a transport', 'packages/api/src/trpc/x.ts', 'await ctx.pub.db`select 1`;'],
  ['a statement in an app', 'apps/worker/src/x.ts', 'await services.db`select app.f(1)`;'],
])('%s is found', (_name, file, text) => {
  expect(waysAround(file, text)).not.toEqual([]);
});
