import fs from 'node:fs';

/** Processes below one and what they hold. `mb` counts shared pages once (PSS), `rssMb` as often as they are mapped. */
export type TreeFigures = { processes: number; mb: number; rssMb: number };

/** Measures a process and everything it started; Linux only. */
export function measureTree(root: number): TreeFigures {
  const tree = treeOf(root);
  const sum = (pattern: RegExp) =>
    tree.reduce((total, pid) => {
      const match = pattern.exec(readOrEmpty(`/proc/${pid}/smaps_rollup`));
      return total + Number(match?.[1] ?? 0) / 1024;
    }, 0);
  return { processes: tree.length, mb: Math.round(sum(/^Pss:\s+(\d+)/m)), rssMb: Math.round(sum(/^Rss:\s+(\d+)/m)) };
}

/** Seconds of processor time that a process and what it started have used so far, those that have ended included; Linux only. */
export function cpuSeconds(root: number): number {
  return treeOf(root).reduce((total, pid) => {
    const [, , , , , , , , , , , user, system, pastUser, pastSystem] = statOf(pid);
    // the past of children counts once: where their parent is the root of the question
    const past = pid === root ? Number(pastUser ?? 0) + Number(pastSystem ?? 0) : 0;
    return total + (Number(user ?? 0) + Number(system ?? 0) + past) / TICKS;
  }, 0);
}

// USER_HZ, which is 100 on every Linux that Node runs on
const TICKS = 100;

function treeOf(root: number): number[] {
  const parents = new Map<number, number>();
  for (const name of fs.readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const parent = statOf(Number(name))[1];
    if (parent !== undefined) parents.set(Number(name), Number(parent));
  }
  const isBelow = (pid: number): boolean => {
    for (let at: number | undefined = pid; at !== undefined; at = parents.get(at)) if (at === root) return true;
    return false;
  };
  return [...parents.keys()].filter(isBelow);
}

/** The fields after the name, which may hold spaces and parentheses itself. */
function statOf(pid: number): string[] {
  const stat = readOrEmpty(`/proc/${pid}/stat`);
  return stat === '' ? [] : stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

function readOrEmpty(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
