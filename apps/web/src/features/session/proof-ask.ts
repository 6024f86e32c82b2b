/** The question whether it is still them. Whoever needs the answer while it is open waits for the same one. */
export type ProofAsk = {
  /** Asks, and answers whether they proved it; not when they closed the question. */
  ask(): Promise<boolean>;
  isOpen(): boolean;
  subscribe(listener: () => void): () => void;
  settle(isProved: boolean): void;
};

/** Makes the question of one page. It is shown by ProofDialog. */
export function createProofAsk(): ProofAsk {
  const listeners = new Set<() => void>();
  let open: { answer: Promise<boolean>; give: (isProved: boolean) => void } | null = null;
  const change = (to: typeof open) => {
    open = to;
    for (const listener of listeners) listener();
  };
  return {
    ask() {
      if (open) return open.answer;
      let give: (isProved: boolean) => void = () => {};
      const answer = new Promise<boolean>((resolve) => {
        give = resolve;
      });
      change({ answer, give });
      return answer;
    },
    isOpen: () => open !== null,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    settle(isProved) {
      open?.give(isProved);
      change(null);
    },
  };
}

/** Whether an error is the server's demand for a fresh proof. */
export const isProofNeeded = (code: string): boolean => code === 'identity.stepUpNeeded';
