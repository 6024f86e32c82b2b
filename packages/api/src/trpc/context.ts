import type { IdentityProvider } from '@recado/auth';
import type { PublicCtx } from '@recado/core/kernel';

/** The cookies of one browser, as the transport reads and writes them. */
export type SessionCookies = {
  /** The session's token, or null. */
  token: string | null;
  /** The secret of this device; made when a browser comes without one. */
  setSession(token: string): void;
  clearSession(): void;
};

/** What every procedure is given. `personId` is the person for whom the page was rendered, by the header x-recado-person. */
export type ApiContext = {
  pub: PublicCtx;
  cookies: SessionCookies;
  personId: string | null;
  identity: IdentityProvider;
  /** Whether the request came from a page of our own origin (Fetch Metadata, with the Origin header as the fallback). */
  sameOrigin: boolean;
  /** Reports an unexpected error; the answer carries only the request's id. */
  report(error: unknown): void;
};
