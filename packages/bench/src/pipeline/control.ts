/** The simulator's control API as the benches use it. */
export type Control = {
  post<T>(name: string, input: Record<string, unknown>): Promise<T>;
  get<T>(name: string): Promise<T>;
  /** Resolves when nothing is owed to any linked device any more; throws after `withinMs`. */
  settled(withinMs?: number): Promise<void>;
};

/** Opens the control API under its token; what is refused is thrown with the simulator's words. */
export function controlOf(url: string, token: string): Control {
  const call = async <T>(method: string, name: string, input?: Record<string, unknown>): Promise<T> => {
    const response = await fetch(`${url}/control/${name}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(input ? { body: JSON.stringify(input) } : {}),
    });
    if (!response.ok) throw new Error(`the simulator answered ${response.status} to ${name}: ${await response.text()}`);
    return (await response.json()) as T;
  };
  const control: Control = {
    post: (name, input) => call('POST', name, input),
    get: (name) => call('GET', name),
    async settled(withinMs = 30_000) {
      const deadline = Date.now() + withinMs;
      for (;;) {
        const accounts = await control.get<{ queued: number }[]>('accounts');
        if (accounts.every(({ queued }) => queued === 0)) return;
        if (Date.now() > deadline) throw new Error('the simulator still owes stanzas');
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
  };
  return control;
}
