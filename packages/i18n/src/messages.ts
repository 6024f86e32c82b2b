import enAudit from '../messages/en/audit.json' with { type: 'json' };
import enChannels from '../messages/en/channels.json' with { type: 'json' };
import enCommon from '../messages/en/common.json' with { type: 'json' };
import enContacts from '../messages/en/contacts.json' with { type: 'json' };
import enConversations from '../messages/en/conversations.json' with { type: 'json' };
import enDuplicates from '../messages/en/duplicates.json' with { type: 'json' };
import enErrors from '../messages/en/errors.json' with { type: 'json' };
import enExports from '../messages/en/exports.json' with { type: 'json' };
import enHelp from '../messages/en/help.json' with { type: 'json' };
import enHome from '../messages/en/home.json' with { type: 'json' };
import enIdentity from '../messages/en/identity.json' with { type: 'json' };
import enImports from '../messages/en/imports.json' with { type: 'json' };
import enInbox from '../messages/en/inbox.json' with { type: 'json' };
import enLinks from '../messages/en/links.json' with { type: 'json' };
import enMail from '../messages/en/mail.json' with { type: 'json' };
import enNotifications from '../messages/en/notifications.json' with { type: 'json' };
import enPeople from '../messages/en/people.json' with { type: 'json' };
import enPreview from '../messages/en/preview.json' with { type: 'json' };
import enProfile from '../messages/en/profile.json' with { type: 'json' };
import enSearch from '../messages/en/search.json' with { type: 'json' };
import enSecurity from '../messages/en/security.json' with { type: 'json' };
import enService from '../messages/en/service.json' with { type: 'json' };
import enSettings from '../messages/en/settings.json' with { type: 'json' };
import enSharing from '../messages/en/sharing.json' with { type: 'json' };
import enShell from '../messages/en/shell.json' with { type: 'json' };
import enStaff from '../messages/en/staff.json' with { type: 'json' };
import enSurvey from '../messages/en/survey.json' with { type: 'json' };
import enTags from '../messages/en/tags.json' with { type: 'json' };
import enTeamSecurity from '../messages/en/teamSecurity.json' with { type: 'json' };
import enVisitor from '../messages/en/visitor.json' with { type: 'json' };
import enWays from '../messages/en/ways.json' with { type: 'json' };
import enWelcome from '../messages/en/welcome.json' with { type: 'json' };
import enWorkspaces from '../messages/en/workspaces.json' with { type: 'json' };
import esAudit from '../messages/es/audit.json' with { type: 'json' };
import esChannels from '../messages/es/channels.json' with { type: 'json' };
import esCommon from '../messages/es/common.json' with { type: 'json' };
import esContacts from '../messages/es/contacts.json' with { type: 'json' };
import esConversations from '../messages/es/conversations.json' with { type: 'json' };
import esDuplicates from '../messages/es/duplicates.json' with { type: 'json' };
import esErrors from '../messages/es/errors.json' with { type: 'json' };
import esExports from '../messages/es/exports.json' with { type: 'json' };
import esHelp from '../messages/es/help.json' with { type: 'json' };
import esHome from '../messages/es/home.json' with { type: 'json' };
import esIdentity from '../messages/es/identity.json' with { type: 'json' };
import esImports from '../messages/es/imports.json' with { type: 'json' };
import esInbox from '../messages/es/inbox.json' with { type: 'json' };
import esLinks from '../messages/es/links.json' with { type: 'json' };
import esMail from '../messages/es/mail.json' with { type: 'json' };
import esNotifications from '../messages/es/notifications.json' with { type: 'json' };
import esPeople from '../messages/es/people.json' with { type: 'json' };
import esPreview from '../messages/es/preview.json' with { type: 'json' };
import esProfile from '../messages/es/profile.json' with { type: 'json' };
import esSearch from '../messages/es/search.json' with { type: 'json' };
import esSecurity from '../messages/es/security.json' with { type: 'json' };
import esService from '../messages/es/service.json' with { type: 'json' };
import esSettings from '../messages/es/settings.json' with { type: 'json' };
import esSharing from '../messages/es/sharing.json' with { type: 'json' };
import esShell from '../messages/es/shell.json' with { type: 'json' };
import esStaff from '../messages/es/staff.json' with { type: 'json' };
import esSurvey from '../messages/es/survey.json' with { type: 'json' };
import esTags from '../messages/es/tags.json' with { type: 'json' };
import esTeamSecurity from '../messages/es/teamSecurity.json' with { type: 'json' };
import esVisitor from '../messages/es/visitor.json' with { type: 'json' };
import esWays from '../messages/es/ways.json' with { type: 'json' };
import esWelcome from '../messages/es/welcome.json' with { type: 'json' };
import esWorkspaces from '../messages/es/workspaces.json' with { type: 'json' };
import type { Locale } from './locale.ts';

const es = {
  audit: esAudit,
  channels: esChannels,
  common: esCommon,
  contacts: esContacts,
  conversations: esConversations,
  duplicates: esDuplicates,
  errors: esErrors,
  exports: esExports,
  home: esHome,
  identity: esIdentity,
  inbox: esInbox,
  imports: esImports,
  links: esLinks,
  mail: esMail,
  notifications: esNotifications,
  people: esPeople,
  preview: esPreview,
  shell: esShell,
  help: esHelp,
  profile: esProfile,
  search: esSearch,
  security: esSecurity,
  service: esService,
  survey: esSurvey,
  settings: esSettings,
  sharing: esSharing,
  staff: esStaff,
  visitor: esVisitor,
  tags: esTags,
  teamSecurity: esTeamSecurity,
  ways: esWays,
  welcome: esWelcome,
  workspaces: esWorkspaces,
};

/** The texts of screens and mails by namespace. Spanish is the source: what it lacks is not a key. */
export type Messages = typeof es;

const en: Messages = {
  audit: enAudit,
  channels: enChannels,
  common: enCommon,
  contacts: enContacts,
  conversations: enConversations,
  duplicates: enDuplicates,
  errors: enErrors,
  exports: enExports,
  home: enHome,
  identity: enIdentity,
  inbox: enInbox,
  imports: enImports,
  links: enLinks,
  mail: enMail,
  notifications: enNotifications,
  people: enPeople,
  preview: enPreview,
  shell: enShell,
  help: enHelp,
  profile: enProfile,
  search: enSearch,
  security: enSecurity,
  service: enService,
  survey: enSurvey,
  settings: enSettings,
  sharing: enSharing,
  staff: enStaff,
  visitor: enVisitor,
  tags: enTags,
  teamSecurity: enTeamSecurity,
  ways: enWays,
  welcome: enWelcome,
  workspaces: enWorkspaces,
};

/** Every text in one language. */
export function messagesOf(locale: Locale): Messages {
  return locale === 'es' ? es : en;
}
