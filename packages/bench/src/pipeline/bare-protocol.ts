/** What a bare process is told at its start, as its only argument. */
export type BareSettings = {
  wsUrl: string;
  controlUrl: string;
  token: string;
  numbers: string[];
  /** Where the client's own file store keeps keys; without it they live in memory. */
  folder?: string;
};

/** What it is asked to do; one thing at a time. */
export type BareOrder =
  | { kind: 'receive'; count: number }
  | { kind: 'send'; perNumber: number; customers: string[]; tag: string };

export type BareReport = { kind: 'ready' | 'listening' | 'received' | 'acknowledged' };

/** The text of a message; all variants write the same. */
export const textFor = (tag: string, index: number): string => `${tag} ${index + 1}`;
