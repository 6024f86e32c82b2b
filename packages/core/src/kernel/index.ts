// The server door of the kernel: how verbs are built and what they are called with.

export type { Database } from '@recado/db';
export { anchorAudit } from './anchor-audit.ts';
export { answerInTime } from './answer-in-time.ts';
export { type Change, changeOf, type Look, plainAddress, traceOf, traceText } from './audit.ts';
export { callAsHolder, type Held, type HolderDb } from './call-as-holder.ts';
export { command, hotQuery, parse, query, translated, type Verb, type Work } from './command.ts';
export type {
  AnchorPort,
  AuditHead,
  AuthProof,
  CaptchaPort,
  Ctx,
  Granted,
  HintPort,
  IdentityPort,
  MailMessage,
  MailPort,
  Origin,
  PasswordAccount,
  Ports,
  Presence,
  PublicCtx,
  PushMessage,
  PushPort,
  RateStore,
  StoragePort,
  StoredFile,
  TextMessage,
  TextPort,
} from './ctx.ts';
export { emit } from './emit.ts';
export { eraseAuditValues } from './erase-audit-values.ts';
export { AppError, defineErrors, type ErrorKind, type ErrorParams, kernelErrors } from './errors.ts';
export { type DeliveredOf, defineEvents, type EventDefinition, type PayloadOf } from './events.ts';
export { listWorkspaceIds } from './list-workspace-ids.ts';
export { noteRefusals } from './note-refusals.ts';
export {
  givable,
  type MemberRole,
  may,
  mayGrant,
  memberRoles,
  type Permission,
  permissions,
  type Role,
  rightsOf,
  rolesWith,
} from './permissions.ts';
export { type OutboxLag, readOutboxLag } from './read-outbox-lag.ts';
export { homeCountry, type PhoneCountry, phoneDigits } from './read-phone.ts';
export { type OutboxEvent, type RefusedEvent, relayOutbox } from './relay-outbox.ts';
export { sealAudit } from './seal-audit.ts';
export { type StaffCtx, type StaffVerb, staffVerb } from './staff-verb.ts';
export { storableJson } from './storable-json.ts';
export { sweep } from './sweep.ts';
export { takeRate } from './take-rate.ts';
