import {
  type AuthenticationResponseJSON,
  type AuthenticatorTransport,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';

/** A new passkey as its authenticator made it. */
export type NewPasskey = {
  credentialId: Uint8Array;
  publicKey: Uint8Array;
  signCount: number;
  transports: string[];
  /** Whether it is kept by a service on several devices. */
  isSynced: boolean;
};

/** What is kept of a passkey. */
export type KeptPasskey = { credentialId: Uint8Array; publicKey: Uint8Array; signCount: number; transports: string[] };

/** The two ceremonies of WebAuthn for one address; user verification is always required, attestation never asked for. */
export type Passkeys = ReturnType<typeof passkeysFor>;

/** Ceremonies for the installation's public address: its host is the relying party, its origin the only one that counts. */
export function passkeysFor(house: { publicUrl: string; name: string }) {
  const { hostname: rpID, origin } = new URL(house.publicUrl);
  return {
    /** What the browser is told to make a passkey. `challenge` is 32 bytes. */
    offer: (
      challenge: Uint8Array<ArrayBuffer>,
      person: { id: Uint8Array<ArrayBuffer>; email: string; name: string },
      known: { id: string; transports: string[] }[],
    ) =>
      generateRegistrationOptions({
        rpName: house.name,
        rpID,
        challenge,
        userID: person.id,
        userName: person.email,
        userDisplayName: person.name,
        attestationType: 'none',
        excludeCredentials: known.map(({ id, transports }) => ({
          id,
          transports: transports as AuthenticatorTransport[],
        })),
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      }),
    /** What the browser is told to answer with any passkey of this address. */
    ask: (challenge: Uint8Array<ArrayBuffer>) =>
      generateAuthenticationOptions({ rpID, challenge, userVerification: 'required' }),
    /** A passkey that was made for this address, this challenge and a verified user; null for everything else. */
    async checkNew(response: unknown, challenge: string): Promise<NewPasskey | null> {
      const verified = await verifyRegistrationResponse({
        response: response as RegistrationResponseJSON,
        ...{ expectedChallenge: challenge, expectedOrigin: origin, expectedRPID: rpID, requireUserVerification: true },
      }).catch(() => null);
      if (!verified?.verified) return null;
      const { credential, credentialBackedUp } = verified.registrationInfo;
      return {
        credentialId: Buffer.from(credential.id, 'base64url'),
        publicKey: credential.publicKey,
        signCount: credential.counter,
        transports: credential.transports ?? [],
        isSynced: credentialBackedUp,
      };
    },
    /** The count of a passkey that answered this challenge for this address with a verified user; null for everything else. */
    async check(response: unknown, challenge: string, kept: KeptPasskey): Promise<{ signCount: number } | null> {
      const verified = await verifyAuthenticationResponse({
        response: response as AuthenticationResponseJSON,
        ...{ expectedChallenge: challenge, expectedOrigin: origin, expectedRPID: rpID, requireUserVerification: true },
        credential: {
          id: Buffer.from(kept.credentialId).toString('base64url'),
          publicKey: new Uint8Array(kept.publicKey),
          counter: kept.signCount,
        },
      }).catch(() => null);
      return verified?.verified ? { signCount: verified.authenticationInfo.newCounter } : null;
    },
  };
}
