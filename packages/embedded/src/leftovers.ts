import fs from 'node:fs';
import path from 'node:path';
import { birthOf, isRunning, waitForEnd } from './processes.ts';

type Mark = { name: string; pid: number; birth: string };

/** Thrown by `takeFolder` when another supervisor holds the folder. */
export class FolderTaken extends Error {
  override name = 'FolderTaken';
  readonly pid: number;
  constructor(folder: string, pid: number) {
    super(
      `Recado is already running on ${folder} (process ${pid}). Stop that one first with Ctrl-C or "npm run stop".`,
    );
    this.pid = pid;
  }
}

/** Marks the folder as ours until `release`. Throws FolderTaken while another supervisor is alive. */
export function takeFolder(folder: string): { release(): void } {
  const file = path.join(folder, 'supervisor.json');
  const own = JSON.stringify(markOf('supervisor', process.pid));
  for (let attempt = 0; ; attempt++) {
    try {
      // a link appears whole and only if there is none: two starts at one moment cannot both believe they won
      fs.writeFileSync(`${file}.${process.pid}`, own, { mode: 0o600 });
      fs.linkSync(`${file}.${process.pid}`, file);
      return { release: () => fs.rmSync(file, { force: true }) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || attempt === 5) throw error;
      const holder = holderOf(folder);
      if (holder) throw new FolderTaken(folder, holder);
      fs.rmSync(file, { force: true });
    } finally {
      fs.rmSync(`${file}.${process.pid}`, { force: true });
    }
  }
}

/** The process that supervises this folder now, if any. */
export function holderOf(folder: string): number | undefined {
  const [mark] = readMarks(path.join(folder, 'supervisor.json'));
  return mark && isAlive(mark) ? mark.pid : undefined;
}

/** A record on disk of running children, by which the next start finds those that outlived their supervisor. */
export function openChildrenFile(folder: string): {
  add(name: string, pid: number): void;
  remove(pid: number): void;
  /** Ends every child that an earlier supervisor left; returns their names. */
  stopLeftOver(): Promise<string[]>;
} {
  const file = path.join(folder, 'children.json');
  let marks = readMarks(file);
  const save = () => {
    fs.writeFileSync(`${file}.new`, JSON.stringify(marks), { mode: 0o600 });
    fs.renameSync(`${file}.new`, file);
  };
  return {
    add(name, pid) {
      marks = [...marks, markOf(name, pid)];
      save();
    },
    remove(pid) {
      marks = marks.filter((mark) => mark.pid !== pid);
      save();
    },
    async stopLeftOver() {
      const orphans = marks.filter(isAlive).reverse();
      // each child leads a group of its own, so what it started goes with it
      for (const { pid } of orphans) signalGroup(pid, 'SIGTERM');
      await Promise.all(
        orphans.map(async ({ pid }) => {
          if (await waitForEnd(pid, 5000)) return;
          signalGroup(pid, 'SIGKILL');
          await waitForEnd(pid, 3000);
        }),
      );
      marks = [];
      save();
      return orphans.map((mark) => mark.name);
    },
  };
}

/** Signals a process and what it started; a group that is gone already is no error. */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, signal);
      return;
    } catch {
      // no such group: the process alone is tried next
    }
  }
}

/** Kills what is left of a group whose leader has ended; its number cannot have been given away while members live. */
export function killGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // nobody is left
  }
}

const markOf = (name: string, pid: number): Mark => ({ name, pid, birth: birthOf(pid) });

const isAlive = (mark: Mark): boolean => isRunning(mark.pid) && birthOf(mark.pid) === mark.birth;

function readMarks(file: string): Mark[] {
  try {
    const content = JSON.parse(fs.readFileSync(file, 'utf8')) as Mark | Mark[];
    return Array.isArray(content) ? content : [content];
  } catch {
    return [];
  }
}
