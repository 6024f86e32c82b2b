// The part of the safe door that is about joining a workspace by an invitation. contract.ts passes it on.
import { z } from 'zod';

/** What whoever holds an invitation's link may know of it. Only one that is open says for which address and as what. */
export type Invitation =
  | { state: 'gone' }
  | { state: 'accepted' | 'revoked'; workspace: string; color: string }
  | { state: 'expired'; workspace: string; color: string; invitedBy: string }
  | {
      state: 'open';
      workspace: string;
      color: string;
      invitedBy: string;
      email: string;
      role: string;
      roleName: string | null;
      hasAccount: boolean;
    };

export const OpenInvitation = z.object({
  token: z
    .string()
    .length(43)
    .regex(/^[\w-]+$/),
});
