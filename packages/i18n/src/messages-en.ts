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
import enNotifications from '../messages/en/notifications.json' with { type: 'json' };
import enPeople from '../messages/en/people.json' with { type: 'json' };
import enPlan from '../messages/en/plan.json' with { type: 'json' };
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
import type { ScreenMessages } from './messages-es.ts';

/** The texts of screens in English. */
export const en: ScreenMessages = {
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
  notifications: enNotifications,
  people: enPeople,
  plan: enPlan,
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
