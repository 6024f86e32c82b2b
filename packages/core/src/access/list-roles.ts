import { z } from 'zod';
import { query } from '../kernel/index.ts';
import { hasFeature, resolveEntitlements } from '../plans/index.ts';
import { readCatalogue } from '../plans/rules.ts';
import type { CustomRoleRow } from './contract.ts';

/** The roles that the company made for itself, with how many people have each, and whether its plan lets it make more. */
export const listRoles = query({
  input: z.object({}),
  needs: 'members.read',
  async run({ tx, ctx }) {
    const rows = await tx`
      select c.id, c.name, c.permissions, (select count(*)::integer from app.member m where m.workspace_id = c.workspace_id and m.custom_role_id = c.id) people
        from app.custom_role c where c.workspace_id = ${ctx.workspaceId} order by lower(c.name)`;
    const [account] = await tx`
      select a.plan, a.plan_version version, guard.plan_catalogue() versions, guard.invited_roles() invited from app.account a`;
    const invited = (account?.invited ?? {}) as Record<string, number>;
    const mine = resolveEntitlements(readCatalogue(account?.versions as unknown[]), {
      plan: account?.plan as string,
      version: account?.version as number,
    });
    const roles = rows.map((row) => ({
      ...row,
      invitations: invited[row.id as string] ?? 0,
    }));
    return { roles: roles as CustomRoleRow[], inPlan: hasFeature(mine, 'customRoles') };
  },
});
