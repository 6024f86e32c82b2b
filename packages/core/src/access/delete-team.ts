import { command } from '../kernel/index.ts';
import { accessErrors, accessEvents, OneTeam } from './contract.ts';

/** Deletes a team; its people stay. Throws access.noTeam. */
export const deleteTeam = command({
  input: OneTeam,
  needs: 'teams.write',
  async run({ tx, ctx, record }, { teamId }) {
    const [row] =
      await tx`delete from app.team where workspace_id = ${ctx.workspaceId} and id = ${teamId} returning name`;
    if (!row) throw accessErrors.noTeam();
    await record(accessEvents.teamDeleted, { teamId }, { before: { name: row.name } });
    return { ok: true as const };
  },
});
