import fs from 'node:fs';

/** Processes below one and what they hold. `mb` counts shared pages once (PSS), `rssMb` as often as they are mapped. */
export type TreeFigures = { processes: number; mb: number; rssMb: number };

/** Measures a process and everything it started; Linux only. */
export function measureTree(root: number): TreeFigures {
  const parents = new Map<number, number>();
  for (const name of fs.readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = readOrEmpty(`/proc/${name}/stat`);
    if (stat) parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
  }
  const isBelow = (pid: number): boolean => {
    for (let at: number | undefined = pid; at !== undefined; at = parents.get(at)) if (at === root) return true;
    return false;
  };
  const tree = [...parents.keys()].filter(isBelow);
  const sum = (pattern: RegExp) =>
    tree.reduce((total, pid) => {
      const match = pattern.exec(readOrEmpty(`/proc/${pid}/smaps_rollup`));
      return total + Number(match?.[1] ?? 0) / 1024;
    }, 0);
  return { processes: tree.length, mb: Math.round(sum(/^Pss:\s+(\d+)/m)), rssMb: Math.round(sum(/^Rss:\s+(\d+)/m)) };
}

function readOrEmpty(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
