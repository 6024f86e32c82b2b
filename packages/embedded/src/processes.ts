import { spawnSync } from 'node:child_process';
import fs from 'node:fs';

/** What the system says of a process: it runs, it ended and nobody reaped it, or there is none. */
export function stateOf(pid: number): 'runs' | 'zombie' | 'gone' {
  if (!Number.isInteger(pid) || pid <= 0) return 'gone';
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return 'gone';
  }
  return fieldsOf(pid)?.[0] === 'Z' ? 'zombie' : 'runs';
}

/** Whether a process does work; a zombie does not. */
export const isRunning = (pid: number): boolean => stateOf(pid) === 'runs';

/**
 * A mark that tells a process from a later one under the same number: the moment it began.
 * Empty when there is no such process.
 */
export function birthOf(pid: number): string {
  if (process.platform === 'linux') return fieldsOf(pid)?.[19] ?? '';
  return spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() ?? '';
}

/** Resolves to whether the process ended within the time. */
export async function waitForEnd(pid: number, withinMs: number): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  while (isRunning(pid)) {
    if (Date.now() > deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
  return true;
}

/** The fields of /proc/<pid>/stat from the state on; the name before them may hold spaces and brackets. */
function fieldsOf(pid: number): string[] | undefined {
  try {
    const text = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}
