// What a person sees of the workspaces that they may go to.

export type WorkspaceCard = {
  id: string;
  name: string;
  slug: string;
  color: string;
  industry: string;
  timeZone: string;
  isDemo: boolean;
  /** For reading only: archived, or its account was cancelled. */
  closed: 'archived' | 'cancelled' | 'frozen' | null;
  /** Its colour on dark grounds, where it chose one. */
  colorNight: string | null;
  /** Names its present logo; null without one. */
  logo: string | null;
  role: string;
  /** What a custom role may; null for the roles by name. */
  permissions: string[] | null;
  /** Its plan asks this person for a second factor that they have not set up: it cannot be entered before. */
  lacksFactor: boolean;
  accountId: string;
  accountName: string;
  /** How it stands where its plan is owed; for its owners alone. */
  owes: {
    state: 'grace' | 'restricted' | 'suspended' | 'cancelled';
    until: string | null;
    because: 'unpaid' | 'noCard' | 'seats' | 'trialOver' | null;
  } | null;
};
