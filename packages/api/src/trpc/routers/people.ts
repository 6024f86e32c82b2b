import {
  changeRole,
  deleteRole,
  deleteTeam,
  inviteMember,
  leaveWorkspace,
  listInvitations,
  listPeople,
  listRoles,
  listTeams,
  readRemoval,
  removeMember,
  resendInvitation,
  revokeInvitation,
  saveRole,
  saveTeam,
  setBlocked,
} from '@recado/core/access';
import { acceptInvitation, joinAsNewcomer, readInvitation } from '@recado/core/identity';
import { JoinAsNewcomer, OpenInvitation } from '@recado/core/identity/contract';
import { z } from 'zod';
import { publicProcedure, reading, router, sensitiveWriting, sessionProcedure, writing } from '../procedures.ts';

const raw = <Schema extends z.ZodType>(_schema: Schema) => z.custom<z.input<Schema>>();

/** The people of a workspace, what they may, and how they come and go. */
export const peopleRouter = router({
  list: reading(listPeople),
  invitations: reading(listInvitations),
  invite: sensitiveWriting(inviteMember),
  resendInvitation: sensitiveWriting(resendInvitation),
  revokeInvitation: writing(revokeInvitation),
  changeRole: sensitiveWriting(changeRole),
  setBlocked: sensitiveWriting(setBlocked),
  removal: reading(readRemoval),
  remove: sensitiveWriting(removeMember),
  leave: sensitiveWriting(leaveWorkspace),
  roles: reading(listRoles),
  saveRole: sensitiveWriting(saveRole),
  deleteRole: sensitiveWriting(deleteRole),
  teams: reading(listTeams),
  saveTeam: writing(saveTeam),
  deleteTeam: writing(deleteTeam),
});

/** How somebody comes in by an invitation: before any workspace is theirs. */
export const invitationsRouter = router({
  /** The secret came in the fragment of the mail's link, which no server sees; it is posted and stands in no address. */
  read: publicProcedure
    .meta({ rate: 'auth' })
    .input(raw(OpenInvitation))
    .mutation(({ ctx, input }) => readInvitation(ctx.pub, input)),
  /** Whoever is in takes up an invitation to their own address. */
  accept: sessionProcedure
    .meta({ door: 'session', input: OpenInvitation })
    .input(raw(OpenInvitation))
    .mutation(({ ctx, input }) => acceptInvitation(ctx.pub, ctx.pass, ctx.personId, input)),
  /** A newcomer takes one up: their account appears, and a session opens. */
  join: publicProcedure
    .meta({ rate: 'auth' })
    .input(raw(JoinAsNewcomer))
    .mutation(async ({ ctx, input }) => {
      const opened = await joinAsNewcomer(ctx.pub, input, ctx.identity, ctx.cookies.pass);
      ctx.cookies.setSession(opened.token, opened.keepSeconds, opened.freshDevice);
      return { personId: opened.personId, workspaceId: opened.workspaceId };
    }),
});
