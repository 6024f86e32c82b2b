// The safe door of identity: who a person is and how long they stay. Inputs, shapes and errors that browsers may know.

import { z } from 'zod';
import { defineErrors, defineEvents } from '../kernel/contract.ts';
import { accountEventTable } from './account-contract.ts';
import { impersonationEventTable } from './impersonation-contract.ts';
import type { Factor } from './keys-contract.ts';
import type { WorkspaceCard } from './viewer-contract.ts';

export * from './join-contract.ts';

export * from './keys-contract.ts';

export * from './own-contract.ts';

export const TERMS_VERSION = '2026-11-01';

/** 45 minutes without real input end a session, unless an experiment says otherwise for its account; nothing else prolongs it. */
export const IDLE_MINUTES = 45;
/** The longest life of a session, however active. */
export const ABSOLUTE_DAYS = 30;
/** A token is replaced after this long, by a handler that can set cookies. */
export const ROTATE_MINUTES = 10;
/** How long what was proved of a person waits for the last step. */
export const ATTEMPT_MINUTES = 10;
export const SIGNUP_CODE_MINUTES = 10;
/** Between two codes to one mailbox. */
export const RESEND_SECONDS = 30;
/** What holds back those who guess passwords; the database reads them by these names. */
export const loginLimits = {
  /** Failures for one account from one address, or on one device of its owner, within the window. */
  allowed: 5,
  window: '15 minutes',
  /** Failures after which a challenge has to be solved first: for one account, whoever failed, and from one address, whoever was meant. */
  captchaAccount: 3,
  captchaAddress: 20,
  addressWindow: '1 hour',
  /** The failure for one account that locks it for devices that its owner never used, and for how long unless they open it by mail. */
  lock: 10,
  lockFor: '24 hours',
} as const;
/** How long a challenge may take to be solved. */
export const CAPTCHA_MINUTES = 10;
/** Sign-ups that one address of mail gets letters for within an hour, free or taken, and renewals of one of them. */
export const SIGNUPS_PER_EMAIL = 5;
/** Sign-ups from one network within an hour: each costs a password hash. */
export const SIGNUPS_PER_NETWORK = 100;

export const industries = [
  'commerce',
  'restaurant',
  'professional',
  'health',
  'education',
  'real_estate',
  'cars',
  'agency',
  'other',
] as const;

export const locales = ['es', 'en'] as const;

/** Trims, folds width and case of the domain; what people type with spaces around or capitals is the same address. */
export const Email = z
  .string()
  .transform((text) => text.trim().normalize('NFKC'))
  .pipe(z.email().max(254));

export const PASSWORD_MIN = 10;

/** At least 10 characters, counted as people see them; never cut, any character, long ones welcome. */
export const Password = z
  .string()
  .min(PASSWORD_MIN, { message: 'tooShort' })
  .refine((text) => [...text].length >= PASSWORD_MIN, { message: 'tooShort' })
  .refine((text) => text.length <= 256, { message: 'tooLong' });

const line = (max: number) => z.string().trim().min(1).max(max);

export const SignUp = z.object({
  name: line(80),
  email: Email,
  password: Password,
  business: line(80),
  industry: z.enum(industries),
  locale: z.enum(locales).default('es'),
  timeZone: z.string().max(64).default('Europe/Madrid'),
  acceptsTerms: z.literal(true),
});
export type SignUp = z.input<typeof SignUp>;

export const VerifySignUp = z.object({
  id: z.uuid(),
  code: z
    .string()
    .trim()
    .regex(/^\d{6}$/),
});
export const ResendSignUp = z.object({ id: z.uuid() });
/** Logins and new passwords that one network may ask for by mail within an hour. */
export const ASKS_PER_NETWORK = 100;
/** Nothing that depends on whether an address is somebody's takes longer than this, and nothing is answered earlier. */
export const EVEN_ANSWER_MS = 250;
/** How long a link to a new password works. */
export const RESET_MINUTES = 30;
export const TRUSTED_DEVICES = 3;
/** Texts to numbers that one network may ask for within an hour: each costs money. */
export const TEXTS_PER_NETWORK = 30;
/** How long the code to a new address works, and how long its former owner may object to the change. */
export const EMAIL_CODE_MINUTES = 30;
export const UNDO_DAYS = 7;

