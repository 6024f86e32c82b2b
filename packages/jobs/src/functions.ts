import { everyMinuteLinkNotices } from './access/every-minute-link-notices.ts';
import { everyHourBilling } from './billing/every-hour-billing.ts';
import { everyHourTax } from './billing/every-hour-tax.ts';
import { everyNightBilling } from './billing/every-night-billing.ts';
import { onCreditMade } from './billing/on-credit-made.ts';
import { onDisputeChanged } from './billing/on-dispute-changed.ts';
import { onInvoiceCredited } from './billing/on-invoice-credited.ts';
import { onInvoicePaid } from './billing/on-invoice-paid.ts';
import { onMoneyBackAsked } from './billing/on-money-back-asked.ts';
import { onOrderAsked } from './billing/on-order-asked.ts';
import { onSyncRequested } from './billing/on-sync-requested.ts';
import { onTaxSaved } from './billing/on-tax-saved.ts';
import type { JobClient } from './client.ts';
import { everyNightAuditCheck } from './compliance/every-night-audit-check.ts';
import { everyFiveMinutesScores } from './contacts/every-5-minutes-scores.ts';
import { everyHourContactBin } from './contacts/every-hour-contact-bin.ts';
import { everyMinutePersonal } from './conversations/every-minute-personal.ts';
import { everyMinutePlanned } from './conversations/every-minute-planned.ts';
import { everyMinuteService } from './conversations/every-minute-service.ts';
import { everyMinuteSurveys } from './conversations/every-minute-surveys.ts';
import { everyMinuteWaking } from './conversations/every-minute-waking.ts';
import { everyNightMediaSweep } from './conversations/every-night-media-sweep.ts';
import type { JobFunction, ServedJob } from './define-job.ts';
import { everyDayHistory } from './exports/every-day-history.ts';
import { everyHourExportEnd } from './exports/every-hour-export-end.ts';
import { onExportAsked } from './exports/on-export-asked.ts';
import { everyHourSharing } from './growth/every-hour-sharing.ts';
import { cleanupInactiveSessions } from './identity/cleanup-inactive-sessions.ts';
import { everyFiveMinutesOutboxSweep } from './identity/every-5-minutes-outbox-sweep.ts';
import { onMailQueued } from './identity/on-mail-queued.ts';
import { onImportAsked } from './imports/on-import-asked.ts';
import { everyHourRetention } from './kernel/every-hour-retention.ts';
import { everyHourLimitNotices } from './notifications/every-hour-limit-notices.ts';
import { everyMinuteNotificationMails } from './notifications/every-minute-notification-mails.ts';
import { onAccountAlarmed } from './notifications/on-account-alarmed.ts';
import { onChannelWentDown } from './notifications/on-channel-went-down.ts';
import { onConversationAssigned } from './notifications/on-conversation-assigned.ts';
import { onConversationOverdue } from './notifications/on-conversation-overdue.ts';
import { onConversationRated } from './notifications/on-conversation-rated.ts';
import { onConversationTurned } from './notifications/on-conversation-turned.ts';
import { onExportTold } from './notifications/on-export-told.ts';
import { onHistoryAnnounced } from './notifications/on-history-announced.ts';
import { onNotificationMade } from './notifications/on-notification-made.ts';
import { onPersonMentioned } from './notifications/on-person-mentioned.ts';
import { onPlanStopped } from './notifications/on-plan-stopped.ts';
import { everyHourUsageRollUp } from './reports/every-hour-usage-roll-up.ts';
import type { JobServices } from './services.ts';
import { everyDayWorkspacePurge } from './workspaces/every-day-workspace-purge.ts';

/** Every job of the product. */
export const jobs: readonly ServedJob[] = [
  onMailQueued,
  cleanupInactiveSessions,
  everyFiveMinutesOutboxSweep,
  everyHourRetention,
  everyHourUsageRollUp,
  everyHourContactBin,
  everyFiveMinutesScores,
  everyNightMediaSweep,
  everyNightAuditCheck,
  everyDayWorkspacePurge,
  everyMinuteLinkNotices,
  onConversationTurned,
  onConversationAssigned,
  onNotificationMade,
  onPersonMentioned,
  onChannelWentDown,
  onAccountAlarmed,
  everyHourLimitNotices,
  everyMinuteNotificationMails,
  everyMinuteWaking,
  everyMinutePersonal,
  everyMinutePlanned,
  onPlanStopped,
  everyMinuteService,
  onConversationOverdue,
  everyMinuteSurveys,
  onConversationRated,
  onImportAsked,
  onExportAsked,
  onExportTold,
  everyHourExportEnd,
  everyDayHistory,
  onHistoryAnnounced,
  onSyncRequested,
  onTaxSaved,
  onOrderAsked,
  onMoneyBackAsked,
  onInvoicePaid,
  onInvoiceCredited,
  onCreditMade,
  onDisputeChanged,
  everyHourBilling,
  everyHourTax,
  everyNightBilling,
  everyHourSharing,
];

/** The SDK's functions of every job, bound to a client and to the outside world. */
export const buildFunctions = (client: JobClient, services: JobServices): JobFunction[] =>
  jobs.map((job) => job.build(client, services));
