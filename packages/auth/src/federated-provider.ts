/** Issuers whose accounts people may enter with. */
export type ProviderName = 'google' | 'microsoft';

/** What a browser leaves with and must come back with; kept by us, never shown to the browser except the state in the address. */
export type Departure = { url: string; state: string; nonce: string; verifier: string };

/** Who an issuer says somebody is, after everything it signed was checked. */
export type Federated = {
  /** With the subject, the only name of a person: addresses change hands. */
  issuer: string;
  subject: string;
  email: string | null;
  /** Whether the issuer has ever seen that the address is theirs. */
  isEmailVerified: boolean;
  /** Whether the issuer runs the mailbox, so that being in there is being in the mailbox now. */
  isMailboxProven: boolean;
  name: string | null;
};

/** An issuer as a way in. It yields who somebody is; it never makes, reads or ends a session. */
export type FederatedProvider = {
  readonly name: ProviderName;
  /** Where to send the browser. Throws FederationError when the issuer does not answer. */
  begin(): Promise<Departure>;
  /** Exchanges what came back in the address. Throws FederationError for everything that is not exactly what was asked for. */
  finish(search: URLSearchParams, kept: Omit<Departure, 'url'>): Promise<Federated>;
};

/** Why nobody was proved: the person said no, what came back is not trusted, or the issuer did not answer. */
export class FederationError extends Error {
  override name = 'FederationError';
  readonly reason: 'cancelled' | 'refused' | 'unreachable';

  constructor(reason: FederationError['reason'], options?: ErrorOptions) {
    super(`federation ${reason}`, options);
    this.reason = reason;
  }
}