const token = z.string().regex(/^[\w-]{43}$/);
export const AskByMail = z.object({ email: Email });
/** A number as people write it; whether it is one, and whose country it is in, the server finds out. */
export const AskByPhone = z.object({ phone: z.string().trim().min(6).max(32) });
/** `here`: its reader wants to log in where the link was opened, though it was asked for elsewhere. */
export const OpenLink = z.object({ token, here: z.boolean().default(false) });
export const UnlockLogin = z.object({ token });
export const ResetPassword = z.object({ token, password: Password });
export const ChangePassword = z.object({ password: Password });
export const OneDevice = z.object({ deviceId: z.uuid() });
export const ProveCode = z.object({ code: VerifySignUp.shape.code });
export const LogIn = z.object({
  email: Email,
  password: z.string().min(1).max(256),
  /** The solution of the challenge that identity.captchaNeeded came with. */
  captcha: z.string().max(4096).optional(),
});
export const TerminateOne = z.object({ sessionId: z.uuid() });
export const EVENTS_PER_PAGE = 20;
/** A page of one's own history: what is older than the event of this id, or the latest. */
export const HistoryPage = z.object({ before: z.number().int().positive().nullish() });
export const EndDevice = z.object({ deviceId: z.uuid(), forget: z.boolean().default(false) });

/** Whether a clock knows the zone. */
export const isTimeZone = (name: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
};
/** What of a person's own particulars changes; what is left out stays. */
export const UpdateProfile = z.object({
  name: line(80).optional(),
  locale: z.enum(locales).optional(),
  timeZone: z.string().max(64).refine(isTimeZone, { message: 'timeZone' }).optional(),
});
export const RenewActivity = z.object({ idleForMs: z.number().int().min(0).max(86_400_000) });

/** What can be done with the card of a displaced session; seeing it is the first. */
export const cardActions = ['view', 'mine', 'take_back', 'not_me', 'several'] as const;
export type CardAction = (typeof cardActions)[number];
export const NoteCard = z.object({ action: z.enum(cardActions) });
/** Where a wish to talk with us comes from: the card of a displaced session, what is explained once, or where a plan ends. */
export const leadSources = ['card', 'explainer', 'limit'] as const;
export type LeadSource = (typeof leadSources)[number];
export const OpenLead = z.object({ source: z.enum(leadSources), words: z.string().trim().max(1000) });

/** What is explained to a person once. */
export const notices = ['single-session'] as const;
export const NoteSeen = z.object({ notice: z.enum(notices), answer: z.enum(['understood', 'see-team']) });

/** Keys of what a person leaves unsent in their browsers: the first seals, all of them open. Never stored in a browser. */
export type DraftKey = { kid: string; key: string };

/** Work that a browser does before it may go on: the counter whose derived key begins as asked. */
export type CaptchaChallenge = {
  parameters: {
    algorithm: string;
    nonce: string;
    salt: string;
    cost: number;
    keyLength: number;
    keyPrefix: string;
    expiresAt?: number;
  };
  signature?: string;
};

/** A sign-up by an account at an issuer: no password. The address is the claim's where the issuer speaks for the mailbox. */
/** What a newcomer tells of themselves; the address is the invitation's. */
export const JoinAsNewcomer = SignUp.omit({ email: true, business: true, industry: true }).extend({ token });
export const SignUpFederated = SignUp.omit({ password: true });
export type SignUpFederated = z.input<typeof SignUpFederated>;

/** A login that waits in its browser for one more proof. */
export type PendingLogIn = {
  needs: Factor[];
  /** The address to which codes go, masked; null while nobody has proved who they are. */
  mail: string | null;
  /** Whether a code was sent already, and how long until another may be. */
  hasCode: boolean;
  resendInMs: number;
  /** The end of the number to which texts go; null without one, and while nobody has proved who they are. */
  phone: string | null;
  hasText: boolean;
  resendTextInMs: number;
};

/** What a step of a way in comes to: in, when nothing is needed any more. */
export type LogInStep = { needs: []; personId: string; displaced: number } | PendingLogIn;

export type { WorkspaceCard };

export type Viewer = {
  sessionId: string;
  person: {
    id: string;
    name: string;
    email: string;
    locale: 'es' | 'en';
    timeZone: string;
    /** Names their present picture; null without one. */
    photo: string | null;
  };
  session: {
    startedAt: string;
    lastSeenAt: string;
    browser: string;
    system: string;
    deviceType: string;
    network: string | null;
    place: string | null;
    sessionLimit: number;
    secondsLeft: number;
    /** How long this session waits for real input, decided when it opened. */
    idleMinutes: number;
  };
  /** What has been explained to this person once and for all. */
  seen: string[];
  /** Workspaces into which they do not get because the plan has no place for them, by name. */
  frozenOutOf: string[];
  workspaces: WorkspaceCard[];
};

/** A live session in the list of one's own. */
export type SessionCard = {
  id: string;
  isCurrent: boolean;
  startedAt: string;
  lastSeenAt: string;
  lastInputAt: string;
  browser: string;
  system: string;
  deviceType: string;
  network: string | null;
  place: string | null;
};

/** A browser that the account knows. */
export type OwnDevice = {
  id: string;
  isCurrent: boolean;
  isLive: boolean;
  browser: string;
  system: string;
  deviceType: string;
  firstSeenAt: string;
  lastSeenAt: string;
  place: string | null;
  /** Until when it is not asked for the second factor; null where it is. */
  trustedUntil: string | null;
};

