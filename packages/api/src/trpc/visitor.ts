import { getVisit, leaveLink, switchNotices } from '@recado/core/access';
import { listConnections } from '@recado/core/channels';
import { getContact, listContacts, updateContact } from '@recado/core/contacts';
import {
  countConversations,
  getConversation,
  listConversations,
  listMessages,
  markRead,
  retryMessage,
  sendMessage,
} from '@recado/core/conversations';
import { readHome } from '@recado/core/reports';
import { updateWorkspace } from '@recado/core/workspaces';
import { z } from 'zod';
import { reading, router, sessionProcedure, writing } from './procedures.ts';
import { withMedia } from './routers/sign-media.ts';

/**
 * All that a visitor by an access link may call: the same verbs as everybody, behind the same door, and none that speaks of people, plans,
 * policies or connections. `pass` is the device's.
 */
export const visitorRouter = router({
  visit: sessionProcedure.query(({ ctx }) => getVisit(ctx.pub, ctx.pass)),
  switchNotices: sessionProcedure
    .input(z.object({ on: z.boolean() }))
    .mutation(({ ctx, input }) => switchNotices(ctx.pub, ctx.pass, input.on)),
  leave: sessionProcedure.mutation(async ({ ctx }) => {
    await leaveLink(ctx.pub, ctx.pass);
    ctx.cookies.clearSession();
  }),
  connections: reading(listConnections),
  home: reading(readHome),
  contacts: reading(listContacts),
  contact: reading(getContact),
  updateContact: writing(updateContact),
  updateWorkspace: writing(updateWorkspace),
  conversations: reading(listConversations),
  counts: reading(countConversations),
  conversation: reading(getConversation),
  messages: reading(withMedia(listMessages)),
  send: writing(withMedia(sendMessage)),
  retry: writing(withMedia(retryMessage)),
  markRead: writing(markRead),
});

export type VisitorRouter = typeof visitorRouter;
