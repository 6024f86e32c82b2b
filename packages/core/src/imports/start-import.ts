import { command } from '../kernel/index.ts';
import { assertRoom, assertStanding } from '../plans/rules.ts';
import { importErrors, importEvents, StartImport } from './contract.ts';
import { lockImport, proveReach } from './store.ts';

/**
 * Runs an import that was checked, or goes on with one that was stopped. The question about marketing has to be answered; who says that
 * everybody agreed says how. Errors: notFound, notNow {state}, consentUnshown, notEverything, plans.limitReached, plans.paused.
 */
export const startImport = command({
  input: StartImport,
  needs: 'conversations.assign',
  async run({ tx, ctx, record, emit }, { importId, consent, shown }) {
    await proveReach(tx);
    const held = await lockImport({ tx, ctx }, importId, ['checked', 'stopped']);
    if (consent !== 'none' && !shown) throw importErrors.consentUnshown({ field: 'shown' });
    const adding = Math.max(0, (held.counts.new ?? 0) - (held.counts.created ?? 0));
    const [plan] = await tx`select guard.take_room('contacts', ${adding}) lacks, guard.refuses('imports') refused`;
    assertStanding(plan?.refused);
    assertRoom(plan?.lacks);
    const [row] =
      await tx`update app.contact_import set state = 'running', halted = null, consent = ${consent}, consent_shown = ${shown || null}
      where workspace_id = ${ctx.workspaceId} and id = ${importId} returning policy`;
    await record(importEvents.started, {
      importId,
      name: held.name,
      consent,
      policy: row?.policy,
      counts: held.counts,
    });
    await emit(importEvents.asked, { importId, revision: held.revision, what: 'run' });
    return { ok: true as const };
  },
});
