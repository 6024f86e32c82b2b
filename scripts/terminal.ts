import path from 'node:path';

export const ROOT = path.resolve(import.meta.dirname, '..');

const startedAt = Number(process.env.RECADO_BOOT_AT ?? Date.now());

// a closed terminal must not take the supervisor with it before it has stopped what it started
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});

/** A progress line with the seconds since the command was typed. */
export function say(text: string): void {
  process.stdout.write(`recado  ${((Date.now() - startedAt) / 1000).toFixed(1).padStart(5)} s  ${text}\n`);
}

/** Shows a line unless the same one was shown in the last ten seconds: a process that cannot reach another repeats itself. */
export function createShow(): (line: string) => void {
  const seen = new Map<string, number>();
  return (line) => {
    const now = Date.now();
    if (now - (seen.get(line) ?? 0) < 10_000) return;
    if (seen.size > 200) seen.clear();
    seen.set(line, now);
    process.stdout.write(`        ${line}\n`);
  };
}

/** Resolves with the reason when the person, the system or the vanished parent wants the process to stop. */
export function untilAskedToStop(): Promise<string> {
  return new Promise((resolve) => {
    // Ctrl-C reaches the whole group and the boot script passes it on as well: every one after the first is an echo
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => resolve(signal));
    const boot = Number(process.env.RECADO_BOOT_PID ?? 0);
    if (boot === process.ppid) {
      setInterval(() => {
        if (process.ppid !== boot) resolve('the process that started this one is gone');
      }, 1000).unref();
    }
  });
}
