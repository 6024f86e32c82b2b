'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useAction } from '../session/use-action.ts';
import { useDesk } from '../session/use-desk.ts';

/** How long whoever comes back from the till is told that it is on its way. */
const PATIENCE_MS = 60_000;
const LOOKS_EVERY_MS = 2_000;

const OWING = ['grace', 'restricted', 'suspended'];

/** How the account is billed, as it was read last. */
export function useOwnBilling(everyMs: number | false = false) {
  const { client, workspace } = useDesk();
  return useQuery({
    queryKey: ['billing', workspace.id],
    queryFn: () => client.billing.read.query({ workspaceId: workspace.id, input: {} }),
    refetchInterval: everyMs,
  });
}

/** The same for whoever shows it. `isComing`: somebody came back from the till, and what they did is not known yet. */
export function useBilling() {
  const { client, workspace } = useDesk();
  const queries = useQueryClient();
  const [since, setSince] = useState<number | null>(null);
  const [isWaiting, setWaiting] = useState(false);
  const billing = useOwnBilling(isWaiting ? LOOKS_EVERY_MS : false);
  useEffect(() => {
    const url = new URL(window.location.href);
    if (!url.searchParams.has('paid')) return;
    // a reload asks for nothing again
    url.searchParams.delete('paid');
    window.history.replaceState(window.history.state, '', url);
    setSince(Date.now());
    setWaiting(true);
    // the provider's call may be later than the person: it is asked as well
    client.billing.lookAgain.mutate({ workspaceId: workspace.id, input: {} }).catch(() => {});
  }, [client, workspace.id]);
  const { subscription, state } = billing.data ?? {};
  // whoever owed and comes back has paid, or not: that is known once the provider was read
  const isBought = subscription != null && !OWING.includes(state?.state ?? '');
  useEffect(() => {
    if (!isWaiting || since === null) return;
    if (isBought) {
      setWaiting(false);
      void queries.invalidateQueries({ queryKey: ['plan'] });
      return;
    }
    const timer = setTimeout(() => setWaiting(false), Math.max(0, since + PATIENCE_MS - Date.now()));
    return () => clearTimeout(timer);
  }, [isWaiting, since, isBought, queries]);
  return { billing, isComing: isWaiting && !isBought };
}

/** What there is to choose between on a smaller plan, with how the account is billed; nothing where nothing is sold. */
export function useChoices() {
  const { client, workspace } = useDesk();
  const billing = useOwnBilling();
  const choices = useQuery({
    queryKey: ['billing', workspace.id, 'choices'],
    queryFn: () => client.billing.choices.query({ workspaceId: workspace.id, input: {} }),
    enabled: billing.data?.isSold === true && (billing.data.subscription !== null || billing.data.acts.includes('buy')),
  });
  return { billing, choices };
}

const KEYS = [['billing'], ['plan']] as const;
/** When what was done is looked for, in milliseconds after it: it is known once the provider was read again, which takes a moment. */
const LOOKS_AFTER_MS = [1_000, 2_500, 4_000, 6_000, 9_000, 14_000, 20_000];

/** Does something about it, and shows what became of it as soon as that is known. */
export function useBillingAction() {
  const queries = useQueryClient();
  const action = useAction(KEYS);
  const run: typeof action.run = async (...call) => {
    const isDone = await action.run(...call);
    const look = () => void Promise.all(KEYS.map((queryKey) => queries.invalidateQueries({ queryKey })));
    if (isDone) for (const after of LOOKS_AFTER_MS) setTimeout(look, after);
    return isDone;
  };
  return { ...action, run };
}
