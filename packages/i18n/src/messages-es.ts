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
import esNotifications from '../messages/es/notifications.json' with { type: 'json' };
import esPeople from '../messages/es/people.json' with { type: 'json' };
import esPlan from '../messages/es/plan.json' with { type: 'json' };
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

/** The texts of screens by namespace, in Spanish, which is the source: what it lacks is not a key. A browser loads one language alone. */
export const es = {
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
  notifications: esNotifications,
  people: esPeople,
  plan: esPlan,
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

export type ScreenMessages = typeof es;
