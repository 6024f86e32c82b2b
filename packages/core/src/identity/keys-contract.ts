// The part of the safe door that is about what proves a person: passkeys, second factors, accounts at issuers. contract.ts passes it on.
import { z } from 'zod';

/** Departures to an issuer from one network within a quarter of an hour: each waits for an answer of ours or theirs. */
export const FEDERATIONS_PER_NETWORK = 100;
/** The same, and passkeys, for a person inside their sessions. */
export const CEREMONIES_PER_PERSON = 30;

/** Issuers whose accounts people may enter with; which of them there are, the installation says. */
export const providers = ['google', 'microsoft'] as const;
export type Provider = (typeof providers)[number];
export const BeginFederation = z.object({ provider: z.enum(providers) });
export const OneIdentity = z.object({ identityId: z.uuid() });

/** What may still be missing of a login; where several are named, any one of them is enough. */
export const factors = ['email', 'phone', 'totp', 'recovery', 'passkey'] as const;
export type Factor = (typeof factors)[number];

/** What people may prove themselves with inside their session. */
export type ProofWay = 'pwd' | Factor;

/** Second factors of a person, how they may prove themselves, and for how many milliseconds their last proof holds. */
export type FactorState = {
  factors: Factor[];
  ways: ProofWay[];
  hasPassword: boolean;
  recoveryLeft: number;
  provedForMs: number;
};

/** What an authenticator answers, as browsers write it; its parts are read by whoever checks the signature. */
export const PasskeyAnswer = z.object({
  id: z.string().min(1).max(1400),
  rawId: z.string().max(1400),
  type: z.literal('public-key'),
  response: z.looseObject({ clientDataJSON: z.string().max(4000) }),
  clientExtensionResults: z.looseObject({}).default({}),
});
/** Passkeys that one person may keep; the database counts them. */
export const PASSKEYS_MAX = 20;
const passkeyName = z.string().trim().min(1).max(60);
export const AddPasskey = z.object({ name: passkeyName, answer: PasskeyAnswer });
export const OnePasskey = z.object({ passkeyId: z.uuid() });
export const RenamePasskey = OnePasskey.extend({ name: passkeyName });

const codeText = z.string().trim().min(6).max(32);
export const StepUp = z.discriminatedUnion('way', [
  z.object({ way: z.literal('pwd'), proof: z.string().min(1).max(256) }),
  z.object({ way: z.enum(['totp', 'recovery', 'email']), proof: codeText }),
  z.object({ way: z.literal('passkey'), answer: PasskeyAnswer }),
]);
export type StepUp = z.output<typeof StepUp>;
export const ConfirmTotp = z.object({ code: codeText });
export const ProveFactor = z.object({ factor: z.enum(['totp', 'recovery']), code: codeText });
