import { changeOf, command, type Work } from '../kernel/index.ts';
import { accessErrors, accessEvents, SaveTeam } from './contract.ts';

/** Makes a team or changes its name and who is in it. A team gives nobody a right. Throws access.nameTaken, access.noTeam, access.noMember. */
export const saveTeam = command({
  input: SaveTeam,
  needs: 'teams.write',
  async run({ tx, ctx, record }, input) {
    const personIds = [...new Set(input.personIds)];
    const of = ctx.workspaceId;
    const [taken] = await tx`
      select 1 from app.team t where t.workspace_id = ${of} and lower(t.name) = lower(${input.name}) and t.id is distinct from ${input.teamId ?? null}`;
    if (taken) throw accessErrors.nameTaken({ field: 'name' });
    const [former] = input.teamId
      ? await tx`select t.name, (select coalesce(array_agg(x.person_id::text order by x.person_id), '{}') from app.team_member x
          where x.workspace_id = t.workspace_id and x.team_id = t.id) "personIds"
        from app.team t where t.workspace_id = ${of} and t.id = ${input.teamId} for update`
      : [];
    const [row] = input.teamId
      ? await rename(tx, of, input.teamId, input.name)
      : await tx`insert into app.team (workspace_id, name) values (${of}, ${input.name})
          on conflict (workspace_id, (lower(name))) do nothing returning id`;
    if (!row) throw input.teamId ? accessErrors.noTeam() : accessErrors.nameTaken({ field: 'name' });
    const teamId = row.id as string;
    await tx`delete from app.team_member where workspace_id = ${of} and team_id = ${teamId} and not person_id = any (${personIds}::uuid[])`;
    await tx`
      insert into app.team_member (workspace_id, team_id, person_id)
        select m.workspace_id, ${teamId}, m.person_id from app.member m where m.workspace_id = ${of} and m.person_id = any (${personIds}::uuid[])
        on conflict do nothing`;
    const [{ there } = { there: 0 }] = await tx`
      select count(*)::integer there from app.team_member where workspace_id = ${of} and team_id = ${teamId}`;
    if (there !== personIds.length) throw accessErrors.noMember({ field: 'personIds' });
    const after = { name: input.name, personIds: personIds.sort() };
    await record(
      accessEvents.teamSaved,
      { teamId, name: input.name, personIds },
      former ? changeOf(former, after) : { after },
    );
    return { teamId };
  },
});

async function rename(tx: Work['tx'], workspaceId: string, teamId: string, name: string) {
  try {
    return await tx`update app.team set name = ${name} where workspace_id = ${workspaceId} and id = ${teamId} returning id`;
  } catch (error) {
    // somebody else took the name since it was looked for
    throw (error as { code?: string }).code === '23505' ? accessErrors.nameTaken({ field: 'name' }) : error;
  }
}
