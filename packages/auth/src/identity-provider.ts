/** What every provider can do. It yields proofs; it never makes, reads or ends a session. */
export type IdentityProvider = {
  readonly name: 'embedded';
  /** The stored form of a new password. */
  hashPassword(password: string): Promise<string>;
  /** Whether a password fits its stored form; without one it takes the same time and says no. */
  checkPassword(hash: string | null, password: string): Promise<boolean>;
};
