import type { FederatedProvider, IdentityProvider, Passkeys } from '@recado/auth';
import type { Till } from '@recado/core/billing/contract';
import type { PublicCtx } from '@recado/core/kernel';
import type { RequestRates } from '../rates/index.ts';

/** The cookies of one browser, as the transport reads and writes them. */
export type SessionCookies = {
  /** The session's token, or null. */
  token: string | null;
  /** What the request presents with it, device and browser included; null exactly when the token is. */
  pass: Buffer | null;
  /** The secret of a login that waits for its last step. */
  attempt: string | null;
  /** The secret of a visit to an issuer, or of what it said. */
  federation: string | null;
  /**
   * Sets the session, and the device's secret when the browser came without one; the attempt is over. The browser forgets it when it
   * closes, unless it is told for how many seconds to keep it. `freshDevice` takes the place of a device's secret that was shut out.
   */
  setSession(token: string, keepSeconds: number | null, freshDevice?: string | null): void;
  /** Keeps a login that waits, and gives the browser a device's secret when it came without one. */
  setAttempt(secret: string): void;
  /** Keeps a visit to an issuer, or what it said; null forgets it. */
  setFederation(secret: string | null): void;
  /** Gives the browser a device's secret when it came without one. */
  keepDevice(): void;
  /** Sets the successor of the session's token, which may be withdrawn until the answer's head has left. Answers its pass. */
  renewSession(token: string, keepSeconds: number | null): Buffer | null;
  withdrawRenewal(): void;
  clearSession(): void;
  /** Has the browser drop the answers that it cached; what is kept unsent, sealed, stays. */
  forgetCaches(): void;
};

/** What every procedure is given. `personId` is the person for whom the page was rendered, by the header x-recado-person. */
export type ApiContext = {
  pub: PublicCtx;
  cookies: SessionCookies;
  personId: string | null;
  identity: IdentityProvider;
  /** Counts the request's calls by their classes. */
  rates: RequestRates;
  /** How this installation calls itself, for authenticators to show. */
  productName: string;
  /** The issuers that this installation has, by name. */
  issuers: ReadonlyMap<string, FederatedProvider>;
  passkeys: Passkeys;
  /** Who takes the money here, and where people come back to; null where nothing is sold. */
  till: Till | null;
  /** Whether the request came from a page of our own origin (Fetch Metadata, with the Origin header as the fallback). */
  sameOrigin: boolean;
  /** Called when the work is done: a new token that something else has overtaken meanwhile must not reach the browser. */
  renewed(): Promise<void>;
  /** Called when the session was refused: ends what must end and writes it down, once a request. */
  refused(): Promise<void>;
  /** Reports an unexpected error; the answer carries only the request's id. */
  report(error: unknown): void;
};
