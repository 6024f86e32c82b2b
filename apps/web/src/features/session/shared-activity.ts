/** What all tabs of a browser know of one person's activity: instants of this machine in milliseconds, and nothing else. */
export type SharedActivity = {
  lastInput(): number;
  lastBeat(): number;
  noteInput(now: number): void;
  noteBeat(now: number): void;
  leave(): void;
};

/** Joins the tabs of this browser; `onOther` hears at once of input in another of them. */
export function joinActivity(personId: string, onOther: () => void): SharedActivity {
  const inputKey = `recado.input.${personId}`;
  const beatKey = `recado.beat.${personId}`;
  const channel = new BroadcastChannel(`recado-activity:${personId}`);
  channel.addEventListener('message', onOther);
  // a storage that is full or forbidden leaves this tab to itself
  const own = new Map<string, number>();
  // what a clock that ran ahead wrote says nothing: it would be the newest until the time it names
  const past = (at: number) => (at > Date.now() + 1_000 ? 0 : at);
  const read = (key: string) => Math.max(past(own.get(key) ?? 0), past(Number(readItem(key)) || 0));
  const write = (key: string, now: number) => {
    own.set(key, now);
    try {
      localStorage.setItem(key, String(now));
    } catch {}
  };
  return {
    lastInput: () => read(inputKey),
    lastBeat: () => read(beatKey),
    noteInput(now) {
      write(inputKey, now);
      channel.postMessage('input');
    },
    noteBeat: (now) => write(beatKey, now),
    leave: () => channel.close(),
  };
}

function readItem(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
