/** What sounds: two soft strokes, made here, so that nothing is loaded. */
let context: AudioContext | null = null;
const listeners = new Set<() => void>();
const tell = () => {
  for (const listener of listeners) listener();
};
/** Something should have sounded and the browser did not let it. */
let isMissed = false;

function ear(): AudioContext | null {
  if (typeof AudioContext === 'undefined') return null;
  if (!context) {
    context = new AudioContext();
    context.addEventListener('statechange', tell);
  }
  return context;
}

/** Whether a sound was held back by the browser until somebody presses something. */
export const isSoundHeld = (): boolean => isMissed && context?.state !== 'running';
export function onSoundChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Asks the browser to let this page sound; call it from a press. Answers whether it does. */
export async function allowSound(): Promise<boolean> {
  const own = ear();
  await own?.resume().catch(() => {});
  if (own?.state === 'running') isMissed = false;
  tell();
  return own?.state === 'running';
}

/** Sounds once at a volume in per cent; what the browser holds back is noted, so that a button can be offered. */
export async function chime(volume: number): Promise<boolean> {
  const own = ear();
  if (!own || volume <= 0) return false;
  // a page that was pressed before needs no button: asking is answered at once then
  if (own.state !== 'running')
    await Promise.race([own.resume().catch(() => {}), new Promise((next) => setTimeout(next, 250))]);
  if (own.state !== 'running') {
    isMissed = true;
    tell();
    return false;
  }
  const loudness = (volume / 100) ** 2 * 0.5;
  for (const [pitch, after] of [
    [659.25, 0],
    [880, 0.14],
  ] as const) {
    const at = own.currentTime + after;
    const [tone, level] = [own.createOscillator(), own.createGain()];
    tone.type = 'sine';
    tone.frequency.value = pitch;
    level.gain.setValueAtTime(0, at);
    level.gain.linearRampToValueAtTime(loudness, at + 0.012);
    level.gain.exponentialRampToValueAtTime(0.0001, at + 0.5);
    tone.connect(level).connect(own.destination);
    tone.start(at);
    tone.stop(at + 0.52);
  }
  return true;
}

const giveWayMs = 90;
const heldMs = 2_000;

/**
 * One tab of a browser sounds for one of them. The tab in which the conversation is looked at takes its place and stays silent, so that no other
 * sounds either.
 */
export async function chimeOnce(id: string, volume: number, isLookedAt: boolean): Promise<void> {
  if (!('locks' in navigator)) {
    if (!isLookedAt) await chime(volume);
    return;
  }
  if (!isLookedAt) await new Promise((next) => setTimeout(next, giveWayMs));
  await navigator.locks.request(`recado-chime:${id}`, { ifAvailable: true }, async (lock) => {
    if (!lock) return;
    // a tab that may not sound leaves it to another one
    if (!isLookedAt && !(await chime(volume))) return;
    await new Promise((next) => setTimeout(next, heldMs));
  });
}
