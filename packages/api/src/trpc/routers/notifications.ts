import { listNotifications, markNotificationsRead, savePreferences, stopMail } from '@recado/core/notifications';
import { z } from 'zod';
import { publicProcedure, reading, router, writing } from '../procedures.ts';

/** What a person is told, and how they want it. */
export const notificationsRouter = router({
  list: reading(listNotifications),
  markRead: writing(markNotificationsRead),
  savePreferences: writing(savePreferences),
  /** The token came in the fragment of the mail's link, which no server sees; only a press of the button posts it. */
  stopMail: publicProcedure
    .meta({ rate: 'auth' })
    .input(z.object({ token: z.string().min(1).max(500) }))
    .mutation(async ({ ctx, input }) => {
      await stopMail(ctx.pub, input);
      return { ok: true as const };
    }),
});
