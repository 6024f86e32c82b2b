import {
  acceptTransfer,
  archiveWorkspace,
  askTransfer,
  createWorkspaces,
  declineTransfer,
  deleteWorkspace,
  getWorkspace,
  listOwnWorkspaces,
  listWaiting,
  readMatters,
  readOverview,
  removeLogo,
  renameAccount,
  restoreWorkspace,
  undoDeletion,
  updateWorkspace,
  withdrawTransfer,
} from '@recado/core/workspaces';
import { DeclineTransfer, OwnWorkspacesPage, WaitingPage } from '@recado/core/workspaces/contract';
import { z } from 'zod';
import { reading, router, sensitiveWriting, sessionProcedure, writing } from '../procedures.ts';

const raw = <Schema extends z.ZodType>(_schema: Schema) => z.custom<z.input<Schema>>();

/** The companies of an account. What looks at several of them at once names none: the session says whose they are. */
export const workspacesRouter = router({
  get: reading(getWorkspace),
  create: writing(createWorkspaces),
  update: writing(updateWorkspace),
  // a logo comes by a route of its own, as its bytes
  removeLogo: writing(removeLogo),
  renameAccount: writing(renameAccount),
  archive: writing(archiveWorkspace),
  restore: writing(restoreWorkspace),
  delete: sensitiveWriting(deleteWorkspace),
  undoDeletion: writing(undoDeletion),
  askTransfer: sensitiveWriting(askTransfer),
  withdrawTransfer: writing(withdrawTransfer),
  acceptTransfer: sensitiveWriting(acceptTransfer),
  declineTransfer: sessionProcedure
    .meta({ door: 'session', input: DeclineTransfer })
    .input(raw(DeclineTransfer))
    .mutation(({ ctx, input }) => declineTransfer(ctx.pub, ctx.pass, ctx.personId, input)),
  list: sessionProcedure
    .meta({ door: 'session', input: OwnWorkspacesPage })
    .input(raw(OwnWorkspacesPage))
    .query(({ ctx, input }) => listOwnWorkspaces(ctx.pub, ctx.pass, ctx.personId, input)),
  waiting: sessionProcedure
    .meta({ door: 'session', input: WaitingPage })
    .input(raw(WaitingPage))
    .query(({ ctx, input }) => listWaiting(ctx.pub, ctx.pass, ctx.personId, input)),
  overview: sessionProcedure.query(({ ctx }) => readOverview(ctx.pub, ctx.pass, ctx.personId)),
  matters: sessionProcedure.query(({ ctx }) => readMatters(ctx.pub, ctx.pass, ctx.personId)),
});
