import type { AuthProof, IdentityPort, PasswordAccount } from '@recado/core/kernel';

/** What every provider can do. It yields proofs; it never makes, reads or ends a session of ours. */
export type IdentityProvider = IdentityPort;
export type { AuthProof, PasswordAccount };
