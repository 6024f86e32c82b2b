// The part of the safe door that is about what people show of themselves and take away. contract.ts passes it on.

/** What a picture of a person may be: its bytes at most, and the pixels of each side. */
export const photoLimits = { bytes: 512 * 1024, leastSide: 32, mostSide: 2048 } as const;
/** Why a picture is refused: no JPEG, PNG or WebP inside, more than those limits, too small or too large a side, or not all there. */
export type PhotoRefusal = 'empty' | 'kind' | 'bytes' | 'side' | 'broken';

/** All that is kept of a person's sessions and their picture, as it is handed to them. */
export type OwnHistory = {
  exportedAt: string;
  person: Record<string, string | null>;
  photo: { mime: string; setAt: string; base64: string } | null;
  passkeys: Record<string, unknown>[];
  linkedAccounts: Record<string, unknown>[];
  devices: Record<string, unknown>[];
  sessions: Record<string, unknown>[];
  /** What was seen that may mean several people, and how it stands. */
  sharedUse: { case: Record<string, unknown> | null; signals: Record<string, unknown>[] };
  events: {
    id: number;
    at: string;
    kind: string;
    sessionId: string | null;
    browser: string | null;
    system: string | null;
    deviceType: string | null;
    network: string | null;
    place: string | null;
    detail: Record<string, unknown>;
  }[];
};

/** Where a person is reached, and what waits for its code in this session to replace it. */
export type OwnContact = {
  email: string;
  phone: string | null;
  pendingEmail: PendingContact | null;
  pendingPhone: PendingContact | null;
  /** Whether this installation sends texts. */
  hasTexts: boolean;
};
export type PendingContact = { to: string; resendInMs: number };
