// The server door of identity: people and their sessions. The guard in the database decides; these verbs carry its questions.

export { beginAttempt } from './begin-attempt.ts';
export { cleanupInactiveSessions } from './cleanup-inactive-sessions.ts';
export { type Continued, continueAttempt } from './continue-attempt.ts';
export { type Delivery, deliverMail } from './deliver-mail.ts';
export { describeDevice } from './describe-device.ts';
export { getViewer } from './get-viewer.ts';
export { initSession, type OpenedSession } from './init-session.ts';
export { keepToken } from './keep-token.ts';
export { listSessions } from './list-sessions.ts';
export { type CheckPassword, logIn } from './log-in.ts';
export { logOut } from './log-out.ts';
export { proveEmailCode } from './prove-email-code.ts';
export { readAttempt } from './read-attempt.ts';
export { readPass } from './read-pass.ts';
export { renewActivity } from './renew-activity.ts';
export { reportNotMe } from './report-not-me.ts';
export { requeueMail } from './requeue-mail.ts';
export { resendSignUp } from './resend-sign-up.ts';
export { sendAttemptCode } from './send-attempt-code.ts';
export { settleRefusal } from './settle-refusal.ts';
export { signUp } from './sign-up.ts';
export { terminateSessions } from './terminate-sessions.ts';
export { verifySignUp } from './verify-sign-up.ts';
