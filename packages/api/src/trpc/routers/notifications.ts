import {
  listNotifications,
  markNotificationsRead,
  savePreferences,
  stopMail,
  subscribePush,
  unsubscribePush,
} from '@recado/core/notifications';
import { SubscribePush } from '@recado/core/notifications/contract';
import { z } from 'zod';
import { publicProcedure, reading, router, sessionProcedure, writing } from '../procedures.ts';

/** What a person is told, and how they want it. */
export const notificationsRouter = router({
  list: reading(listNotifications),
  markRead: writing(markNotificationsRead),
  savePreferences: writing(savePreferences),
  /** The browser of this session, whatever workspace it looks at. */
  subscribePush: sessionProcedure
    .meta({ door: 'session', input: SubscribePush })
    .input(z.custom<z.input<typeof SubscribePush>>())
    .mutation(({ ctx, input }) => subscribePush(ctx.pub, ctx.pass, ctx.personId, input)),
  unsubscribePush: sessionProcedure.mutation(({ ctx }) => unsubscribePush(ctx.pub, ctx.pass, ctx.personId)),
  /** The token came in the fragment of the mail's link, which no server sees; only a press of the button posts it. */
  stopMail: publicProcedure
    .meta({ rate: 'auth' })
    .input(z.object({ token: z.string().min(1).max(500) }))
    .mutation(async ({ ctx, input }) => {
      await stopMail(ctx.pub, input);
      return { ok: true as const };
    }),
});
