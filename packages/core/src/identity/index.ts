// The server door of identity: people and their sessions. The guard in the database decides; these verbs carry its questions.

export { type Delivery, deliverMail } from './deliver-mail.ts';
export { describeDevice } from './describe-device.ts';
export { endExpiredSessions } from './end-expired-sessions.ts';
export { getViewer } from './get-viewer.ts';
export { type CheckPassword, logIn } from './log-in.ts';
export { logOut } from './log-out.ts';
export { type OpenedSession, openSession } from './open-session.ts';
export { renewActivity } from './renew-activity.ts';
export { requeueMail } from './requeue-mail.ts';
export { resendSignUp } from './resend-sign-up.ts';
export { signUp } from './sign-up.ts';
export { verifySignUp } from './verify-sign-up.ts';
