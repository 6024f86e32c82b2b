// Who is this? An identity provider proves it and nothing more; sessions are the guard's.
export { type EmbeddedIdentity, embeddedIdentity } from './embedded-identity.ts';
export type { IdentityProvider } from './identity-provider.ts';