/** Something that happened to a session of one's own. What does not apply is not there. */
export type HistoryEvent = {
  /** The key of its page: a later event has a greater one. */
  id: number;
  at: string;
  kind: string;
  isCurrent: boolean;
  browser?: string;
  system?: string;
  deviceType?: string;
  network?: string;
  place?: string;
  /** Why a request was refused. */
  because?: string;
  /** How many an erasure took. */
  sessions?: number;
  events?: number;
  /** The way in that came or went. */
  way?: string;
  /** The device that was forgotten. */
  device?: { browser: string; system: string };
  /** The session that ended this one. */
  by?: { isCurrent: boolean; browser: string; system: string; place?: string };
};

/** Why a session ended, as its holder may learn it (parameters of identity.sessionEnded). */
export type SessionEnd = {
  reason:
    | 'none'
    | 'displaced'
    | 'replaced'
    | 'logout'
    | 'terminated'
    | 'idle'
    | 'absolute'
    /** Too many after the plan changed. */
    | 'limit'
    /** A former token came back: somebody has a copy. */
    | 'reuse'
    /** Presented by another device, browser or system than it was opened with. */
    | 'unbound'
    | 'not_me'
    /** The password was changed or set anew elsewhere. */
    | 'password'
    /** Address or phone were changed elsewhere. */
    | 'email'
    | 'phone'
    | 'disabled';
  secondsAgo?: number;
  limit?: number;
  by?: { browser: string; system: string; deviceType: string; place?: string };
};

export const identityErrors = defineErrors('identity', {
  sessionEnded: 'UNAUTHENTICATED',
  otherPerson: 'UNAUTHENTICATED',
  attemptGone: 'PRECONDITION',
  coolDown: 'RATE_LIMITED',
  /** Something is still to be proved before a session opens; the parameters say what. */
  factorMissing: 'PRECONDITION',
  /** Too many wrong codes: what was proved before is worth nothing any more. */
  attemptSpent: 'PRECONDITION',
  /** Too many codes were typed for this address today; the link of the mail still works. */
  onlyByLink: 'PRECONDITION',
  /** Too many codes of texts were typed today; the other ways in still work. */
  onlyByMail: 'PRECONDITION',
  wrongCredentials: 'UNAUTHENTICATED',
  /** Whoever keeps the passwords does not answer: it is not known whether this one is right, and it counts as no failure. */
  providerUnavailable: 'UNAVAILABLE',
  tooManyAttempts: 'RATE_LIMITED',
  captchaNeeded: 'RATE_LIMITED',
  accountLocked: 'RATE_LIMITED',
  unlockGone: 'PRECONDITION',
  passwordTooWeak: 'INVALID',
  wrongProof: 'INVALID',
  /** The act asks for a proof of oneself of the last ten minutes. */
  stepUpNeeded: 'PRECONDITION',
  /** The plan of this workspace asks whoever runs it for a second factor; until it is set up nothing of it is shown. */
  factorRequired: 'FORBIDDEN',
  linkGone: 'PRECONDITION',
  factorThere: 'CONFLICT',
  tooManyTrusted: 'CONFLICT',
  wrongCode: 'INVALID',
  codeExpired: 'PRECONDITION',
  codeExhausted: 'PRECONDITION',
  resendTooSoon: 'RATE_LIMITED',
  crossSite: 'FORBIDDEN',
  deviceNotFound: 'NOT_FOUND',
  phoneInvalid: 'INVALID',
  textsOff: 'PRECONDITION',
  sameContact: 'CONFLICT',
  ownCodeGone: 'PRECONDITION',
  /** The issuer is not there, or does not answer. */
  issuerUnavailable: 'UNAVAILABLE',
  /** The account at the issuer opens somebody else's account already. */
  identityTaken: 'CONFLICT',
  identityNotFound: 'NOT_FOUND',
  /** Not the answer that was asked for, or from a passkey that nobody has. */
  passkeyRefused: 'UNAUTHENTICATED',
  passkeyTaken: 'CONFLICT',
  /** Removing it would leave nothing to log in with. */
  lastWayIn: 'PRECONDITION',
  logInFirst: 'CONFLICT',
  photoRefused: 'INVALID',
  photoNotFound: 'NOT_FOUND',
  invitationGone: 'NOT_FOUND',
  invitedAnother: 'FORBIDDEN',
  noSeat: 'LIMIT',
  joinPaused: 'PRECONDITION',
});

export const identityEvents = defineEvents('identity', {
  /** A mail was written and waits to leave; told by the database in the transaction that wrote it. Belongs to no company. */
  mailQueued: { name: 'mail.queued', subject: 'mailId', payload: z.object({ mailId: z.uuid() }) },
  ...accountEventTable,
  ...impersonationEventTable,
});
