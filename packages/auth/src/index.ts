// Who is this? An identity provider proves it and nothing more; sessions are the guard's.
export { embeddedIdentity } from './embedded-identity.ts';
export { type Federated, type FederatedProvider, FederationError, type ProviderName } from './federated-provider.ts';
export type { IdentityProvider } from './identity-provider.ts';
export { type OidcOptions, oidcProvider } from './oidc-provider.ts';
export { type KeptPasskey, type NewPasskey, type Passkeys, passkeysFor } from './passkeys.ts';
export { supabaseIdentity } from './supabase-identity.ts';
