import { z } from 'zod';
import { wrongPasswordsKey } from '../identity/index.ts';
import { emailKey } from '../identity/rules.ts';
import { kernelErrors, query } from '../kernel/index.ts';
import { type Policies, policiesEvents, type TeamSecurity } from './contract.ts';
import { rankMends } from './rules.ts';

/** Who of the workspace is in, from where, what protects each, and what to mend first. Looking is itself written down. */
export const getTeamSecurity = query({
  input: z.object({}),
  needs: 'security.read',
  looks: () => ({ event: policiesEvents.securityRead, payload: { page: 'team' } }),
  async run({ tx, ctx }): Promise<TeamSecurity> {
    if (ctx.door.kind !== 'session') throw kernelErrors.forbidden({ needs: 'security.read' });
    const members =
      await tx`select person_id id, email from app.member where workspace_id = ${ctx.workspaceId} and blocked_at is null`;
    const brakes = Object.fromEntries(
      members.map(({ id, email }) => [id, wrongPasswordsKey(ctx, emailKey(email as string)).toString('hex')]),
    );
    const [row] =
      await tx`select guard.team_security(${JSON.stringify(brakes)}::text::jsonb) team, guard.read_policies(${ctx.door.pass}) policies`;
    const { team, policies } = row as { team: Omit<TeamSecurity, 'mend'>; policies: Policies };
    return { ...team, mend: rankMends(team, policies.twoFactor) };
  },
});
