// The server door of notifications: what people are told, what they have read and chosen; and what jobs tell them.

export { listNotifications, type NotificationPage } from './list-notifications.ts';
export { listPushes } from './list-pushes.ts';
export { listWorkspacesOf } from './list-workspaces-of.ts';
export { mailNotifications } from './mail-notifications.ts';
export { markNotificationsRead } from './mark-notifications-read.ts';
export { savePreferences } from './save-preferences.ts';
export { sendPush } from './send-push.ts';
export { stopMail } from './stop-mail.ts';
export { subscribePush } from './subscribe-push.ts';
export { tellAlarm } from './tell-alarm.ts';
export { tellAssigned } from './tell-assigned.ts';
export { tellDown } from './tell-down.ts';
export { tellExported } from './tell-exported.ts';
export { tellHistory } from './tell-history.ts';
export { tellLimits } from './tell-limits.ts';
export { type LinkNotice, tellLinks } from './tell-links.ts';
export { tellMentioned } from './tell-mentioned.ts';
export { tellOverdue } from './tell-overdue.ts';
export { tellPlanned } from './tell-planned.ts';
export { tellRated } from './tell-rated.ts';
export { tellTurns } from './tell-turns.ts';
export { unsubscribePush } from './unsubscribe-push.ts';
