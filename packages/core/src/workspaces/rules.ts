// The pure door of workspaces: colours that can be read, and what needs somebody.
import { COUNTED_TO, type Need, needs, type Overview, type WorkspaceRow } from './contract.ts';

/** What a workspace's colours stand on: the paper of the light theme, the night of the dark one. A test keeps them equal to the styles. */
export const grounds = { paper: '#fbf8f3', night: '#12151b' } as const;
export type Ground = keyof typeof grounds;
/** The contrast at which text of any size can be read. */
export const LEAST_CONTRAST = 4.5;

/** The contrast of two colours, 1 to 21. */
export function contrastOf(one: string, other: string): number {
  const [high, low] = [luminanceOf(one), luminanceOf(other)].sort((a, b) => b - a) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** Whether a colour can be read on a ground, and when it cannot, the nearest one of its hue that can. */
export function judgeColor(color: string, ground: Ground): { ok: true } | { ok: false; nearest: string } {
  if (contrastOf(color, grounds[ground]) >= LEAST_CONTRAST) return { ok: true };
  return { ok: false, nearest: nearestOn(color, ground) };
}

/** The colour that stands for a workspace on dark grounds: its own choice, or its colour made light enough. */
export const nightColorOf = (of: { color: string; colorNight: string | null }): string =>
  of.colorNight ?? nearestOn(of.color, 'night');

/** The colour itself when it passes; else as little as possible of ink (on paper) or of white (at night) is mixed into it. */
function nearestOn(color: string, ground: Ground): string {
  const passes = (each: string) => contrastOf(each, grounds[ground]) >= LEAST_CONTRAST;
  if (passes(color)) return color;
  let [low, high] = [0, 1];
  for (let n = 0; n < 12; n += 1) {
    const middle = (low + high) / 2;
    if (passes(mixed(color, ground === 'paper' ? 0 : 255, middle))) high = middle;
    else low = middle;
  }
  return mixed(color, ground === 'paper' ? 0 : 255, high);
}

const channels = (color: string) => [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));

const mixed = (color: string, towards: number, share: number): string =>
  `#${channels(color)
    .map((each) =>
      Math.round(each + (towards - each) * share)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;

function luminanceOf(color: string): number {
  const [red, green, blue] = channels(color).map((each) => {
    const channel = each / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const BROKEN = ['conflict', 'logged_out', 'banned', 'temporarily_banned', 'outdated', 'failed'];
/** A number works when it is open; one that nobody wants open is at rest. */
export const numberStateOf = (number: NonNullable<WorkspaceRow['numbers']>[number]): 'online' | 'offline' | 'broken' =>
  number.state === 'open' ? 'online' : BROKEN.includes(number.state) ? 'broken' : 'offline';

/** What of a workspace calls for somebody; archived and frozen ones call for nobody. */
export function needsOf(row: WorkspaceRow): Need[] {
  if (row.closed === 'archived' || row.closed === 'frozen') return [];
  const found: Record<Need, boolean> = {
    cancelled: row.closed === 'cancelled',
    number:
      row.numbers?.some(
        (number) => numberStateOf(number) === 'broken' || (number.wanted === 'open' && number.state !== 'open'),
      ) ?? false,
    waiting: (row.waiting ?? 0) > 0,
    noNumber: row.numbers?.length === 0,
  };
  return needs.filter((each) => found[each]);
}

/** The sums over an owner's workspaces, and their rows: what needs somebody first, and among those the most pressing. */
export function sumUp(rows: readonly WorkspaceRow[]): Overview {
  const told = rows.map((row) => ({ ...row, needs: needsOf(row) }));
  const rank = (row: (typeof told)[number]) =>
    row.needs[0] === undefined ? needs.length : needs.indexOf(row.needs[0]);
  const waits = (row: WorkspaceRow) => (row.closed === null ? (row.waiting ?? 0) : -1);
  // what is closed asks nobody for anything, and is in no list either
  const open = rows.filter((row) => row.closed === null);
  const numbers = open.flatMap((row) => row.numbers ?? []);
  const add = (of: (row: WorkspaceRow) => number | null) => open.reduce((sum, row) => sum + (of(row) ?? 0), 0);
  return {
    // a stable sort: rows come by name
    rows: told.sort((a, b) => rank(a) - rank(b) || waits(b) - waits(a)),
    sums: {
      active: open.length,
      waiting: { count: add((row) => row.waiting), isMore: open.some((row) => (row.waiting ?? 0) >= COUNTED_TO) },
      contacts: add((row) => row.contacts),
      messagesToday: add((row) => row.messagesToday),
      online: numbers.filter((each) => numberStateOf(each) === 'online').length,
      offline: numbers.filter((each) => numberStateOf(each) !== 'online').length,
      needing: told.filter((row) => row.needs.length > 0).length,
    },
  };
}
