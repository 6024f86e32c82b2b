import type { Database, Door } from '@recado/db';
import type { Clock } from '@recado/runtime/clock';
import type { Keyring } from '@recado/runtime/crypto';
import type { Logger } from '@recado/runtime/logger';

export type Presence = {
  workspaceId: string;
  conversationId: string;
  personId: string;
  pageId: string;
  state: 'here' | 'typing' | 'gone';
};

/** Tells other processes, after the commit, where to look again. Losing a hint loses time, never data. */
export type HintPort = {
  /** Something changed in a workspace: its readers look at the change rows. */
  changed(workspaceId: string): void;
  /** A page of somebody shows a conversation, writes in it, or has left it. Nothing of this is in the database. */
  present(presence: Presence): void;
  /** A number has something to send. */
  queued(channelId: string): void;
  /** Somebody wants a number connected, disconnected or paired. */
  wanted(): void;
  /** An event waits in the outbox. */
  emitted(): void;
};

/** A stored file as a sweep sees it. */
export type StoredFile = { workspaceId: string; name: string; sha256: string | null };

/** Files by content, outside the database. */
export type StoragePort = {
  /** Stores bytes under their SHA-256 (hex) and workspace; storing the same twice only proves that it is wanted still. */
  put(workspaceId: string, sha256: string, bytes: NodeJS.ReadableStream | Uint8Array): Promise<void>;
  /** The size and a stream of a range; null when it is not there. */
  read(
    workspaceId: string,
    sha256: string,
    range?: { start: number; end: number },
  ): Promise<{ size: number; stream: NodeJS.ReadableStream } | null>;
  /** What a workspace has that nobody has stored again since an instant; what an interrupted `put` left has no digest. */
  listUntouched(workspaceId: string, since: Date): AsyncIterable<StoredFile>;
  /** Removes a listed file, unless somebody has stored it again meanwhile; answers whether it went. */
  remove(file: StoredFile, since: Date): Promise<boolean>;
};

export type MailMessage = {
  to: string;
  subject: string;
  text: string;
  html: string;
  messageId: string;
  /** Whose name the sender bears, where not the installation's. */
  fromName?: string;
};

export type MailPort = { send(message: MailMessage): Promise<void> };

/** A text message to a number in E.164. `id` is the same at every try, so that whoever carries it recognises a repeated one. */
export type TextMessage = { to: string; text: string; id: string };

export type TextPort = { send(message: TextMessage): Promise<void> };

/** What a browser is told while it is closed, sealed under its own keys; a later one of the same topic takes the place of one not yet delivered. */
export type PushMessage = {
  endpoint: string;
  p256dh: Uint8Array;
  auth: Uint8Array;
  text: string;
  ttlSeconds: number;
  urgency: 'normal' | 'high';
  topic: string;
};

/** Throws when another try may help. `gone` when nobody is there any more, `refused` when this message will never be taken. */
export type PushPort = { send(message: PushMessage): Promise<'sent' | 'gone' | 'refused'> };

/** What a store of rates gave of what was asked: never more than is left in the window, which ends in so many milliseconds. */
export type Granted = { granted: number; remaining: number; resetMs: number };

/** Counts calls within windows, for every process together. Throws when it is away. */
export type RateStore = {
  take(key: Buffer, limit: { allowed: number; seconds: number }, calls: number): Promise<Granted>;
};

/** Work that browsers do when somebody guesses: a toll, not a proof. */
export type CaptchaPort = {
  /** A challenge to solve within minutes. */
  ask(): Promise<object>;
  /** The digest under which a solution of ours counts once, and until when; null when it is none, or too late. */
  judge(solution: string): Promise<{ id: Buffer; until: Date } | null>;
};

/** How far a workspace's audit was at some time: the place and the link (hex) of its chain. */
export type AuditHead = { workspaceId: string; seq: number; link: string };

/** The heads of the audit's chains, outside of the database: added to and never rewritten. */
export type AnchorPort = {
  /** Writes heads down; resolves when they are on the disk or wherever else they are kept. */
  append(heads: readonly AuditHead[], at: Date): Promise<void>;
  /** What was written down about a workspace, the oldest first; `isWhole` is false when what keeps it was itself touched. */
  read(workspaceId: string): Promise<{ heads: (AuditHead & { at: string })[]; isWhole: boolean }>;
};

/** What an identity provider vouches for, once: who somebody is. It is no session and opens none; that is the guard's. */
export type AuthProof = {
  provider: 'embedded' | 'supabase';
  /** Who vouches, and what the person is called there. */
  issuer: string;
  subject: string;
  amr: readonly ['pwd'];
  authTime: Date;
};

/** Whose password is asked about. `held` is what our row keeps of it: a hash, or the mark of who keeps it instead of us. */
export type PasswordAccount = { personId: string; email: string; held: string | null };

/**
 * Who keeps passwords. Codes, second factors, passkeys and links stay with the guard whoever that is. A new password is ours first, as a
 * hash, in the transaction that sets it; a provider that keeps passwords elsewhere is given it after that.
 */
export type IdentityPort = {
  readonly name: AuthProof['provider'];
  /** What our row keeps of a new password until somebody else does. */
  hashPassword(password: string): Promise<string>;
  /**
   * A proof, or null for a wrong password and for nobody's, alike in time. Throws identity.providerUnavailable when it cannot be known,
   * alike for everybody.
   */
  checkPassword(account: PasswordAccount | null, password: string): Promise<AuthProof | null>;
  /**
   * Gives a password that our row has as a hash to whoever keeps it; safe to repeat. `password` is the plain one where it is known. Answers
   * what our row keeps from then on, null when the password stays with us; throws when it is not known what became of it. Null where we
   * keep them all.
   */
  takeOver: ((account: PasswordAccount & { held: string }, password: string | null) => Promise<string | null>) | null;
  /** Removes what is kept of a person elsewhere; safe to repeat. Throws identity.providerUnavailable. */
  forget(personId: string): Promise<void>;
};

/** The outside world as verbs see it; filled once per process in the composition root. */
export type Ports = {
  hints: HintPort;
  storage: StoragePort;
  /** Whether simulated phones are part of this installation; never in production. */
  hasSimulator: boolean;
  /** Whether text messages can leave this installation; where they cannot, no way by phone is offered. */
  hasTexts?: boolean;
  /** Where the audit's heads are kept; a process without them verifies the chain alone. */
  anchors?: AnchorPort;
  /** Where addresses are: a country's code, perhaps with a space and a city near it. A process without it names no places. */
  places?: { of(address: string | null): string | null };
};

/** Where a request came from, for the session's history. `place` is a country's code, perhaps with a space and a city near it. */
export type Origin = {
  address: string | null;
  userAgent: string;
  deviceHash: Buffer | null;
  place?: string | null;
  /** Whether the caller has this machine to themselves: the embedded mode, asked from loopback. */
  isOwnMachine?: boolean;
};

/** What every verb is called with. A workspace is set for everything that belongs to a company. */
export type Ctx = {
  workspaceId: string;
  door: Door;
  db: Database;
  ports: Ports;
  keyring: Keyring;
  clock: Clock;
  log: Logger;
  requestId: string;
  locale: string;
  /** Where a person's request came from; nothing where no person asked. */
  origin?: Origin;
};

/** The context of verbs that come before any workspace is known: sign-up, login, the viewer. */
export type PublicCtx = Omit<Ctx, 'workspaceId' | 'door' | 'origin'> & { origin: Origin; captcha: CaptchaPort };
