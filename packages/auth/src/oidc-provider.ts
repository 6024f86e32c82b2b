import * as oidc from 'openid-client';
import {
  type Departure,
  type Federated,
  type FederatedProvider,
  FederationError,
  type ProviderName,
} from './federated-provider.ts';

/** Seconds that an issuer has for an answer; somebody waits before a white page. */
const PATIENCE_SECONDS = 8;
/** Seconds by which the clocks of an issuer and of ours may differ. */
const CLOCK_TOLERANCE_SECONDS = 30;

export type OidcOptions = {
  name: ProviderName;
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Where the issuer sends browsers back to; fixed, never taken from a request. */
  redirectUri: string;
  /** Lets an issuer on this machine speak plain http. */
  allowPlainHttp?: boolean;
  /** How an issuer is reached, where not by the network. */
  fetch?: oidc.CustomFetch;
};

/** Google or Microsoft by OpenID Connect: authorization code with PKCE, state and nonce; the signature of every ID token is checked. */
export function oidcProvider(options: OidcOptions): FederatedProvider {
  let discovered: Promise<oidc.Configuration> | null = null;
  // asked once; an issuer that did not answer is asked again by whoever comes next
  const configuration = () => {
    discovered ??= discover(options).catch((error) => {
      discovered = null;
      throw new FederationError('unreachable', { cause: error });
    });
    return discovered;
  };
  return {
    name: options.name,
    async begin() {
      const config = await configuration();
      const departure = {
        state: oidc.randomState(),
        nonce: oidc.randomNonce(),
        verifier: oidc.randomPKCECodeVerifier(),
      };
      const url = oidc.buildAuthorizationUrl(config, {
        redirect_uri: options.redirectUri,
        response_type: 'code',
        scope: 'openid email profile',
        state: departure.state,
        nonce: departure.nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(departure.verifier),
        code_challenge_method: 'S256',
        prompt: 'select_account',
      });
      return { url: url.href, ...departure };
    },
    async finish(search, kept) {
      const config = await configuration();
      const claims = await exchange(config, new URL(`${options.redirectUri}?${search}`), kept);
      return readClaims(options.name, claims);
    },
  };
}

async function discover(options: OidcOptions): Promise<oidc.Configuration> {
  const config = await oidc.discovery(
    new URL(options.issuer),
    options.clientId,
    { id_token_signed_response_alg: 'RS256', [oidc.clockTolerance]: CLOCK_TOLERANCE_SECONDS },
    oidc.ClientSecretPost(options.clientSecret),
    {
      timeout: PATIENCE_SECONDS,
      ...(options.allowPlainHttp ? { execute: [oidc.allowInsecureRequests] } : {}),
      ...(options.fetch ? { [oidc.customFetch]: options.fetch } : {}),
    },
  );
  // over TLS from the issuer itself a token could be believed unsigned; the signature is checked all the same
  oidc.enableNonRepudiationChecks(config);
  return config;
}

async function exchange(
  config: oidc.Configuration,
  back: URL,
  kept: Omit<Departure, 'url'>,
): Promise<Record<string, unknown> & { iss: string; sub: string }> {
  try {
    const tokens = await oidc.authorizationCodeGrant(config, back, {
      expectedState: kept.state,
      expectedNonce: kept.nonce,
      pkceCodeVerifier: kept.verifier,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    // the tokens go no further: who somebody is was all that we wanted
    if (claims) return claims;
    throw new FederationError('refused');
  } catch (error) {
    if (error instanceof oidc.AuthorizationResponseError && error.error === 'access_denied')
      throw new FederationError('cancelled', { cause: error });
    throw new FederationError(isTransport(error) ? 'unreachable' : 'refused', { cause: error });
  }
}

const isTransport = (error: unknown): boolean =>
  error instanceof TypeError ||
  ['OAUTH_TIMEOUT', 'OAUTH_ABORT'].includes((error as { code?: string } | null)?.code ?? '');

const text = (value: unknown, max: number): string | null =>
  typeof value === 'string' && value.trim() !== '' && value.length <= max && !value.includes('\0')
    ? value.trim()
    : null;

/**
 * What claims say of somebody. Google speaks for its own mailboxes: gmail.com, and the domain that a company runs there. Of other addresses
 * it knows that they were theirs once. What Microsoft writes into `email` is whatever a tenant's administrator typed, so it proves nothing.
 */
function readClaims(name: ProviderName, claims: Record<string, unknown> & { iss: string; sub: string }): Federated {
  const email = text(claims.email, 254) ?? null;
  const domain = email?.slice(email.lastIndexOf('@') + 1).toLowerCase() ?? '';
  const isEmailVerified = name === 'google' && email !== null && claims.email_verified === true;
  const runsMailbox =
    ['gmail.com', 'googlemail.com'].includes(domain) || text(claims.hd, 254)?.toLowerCase() === domain;
  if (claims.sub.length > 255) throw new FederationError('refused');
  return {
    issuer: claims.iss,
    subject: claims.sub,
    email,
    isEmailVerified,
    isMailboxProven: isEmailVerified && runsMailbox,
    name: text(claims.name, 200)?.slice(0, 80) ?? null,
  };
}
