import { listMembers } from '@recado/core/access';
import { connectChannel, createChannel, disconnectChannel, listChannels } from '@recado/core/channels';
import {
  addNote,
  assignConversation,
  cancelPlanned,
  changeConversations,
  changePlanned,
  countConversations,
  deleteNote,
  deleteQuickReply,
  deleteView,
  editNote,
  getAssignment,
  getConversation,
  getService,
  getSurvey,
  liftPersonal,
  listAsides,
  listConversations,
  listMessages,
  listPersonal,
  listPictures,
  listPlanned,
  listQuickReplies,
  listSeers,
  listViews,
  markPersonal,
  markRead,
  planMessage,
  restoreConversations,
  retryMessage,
  saveAssignment,
  saveQuickReply,
  saveService,
  saveSurvey,
  saveView,
  searchMessages,
  seekDay,
  sendMessage,
  sendPlanned,
  tellPresence,
  unmarkPersonal,
  weighPersonal,
} from '@recado/core/conversations';
import { getOnboarding, noteStep } from '@recado/core/onboarding';
import { readHome } from '@recado/core/reports';
import { createTag, deleteTag, listTags, recolourTag, renameTag } from '@recado/core/tags';
import { reading, router, sensitiveWriting, writing } from './procedures.ts';
import { auditRouter } from './routers/audit.ts';
import { authRouter } from './routers/auth.ts';
import { billingRouter } from './routers/billing.ts';
import { contactsRouter } from './routers/contacts.ts';
import { exportsRouter } from './routers/exports.ts';
import { federationRouter } from './routers/federation.ts';
import { importsRouter } from './routers/imports.ts';
import { linksRouter } from './routers/links.ts';
import { notificationsRouter } from './routers/notifications.ts';
import { ownAccountRouter } from './routers/own-account.ts';
import { ownContactRouter } from './routers/own-contact.ts';
import { passkeysRouter } from './routers/passkeys.ts';
import { invitationsRouter, peopleRouter } from './routers/people.ts';
import { plansRouter } from './routers/plans.ts';
import { policiesRouter } from './routers/policies.ts';
import { securityRouter } from './routers/security.ts';
import { sessionsSingleRouter } from './routers/sessions-single.ts';
import { withMedia, withPictures } from './routers/sign-media.ts';
import { staffRouter } from './routers/staff.ts';
import { workspacesRouter } from './routers/workspaces.ts';

/** Everything that the screens call. A procedure is a verb with its input under `{ workspaceId, input }`. */
export const appRouter = router({
  auth: authRouter,
  security: securityRouter,
  federation: federationRouter,
  passkeys: passkeysRouter,
  sessionsSingle: sessionsSingleRouter,
  plans: plansRouter,
  billing: billingRouter,
  ownAccount: ownAccountRouter,
  ownContact: ownContactRouter,
  access: router({ listMembers: reading(listMembers) }),
  people: peopleRouter,
  invitations: invitationsRouter,
  exports: exportsRouter,
  imports: importsRouter,
  links: linksRouter,
  channels: router({
    list: reading(listChannels),
    create: sensitiveWriting(createChannel),
    connect: sensitiveWriting(connectChannel),
    disconnect: sensitiveWriting(disconnectChannel),
  }),
  contacts: contactsRouter,
  conversations: router({
    list: reading(listConversations),
    counts: reading(countConversations),
    get: reading(getConversation),
    messages: reading(withMedia(listMessages)),
    seekDay: reading(seekDay),
    pictures: reading(withPictures(listPictures)),
    search: reading(searchMessages),
    send: writing(withMedia(sendMessage)),
    retry: writing(withMedia(retryMessage)),
    markRead: writing(markRead),
    tellPresence: writing(tellPresence),
    assign: writing(assignConversation),
    assignment: reading(getAssignment),
    saveAssignment: writing(saveAssignment),
    survey: reading(getSurvey),
    saveSurvey: writing(saveSurvey),
    service: reading(getService),
    saveService: writing(saveService),
    asides: reading(listAsides),
    seers: reading(listSeers),
    planned: reading(listPlanned),
    plan: writing(planMessage),
    changePlanned: writing(changePlanned),
    cancelPlanned: writing(cancelPlanned),
    sendPlanned: writing(withMedia(sendPlanned)),
    personal: reading(listPersonal),
    weighPersonal: reading(weighPersonal),
    markPersonal: writing(markPersonal),
    unmarkPersonal: writing(unmarkPersonal),
    liftPersonal: writing(liftPersonal),
    addNote: writing(addNote),
    editNote: writing(editNote),
    deleteNote: writing(deleteNote),
    change: writing(changeConversations),
    restore: writing(restoreConversations),
    views: reading(listViews),
    saveView: writing(saveView),
    deleteView: writing(deleteView),
    replies: reading(listQuickReplies),
    saveReply: writing(saveQuickReply),
    deleteReply: writing(deleteQuickReply),
  }),
  tags: router({
    list: reading(listTags),
    create: writing(createTag),
    rename: writing(renameTag),
    recolour: writing(recolourTag),
    delete: writing(deleteTag),
  }),
  audit: auditRouter,
  policies: policiesRouter,
  onboarding: router({ get: reading(getOnboarding), note: writing(noteStep) }),
  notifications: notificationsRouter,
  reports: router({ home: reading(readHome) }),
  workspaces: workspacesRouter,
  staff: staffRouter,
});

export type AppRouter = typeof appRouter;
