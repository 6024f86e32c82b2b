import { changeOf, command } from '../kernel/index.ts';
import { accessEvents, SetBlocked } from './contract.ts';
import { judge, type Outcome, passOf } from './store.ts';

/**
 * Shuts somebody out of the workspace, an owner of all of the account, or lets them in again. Their next request is refused and their
 * streams end at once; what is theirs stays theirs, and so does their seat. Throws access.self, access.above, access.lastOwner, access.noMember,
 * identity.stepUpNeeded.
 */
export const setBlocked = command({
  input: SetBlocked,
  needs: 'members.update',
  async run({ tx, ctx, record }, input) {
    const { pass, personId } = passOf(ctx);
    const [row] = await tx`select guard.set_blocked(${pass}, ${personId}, ${input.personId}, ${input.blocked}) answer`;
    const answer = row?.answer as Outcome;
    await judge(tx, answer, ['done']);
    const calledBack = answer.calledBack as string[] | null;
    await record(
      input.blocked ? accessEvents.blocked : accessEvents.unblocked,
      { personId: input.personId, ...(calledBack ? { calledBack } : {}) },
      changeOf({ blocked: answer.was }, { blocked: input.blocked }),
    );
    return { ok: true as const };
  },
});
