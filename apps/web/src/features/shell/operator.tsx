'use client';

import { createContext, type ReactNode, use } from 'react';

/** Who runs this installation, as far as its readers are told: a mailbox for help, the texts that they agree to, and the version of its logo. */
export type Operator = {
  supportEmail: string | null;
  termsUrl: string | null;
  privacyUrl: string | null;
  logo: string | null;
};

const Told = createContext<Operator>({ supportEmail: null, termsUrl: null, privacyUrl: null, logo: null });

/** Tells the screens below who runs this installation. */
export function OperatorProvider({ operator, children }: { operator: Operator; children: ReactNode }) {
  return <Told value={operator}>{children}</Told>;
}

export const useOperator = (): Operator => use(Told);
