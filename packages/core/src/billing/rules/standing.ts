// What an account that owes for its plan is refused, as data: the database says the same, and a test compares the two.
import type { BillingState } from '../contract.ts';

/** What goes out by itself, and what makes an account larger. Campaigns and automations come here with their room. */
export const refusable = ['imports', 'newNumbers', 'newPeople', 'planned', 'surveys'] as const;
export type Refusable = (typeof refusable)[number];

/** In grace nothing is; people answer by hand until the account is suspended, and what comes in always comes in. */
export const REFUSED: Record<BillingState['state'], readonly Refusable[]> = {
  ...{ free: [], trial: [], active: [], grace: [] },
  ...{ restricted: refusable, suspended: refusable, cancelled: refusable },
};
