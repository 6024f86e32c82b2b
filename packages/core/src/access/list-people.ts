import { z } from 'zod';
import { may, query } from '../kernel/index.ts';
import type { PersonRow, Seats } from './contract.ts';
import { readSeats } from './store.ts';

/** The people of a workspace, blocked ones too, with when they were last here, and the seats of its account. */
export const listPeople = query({
  input: z.object({}),
  needs: 'members.read',
  async run({ tx, ctx, actor }): Promise<{ people: PersonRow[]; seats: Seats }> {
    // when somebody last logged in is for whoever looks after people
    const own = actor.kind === 'person' ? actor.permissions : null;
    const [row] = await tx`select guard.list_people(${may(actor.role, 'members.update', own)}) people`;
    const teams = await tx`
      select person_id "personId", array_agg(team_id) "teamIds" from app.team_member where workspace_id = ${ctx.workspaceId} group by person_id`;
    const teamsOf = new Map(teams.map((each) => [each.personId as string, each.teamIds as string[]]));
    const people = (row?.people ?? []) as Omit<PersonRow, 'teamIds'>[];
    return {
      people: people.map((each) => ({ ...each, teamIds: teamsOf.get(each.personId) ?? [] })),
      seats: await readSeats(tx),
    };
  },
});
