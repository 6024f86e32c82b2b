'use client';

import { createContext, type ReactNode, useContext, useState } from 'react';
import { makeTrpcClient, type TrpcClient } from './trpc-client.ts';

const PublicTrpcContext = createContext<TrpcClient | null>(null);

/** Calls for the pages before the door: sign-up and login. */
export function PublicTrpc({ children }: { children: ReactNode }) {
  const [client] = useState(() => makeTrpcClient({ personId: null }));
  return <PublicTrpcContext value={client}>{children}</PublicTrpcContext>;
}

export function usePublicTrpc(): TrpcClient {
  const client = useContext(PublicTrpcContext);
  if (!client) throw new Error('usePublicTrpc needs PublicTrpc above it');
  return client;
}
