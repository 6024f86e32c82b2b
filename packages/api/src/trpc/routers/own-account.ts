import { contestSharing, readOwnSharing } from '@recado/core/growth';
import { endDevice, eraseHistory, listEvents, listOwnDevices, removePhoto, updateProfile } from '@recado/core/identity';
import { EndDevice, HistoryPage, UpdateProfile } from '@recado/core/identity/contract';
import { z } from 'zod';
import { router, sensitiveProcedure, sessionProcedure } from '../procedures.ts';

const raw = <Schema extends z.ZodType>(_schema: Schema) => z.custom<z.input<Schema>>();

/** What people see and change of their own account. Whose it is, the session says; no input names a person. */
export const ownAccountRouter = router({
  events: sessionProcedure
    .meta({ door: 'session', input: HistoryPage })
    .input(raw(HistoryPage))
    .query(({ ctx, input }) => listEvents(ctx.pub, ctx.pass, ctx.personId, input)),
  devices: sessionProcedure.query(({ ctx }) => listOwnDevices(ctx.pub, ctx.pass, ctx.personId)),
  endDevice: sensitiveProcedure
    .meta({ door: 'session', input: EndDevice })
    .input(raw(EndDevice))
    .mutation(({ ctx, input }) => endDevice(ctx.pub, ctx.pass, ctx.personId, input)),
  /** Why the account looks as if several people used it; null where it does not. */
  sharing: sessionProcedure.query(({ ctx }) => readOwnSharing(ctx.pub, ctx.pass, ctx.personId)),
  contestSharing: sensitiveProcedure.mutation(({ ctx }) => contestSharing(ctx.pub, ctx.pass, ctx.personId)),
  eraseHistory: sensitiveProcedure.mutation(({ ctx }) => eraseHistory(ctx.pub, ctx.pass, ctx.personId)),
  updateProfile: sessionProcedure
    .meta({ door: 'session', input: UpdateProfile })
    .input(raw(UpdateProfile))
    .mutation(({ ctx, input }) => updateProfile(ctx.pub, ctx.pass, ctx.personId, input)),
  // a picture comes by a route of its own, as its bytes
  removePhoto: sessionProcedure.mutation(({ ctx }) => removePhoto(ctx.pub, ctx.pass, ctx.personId)),
});
