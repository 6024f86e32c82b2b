export { embeddedIdentity } from './embedded-identity.ts';
export type { IdentityProvider } from './identity-provider.ts';
export { supabaseIdentity } from './supabase-identity.ts';
